import { flinkConfigOf, pathOfKey } from '../flink-config.ts'
import { replacementOf, spellingBefore } from '../flink-options.ts'
import { isAtLeast, parseFlinkVersion } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

export const flinkConfigKeyRenamed: Rule = {
  name: 'flinkConfigKeyRenamed',
  severity: 'warning',
  cause: 'The key has a newer name in this version of Flink and may cease to be read in the next.',
  remedy: 'Use the newer name.',
  *check({ app: { spec } }) {
    const version = parseFlinkVersion(spec?.flinkVersion)
    if (version === undefined) return
    for (const key of flinkConfigOf(spec).keys()) {
      const replacement = replacementOf(key)
      if (replacement === undefined || !replacement.majors.includes(version.major)) continue
      const newer = replacement.option.key
      const minor = spellingBefore(newer)?.minor ?? 0
      if (!isAtLeast(version, 1, minor)) continue
      yield {
        path: pathOfKey(key),
        message: `In Flink ${version.segments.join('.')} this option is called ${newer}.`,
        remedy: `Use ${newer}; but rename keys together with another change, because it redeploys the job.`,
      }
    }
  },
}
