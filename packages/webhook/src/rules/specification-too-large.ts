import { type Rule } from '../rule.ts'

const maxBytes = 256 * 1024

export const specificationTooLarge: Rule = {
  name: 'specificationTooLarge',
  severity: 'error',
  cause:
    'The specification is copied into Deployments and, by kubectl apply, into an annotation. Kubernetes holds neither of that size.',
  remedy: 'Move large values to a ConfigMap or into the image.',
  isHarmlessOnceStored: true,
  *check({ app: { spec } }) {
    const bytes = spec === undefined ? 0 : Buffer.byteLength(JSON.stringify(spec))
    if (bytes <= maxBytes) return
    yield { path: 'spec', message: `The specification has ${Math.ceil(bytes / 1024)} KiB, more than 256.` }
  },
}
