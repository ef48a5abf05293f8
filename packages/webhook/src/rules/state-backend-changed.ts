import { stateBackendOptions } from '@flink-operator/api'
import { firstSet, flinkConfigOf, pathOfKey } from '../flink-config.ts'
import { sayValue } from '../say-value.ts'
import { type Rule } from '../rule.ts'

export const stateBackendChanged: Rule = {
  name: 'stateBackendChanged',
  severity: 'warning',
  cause:
    'Checkpoints, and savepoints in the native format, can be read only by the state backend that wrote them.',
  remedy: 'Make sure that the update goes through a canonical savepoint, which is the default.',
  *check({ deployed, flinkConfig }) {
    if (deployed?.spec === undefined) return
    const before = firstSet(flinkConfigOf(deployed.spec), stateBackendOptions)
    const now = firstSet(flinkConfig, stateBackendOptions)
    const [from, to] = [before?.value ?? 'hashmap', now?.value ?? 'hashmap']
    if (from === to) return
    yield {
      path: pathOfKey(now?.key ?? before?.key ?? 'state.backend'),
      message: `The state backend changes from ${sayValue(from)} to ${sayValue(to)}; checkpoints taken before are useless to it.`,
    }
  },
}
