import { pathOfKey } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

export const restorePathConfigured: Rule = {
  name: 'restorePathConfigured',
  severity: 'warning',
  cause:
    'With a savepoint in the configuration of the cluster, every job that starts without another one restores from it, also much later.',
  remedy: 'Remove the key and set spec.savepointPath, which is for the first deployment only.',
  *check({ flinkConfig: config }) {
    for (const key of ['execution.savepoint.path', 'execution.state-recovery.path']) {
      if ((config.get(key) ?? '') === '') continue
      yield {
        path: pathOfKey(key),
        message: 'Every start that has no state of its own would restore from this savepoint.',
      }
    }
  },
}
