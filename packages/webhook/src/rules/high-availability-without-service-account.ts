import { highAvailabilityOf } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

export const highAvailabilityWithoutServiceAccount: Rule = {
  name: 'highAvailabilityWithoutServiceAccount',
  severity: 'warning',
  cause:
    'With high availability by Kubernetes, Flink creates and edits ConfigMaps. The namespace’s own ServiceAccount "default" rarely may.',
  remedy: 'Set serviceAccountName to one that may edit ConfigMaps.',
  *check({ app: { spec }, flinkConfig }) {
    // The class that the names "kubernetes" and "KUBERNETES" stand for may be given, too.
    if (highAvailabilityOf(flinkConfig)?.includes('kubernetes') !== true) return
    if ((spec?.serviceAccountName ?? '') !== '') return
    yield {
      path: 'spec.serviceAccountName',
      message: 'Flink edits ConfigMaps for its high availability, and runs as the ServiceAccount "default".',
    }
  },
}
