import { flinkConfigOf, pathOfKey } from '../flink-config.ts'
import { replacementOf } from '../flink-options.ts'
import { isAtLeast, parseFlinkVersion } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

export const flinkConfigKeyIsParent: Rule = {
  name: 'flinkConfigKeyIsParent',
  severity: 'warning',
  cause:
    'The configuration file of Flink 1.19 and later is YAML, in which a key cannot have both a value and keys below it.',
  remedy: 'Use the newer name, which ends in .type or .all.',
  *check({ app: { spec } }) {
    if (!isAtLeast(parseFlinkVersion(spec?.flinkVersion), 1, 19)) return
    const keys = [...flinkConfigOf(spec).keys()]
    for (const key of keys) {
      const child = keys.find((other) => other.startsWith(`${key}.`))
      if (child === undefined) continue
      const newer = replacementOf(key)?.option.key
      yield {
        path: pathOfKey(key),
        message: `It has a value, and ${child} is below it.`,
        ...(newer === undefined ? { remedy: 'Remove one of the two.' } : { remedy: `Use ${newer}.` }),
      }
    }
  },
}
