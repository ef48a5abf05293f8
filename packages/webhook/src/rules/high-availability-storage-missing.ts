import { firstSet, highAvailabilityOf, highAvailabilityStorageKeys } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

export const highAvailabilityStorageMissing: Rule = {
  name: 'highAvailabilityStorageMissing',
  severity: 'warning',
  cause:
    'Flink’s high availability keeps the state of a job outside of its pods and does not start without a directory for it.',
  remedy: 'Set high-availability.storageDir in flinkConfig, unless the image’s own configuration has it.',
  *check({ flinkConfig: config }) {
    if (highAvailabilityOf(config) === undefined) return
    if (firstSet(config, highAvailabilityStorageKeys) !== undefined) return
    yield {
      path: 'spec.flinkConfig[high-availability.storageDir]',
      message: 'High availability is on, and there is no directory for its data.',
    }
  },
}
