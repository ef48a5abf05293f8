import { flinkConfigOf, pathOfKey } from '../flink-config.ts'
import { isAtLeast, parseFlinkVersion } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

export const flinkConfigCutAtHash: Rule = {
  name: 'flinkConfigCutAtHash',
  severity: 'warning',
  cause: 'Flink before 1.19 takes "#" for the start of a comment, even inside a value.',
  remedy: 'Write the value without "#".',
  *check({ app: { spec } }) {
    const version = parseFlinkVersion(spec?.flinkVersion)
    if (version === undefined || isAtLeast(version, 1, 19)) return
    for (const [key, value] of flinkConfigOf(spec)) {
      if (!value.includes('#')) continue
      yield { path: pathOfKey(key), message: 'Flink reads this value only up to the "#" in it.' }
    }
  },
}
