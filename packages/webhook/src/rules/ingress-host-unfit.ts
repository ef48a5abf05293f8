import { isDnsLabel, isDnsName } from '../dns.ts'
import { sayValue } from '../say-value.ts'
import { type Rule } from '../rule.ts'

export const ingressHostUnfit: Rule = {
  name: 'ingressHostUnfit',
  severity: 'error',
  cause:
    'The host that the operator’s ingressUrlFormat makes of the name of the application is no host name. Kubernetes refuses the Ingress.',
  remedy:
    'Shorten the name of the application, or ask whoever runs the operator to correct ingressUrlFormat.',
  *check({ app: { metadata, spec }, settings: { ingressUrlFormat } }) {
    if (ingressUrlFormat === '' || metadata.name === '') return
    // The longer of the two colours.
    const name = spec?.deploymentMode === 'BlueGreen' ? `${metadata.name}-green` : metadata.name
    const host = ingressUrlFormat.replaceAll('{{$jobCluster}}', name)
    if (isDnsName(host) && host.split('.').every(isDnsLabel)) return
    yield {
      path: 'metadata.name',
      message: `Its Ingress would have the host ${sayValue(host)}, which is none.`,
    }
  },
}
