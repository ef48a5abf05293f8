import { parseFlinkVersion } from '../flink-version.ts'
import { sayValue } from '../say-value.ts'
import { type Rule } from '../rule.ts'

export const flinkVersionUnreadable: Rule = {
  name: 'flinkVersionUnreadable',
  severity: 'warning',
  cause:
    'A version that cannot be read counts as older than 1.11, so memory keys are written that later versions do not read.',
  remedy: 'Write it as "1.20", "2.0.1" or "1.20-SNAPSHOT".',
  *check({ app: { spec } }) {
    const text = spec?.flinkVersion ?? ''
    if (text === '' || parseFlinkVersion(text) !== undefined) return
    yield {
      path: 'spec.flinkVersion',
      message: `${sayValue(text)} is no version, so Flink is taken to be older than 1.11.`,
    }
  },
}
