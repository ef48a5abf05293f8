import { type Rule } from '../rule.ts'

export const volumeMountWithoutVolume: Rule = {
  name: 'volumeMountWithoutVolume',
  severity: 'warning',
  cause: 'Kubernetes refuses pods that mount a volume which is not there.',
  remedy: 'Add the volume to spec.volumes, or correct the name.',
  *check({ app: { spec } }) {
    const names = new Set((spec?.volumes ?? []).map(({ name }) => name))
    for (const [index, { name }] of (spec?.volumeMounts ?? []).entries()) {
      if (names.has(name)) continue
      yield { path: `spec.volumeMounts[${index}].name`, message: `No volume is called ${name}.` }
    }
  },
}
