import { type Rule } from '../rule.ts'

export const parallelismAboveMaxParallelism: Rule = {
  name: 'parallelismAboveMaxParallelism',
  severity: 'error',
  cause: 'Flink does not start a job whose parallelism exceeds its maximum.',
  remedy: 'Lower parallelism. Raising pipeline.max-parallelism makes savepoints of the job useless.',
  *check({ app: { spec }, flinkConfig }) {
    const value = flinkConfig.get('pipeline.max-parallelism')?.trim() ?? ''
    // What Flink cannot read, flinkConfigValueUnreadable finds; what $NAME stands for cannot be known here.
    if (spec === undefined || !/^[+-]?\d{1,18}$/.test(value)) return
    const maximum = Number(value)
    // Flink takes -1 for its own default.
    if (maximum < 1 || spec.parallelism <= maximum) return
    yield {
      path: 'spec.parallelism',
      message: `parallelism is ${spec.parallelism}, greater than pipeline.max-parallelism, which is ${maximum}.`,
    }
  },
}
