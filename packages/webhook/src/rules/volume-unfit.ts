import { type Volume } from '@flink-operator/api'
import { isDnsLabel } from '../dns.ts'
import { sayValue } from '../say-value.ts'
import { type Rule } from '../rule.ts'

export const volumeUnfit: Rule = {
  name: 'volumeUnfit',
  severity: 'warning',
  cause: 'Kubernetes refuses pods with such a volume.',
  remedy: 'Give the volume a name of lower-case letters, digits and "-", and exactly one source.',
  *check({ app: { spec } }) {
    for (const [index, volume] of (spec?.volumes ?? []).entries()) {
      const message = unfitness(volume)
      if (message !== undefined) yield { path: `spec.volumes[${index}]`, message }
    }
  },
}

function unfitness({ name, ...rest }: Volume): string | undefined {
  if (!isDnsLabel(name)) return `${sayValue(name)} is no name of a volume.`
  const sources = Object.keys(rest).length
  // Without a source a volume is an empty directory.
  return sources <= 1 ? undefined : `The volume ${name} has ${sources} sources.`
}
