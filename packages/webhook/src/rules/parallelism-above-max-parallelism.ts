import { flinkConfigOf } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

export const parallelismAboveMaxParallelism: Rule = {
  name: 'parallelismAboveMaxParallelism',
  severity: 'error',
  cause: 'Flink does not start a job whose parallelism exceeds its maximum.',
  remedy: 'Lower parallelism. Raising pipeline.max-parallelism makes savepoints of the job useless.',
  *check({ app: { spec } }) {
    const value = flinkConfigOf(spec).get('pipeline.max-parallelism')
    const maximum = value !== undefined && /^\d{1,9}$/.test(value.trim()) ? Number(value) : undefined
    if (spec === undefined || maximum === undefined || maximum < 1 || spec.parallelism <= maximum) return
    yield {
      path: 'spec.parallelism',
      message: `parallelism is ${spec.parallelism}, greater than pipeline.max-parallelism, which is ${maximum}.`,
    }
  },
}
