import { pathOfKey } from '../flink-config.ts'
import { replacementOf } from '../flink-options.ts'
import { type Rule } from '../rule.ts'

export const flinkConfigKeyTwice: Rule = {
  name: 'flinkConfigKeyTwice',
  severity: 'warning',
  cause:
    'An option is set under its old and its new name with different values. Flink takes that of the new name.',
  remedy: 'Remove the older key.',
  *check({ flinkConfig: config }) {
    for (const [key, value] of config) {
      const newer = replacementOf(key)?.option.key
      const newerValue = newer === undefined ? undefined : config.get(newer)
      if (newer === undefined || newerValue === undefined || newerValue === value) continue
      yield { path: pathOfKey(key), message: `${newer} has another value, and Flink takes that one.` }
    }
  },
}
