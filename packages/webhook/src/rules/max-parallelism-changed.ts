import { flinkConfigOf, pathOfKey } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

const key = 'pipeline.max-parallelism'

export const maxParallelismChanged: Rule = {
  name: 'maxParallelismChanged',
  severity: 'warning',
  cause:
    'State is divided by the maximum parallelism when it is written. A job with another one cannot restore it.',
  remedy: 'Keep pipeline.max-parallelism as it was.',
  *check({ app, old, flinkConfig }) {
    if (old === undefined || (app.status?.deployHash ?? '') === '') return
    const [before, now] = [flinkConfigOf(old.spec).get(key), flinkConfig.get(key)]
    if (before === now) return
    yield {
      path: pathOfKey(key),
      message: `It changes from ${before ?? 'Flink’s default'} to ${now ?? 'Flink’s default'}, so the state of the running job cannot be restored.`,
    }
  },
}
