import { pathOfKey } from '../flink-config.ts'
import { isAtLeast } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

export const flinkConfigCutAtHash: Rule = {
  name: 'flinkConfigCutAtHash',
  severity: 'warning',
  cause: 'Flink before 1.19 takes "#" for the start of a comment, even inside a value.',
  remedy: 'Write the value without "#".',
  *check({ flinkConfig, flinkVersion: version }) {
    if (version === undefined || isAtLeast(version, 1, 19)) return
    for (const [key, value] of flinkConfig) {
      if (!value.includes('#')) continue
      yield { path: pathOfKey(key), message: 'Flink reads this value only up to the "#" in it.' }
    }
  },
}
