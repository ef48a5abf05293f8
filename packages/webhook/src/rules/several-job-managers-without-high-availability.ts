import { highAvailabilityOf } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

export const severalJobManagersWithoutHighAvailability: Rule = {
  name: 'severalJobManagersWithoutHighAvailability',
  severity: 'warning',
  cause:
    'Without high availability each JobManager is a cluster of its own. The TaskManagers and the operator reach now the one, now the other.',
  remedy: 'Set replicas to 1, or turn on high-availability in flinkConfig.',
  *check({ app: { spec }, flinkConfig }) {
    const replicas = spec?.jobManagerConfig?.replicas ?? 1
    if (replicas <= 1 || highAvailabilityOf(flinkConfig) !== undefined) return
    yield {
      path: 'spec.jobManagerConfig.replicas',
      message: `${replicas} JobManagers would not know of each other.`,
    }
  },
}
