import { maxParallelismOption as key } from '@flink-operator/api'
import { flinkConfigOf, pathOfKey } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

export const maxParallelismChanged: Rule = {
  name: 'maxParallelismChanged',
  severity: 'warning',
  cause:
    'State is divided by the maximum parallelism when it is written. A job with another one cannot restore it.',
  remedy: 'Keep pipeline.max-parallelism as it was.',
  *check({ deployed, flinkConfig }) {
    if (deployed?.spec === undefined) return
    const [before, now] = [flinkConfigOf(deployed.spec).get(key), flinkConfig.get(key)]
    if (before === now) return
    yield {
      path: pathOfKey(key),
      message: `It changes from ${before ?? 'Flink’s default'} to ${now ?? 'Flink’s default'}, so the state of the running job cannot be restored.`,
    }
  },
}
