import { pathOfKey } from '../flink-config.ts'
import { replacementOf, spellingBefore } from '../flink-options.ts'
import { isAtLeast } from '../flink-version.ts'
import { type Rule } from '../rule.ts'
import { isOwnedKey } from './flink-config-key-owned.ts'

export const flinkConfigKeyRenamed: Rule = {
  name: 'flinkConfigKeyRenamed',
  severity: 'warning',
  cause: 'The key has a newer name in this version of Flink and may cease to be read in the next.',
  remedy: 'Rename it together with the next change: that alone would redeploy the job.',
  *check({ flinkConfig: config, flinkVersion: version }) {
    if (version === undefined) return
    for (const key of config.keys()) {
      const replacement = replacementOf(key)
      if (replacement === undefined || !replacement.majors.includes(version.major)) continue
      const newer = replacement.option.key
      if (isOwnedKey(key) || config.has(newer)) continue
      const minor = spellingBefore(newer)?.minor ?? 0
      if (!isAtLeast(version, 1, minor)) continue
      yield {
        path: pathOfKey(key),
        message: `Flink ${version.segments.join('.')} calls it ${newer}.`,
      }
    }
  },
}
