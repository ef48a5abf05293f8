import { isDnsName } from '../dns.ts'
import { sayValue } from '../say-value.ts'
import { type Rule } from '../rule.ts'

export const serviceAccountNameUnfit: Rule = {
  name: 'serviceAccountNameUnfit',
  severity: 'warning',
  cause: 'Kubernetes refuses pods with a ServiceAccount that cannot exist.',
  remedy: 'Give the name of a ServiceAccount in the same namespace.',
  *check({ app: { spec } }) {
    const name = spec?.serviceAccountName ?? ''
    if (name === '' || isDnsName(name)) return
    yield { path: 'spec.serviceAccountName', message: `No ServiceAccount can be called ${sayValue(name)}.` }
  },
}
