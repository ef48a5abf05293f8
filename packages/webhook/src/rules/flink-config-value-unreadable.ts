import { pathOfKey } from '../flink-config.ts'
import { optionSetBy } from '../flink-options.ts'
import { unreadableAs } from '../flink-values.ts'
import { isAtLeast } from '../flink-version.ts'
import { sayValue } from '../say-value.ts'
import { type Rule } from '../rule.ts'

export const flinkConfigValueUnreadable: Rule = {
  name: 'flinkConfigValueUnreadable',
  severity: 'error',
  cause:
    'Flink stops at the start, or fails the job, when a value cannot be read as what its option is. An error from Flink 1.11 on; where the value is one of several names, from 1.20 on, since older versions may know others. Before that a warning.',
  remedy: 'Correct the value.',
  *check({ flinkConfig, flinkVersion }) {
    for (const [key, value] of flinkConfig) {
      const option = optionSetBy(key)
      if (option === undefined) continue
      const expected = unreadableAs(option, value)
      if (expected === undefined) continue
      yield {
        path: pathOfKey(key),
        message: `Flink expects ${expected} here, not ${sayValue(value)}.`,
        severity: isAtLeast(flinkVersion, 1, option.type === 'enum' ? 20 : 11) ? 'error' : 'warning',
      }
    }
  },
}
