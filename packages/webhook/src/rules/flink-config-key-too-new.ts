import { pathOfKey } from '../flink-config.ts'
import { spellingBefore } from '../flink-options.ts'
import { isAtLeast } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

export const flinkConfigKeyTooNew: Rule = {
  name: 'flinkConfigKeyTooNew',
  severity: 'warning',
  cause: 'The key is a newer name that this version of Flink does not read yet.',
  remedy: 'Use the older name.',
  *check({ app: { spec }, flinkConfig, flinkVersion: version }) {
    if (version === undefined) return
    for (const key of flinkConfig.keys()) {
      const before = spellingBefore(key)
      if (before === undefined || isAtLeast(version, 1, before.minor)) continue
      yield {
        path: pathOfKey(key),
        message: `Flink reads ${key} from 1.${before.minor} on, and flinkVersion is ${spec?.flinkVersion ?? ''}.`,
        remedy: `Use ${before.older}.`,
      }
    }
  },
}
