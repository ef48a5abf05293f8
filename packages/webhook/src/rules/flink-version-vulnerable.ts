import { isAtLeast } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

export const flinkVersionVulnerable: Rule = {
  name: 'flinkVersionVulnerable',
  severity: 'warning',
  cause:
    'Flink 1.5.1 to 1.11.2 lets anyone who reaches its REST interface write files (CVE-2020-17518), and 1.11.0 to 1.11.2 read them (CVE-2020-17519).',
  remedy: 'Use 1.11.3 or later.',
  *check({ flinkVersion: version }) {
    // "1.11" says nothing about the third number.
    if (version === undefined || version.segments.length < 3 || isAtLeast(version, 1, 11, 3)) return
    if (!isAtLeast(version, 1, 5, 1)) return
    const [hole, what] = isAtLeast(version, 1, 11) ? ['CVE-2020-17519', 'read'] : ['CVE-2020-17518', 'write']
    yield {
      path: 'spec.flinkVersion',
      message: `This version lets anyone who reaches its REST interface ${what} files (${hole}).`,
    }
  },
}
