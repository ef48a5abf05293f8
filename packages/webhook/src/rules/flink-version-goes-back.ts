import { parseFlinkVersion } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

export const flinkVersionGoesBack: Rule = {
  name: 'flinkVersionGoesBack',
  severity: 'warning',
  cause: 'Flink cannot restore from a savepoint that a later version wrote.',
  remedy: 'Start from a savepoint of the older version, in a FlinkApplication of another name.',
  *check({ deployed, flinkVersion }) {
    if (deployed?.spec === undefined) return
    const [before, now] = [parseFlinkVersion(deployed.spec.flinkVersion), flinkVersion]
    if (before === undefined || now === undefined) return
    if (now.major > before.major || (now.major === before.major && now.minor >= before.minor)) return
    yield {
      path: 'spec.flinkVersion',
      message: `Flink ${now.major}.${now.minor} cannot restore the state that ${before.major}.${before.minor} writes.`,
    }
  },
}
