import { pathOfKey } from '../flink-config.ts'
import { flinkOption, isFlinksOwn, replacementOf, similarKey } from '../flink-options.ts'
import { isAtLeast } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

/** Looking for similar keys takes time; a configuration that is wrong throughout needs no more hints. */
const maxSuggestions = 5

export const flinkConfigKeyUnknown: Rule = {
  name: 'flinkConfigKeyUnknown',
  severity: 'warning',
  cause: 'Flink ignores a key that it does not know without a word.',
  remedy: 'Look the key up in Flink’s configuration reference.',
  *check({ flinkConfig, flinkVersion }) {
    let suggestions = 0
    const major = isAtLeast(flinkVersion, 2) ? 2 : 1
    for (const key of flinkConfig.keys()) {
      if (flinkOption(key) !== undefined || replacementOf(key) !== undefined || !isFlinksOwn(key)) continue
      const similar = suggestions++ < maxSuggestions && key.length <= 100 ? similarKey(key, major) : undefined
      yield {
        path: pathOfKey(key),
        message: 'Flink has no option of this name and ignores it.',
        ...(similar === undefined ? {} : { remedy: `Did you mean ${similar}?` }),
      }
    }
  },
}
