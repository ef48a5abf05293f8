import { type FlinkApplicationSpec } from '@flink-operator/api'
import { type Rule } from '../rule.ts'

type PortField = 'rpcPort' | 'blobPort' | 'queryPort' | 'uiPort' | 'metricsQueryPort'

export const defaultPorts: Readonly<Record<PortField, number>> = {
  rpcPort: 6123,
  blobPort: 6125,
  queryPort: 6124,
  uiPort: 8081,
  metricsQueryPort: 50101,
}

export const portsCollide: Rule = {
  name: 'portsCollide',
  severity: 'error',
  cause:
    'Two endpoints of the JobManager have the same port. Kubernetes refuses the Service, so the cluster never starts.',
  remedy: 'Give each of rpcPort, blobPort, queryPort, uiPort and metricsQueryPort a number of its own.',
  *check({ app: { spec } }) {
    if (spec === undefined) return
    const owners = new Map<number, PortField>()
    for (const field of Object.keys(defaultPorts) as PortField[]) {
      const port = portOf(spec, field)
      const other = owners.get(port)
      if (other === undefined) {
        owners.set(port, field)
        continue
      }
      // The field that the user wrote is the one to point at.
      const [at, beside] = spec[field] === undefined ? [other, field] : [field, other]
      yield { path: `spec.${at}`, message: `Port ${port} is also that of ${beside}.` }
    }
  },
}

function portOf(spec: FlinkApplicationSpec, field: PortField): number {
  return spec[field] ?? defaultPorts[field]
}
