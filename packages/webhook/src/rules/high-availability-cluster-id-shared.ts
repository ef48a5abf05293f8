import { highAvailabilityOf, pathOfKey } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

const key = 'high-availability.cluster-id'

export const highAvailabilityClusterIdShared: Rule = {
  name: 'highAvailabilityClusterIdShared',
  severity: 'warning',
  cause:
    'An update starts the next cluster beside the one that runs. Under one cluster id both share what Flink keeps for high availability: the new one may bring back the old one’s job while that still runs, and what the one cleans up is gone for the other.',
  remedy: 'Remove the key. The operator gives each cluster an id of its own.',
  *check({ flinkConfig: config }) {
    if (!config.has(key) || highAvailabilityOf(config) === undefined) return
    yield { path: pathOfKey(key), message: 'All clusters of the application would have this id.' }
  },
}
