import { pathOfKey } from '../flink-config.ts'
import { replacementOf } from '../flink-options.ts'
import { isAtLeast } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

export const flinkConfigKeyIsParent: Rule = {
  name: 'flinkConfigKeyIsParent',
  severity: 'warning',
  cause:
    'The configuration file of Flink 1.19 and later is YAML, in which a key cannot have both a value and keys below it.',
  remedy: 'Use the newer name, which ends in .type or .all.',
  *check({ flinkConfig, flinkVersion }) {
    if (!isAtLeast(flinkVersion, 1, 19)) return
    const firstBelow = new Map<string, string>()
    for (const key of flinkConfig.keys()) {
      for (let dot = key.indexOf('.'); dot !== -1; dot = key.indexOf('.', dot + 1)) {
        const parent = key.slice(0, dot)
        if (flinkConfig.has(parent) && !firstBelow.has(parent)) firstBelow.set(parent, key)
      }
    }
    for (const [key, child] of firstBelow) {
      const newer = replacementOf(key)?.option.key
      yield {
        path: pathOfKey(key),
        message: `It has a value, and ${child} is below it.`,
        ...(newer === undefined ? { remedy: 'Remove one of the two.' } : { remedy: `Use ${newer}.` }),
      }
    }
  },
}
