import { type EnvVar } from '@flink-operator/api'
import { sayValue } from '../say-value.ts'
import { type Rule } from '../rule.ts'

export const envVarUnfit: Rule = {
  name: 'envVarUnfit',
  severity: 'warning',
  cause: 'Kubernetes refuses pods with such a variable.',
  remedy: 'Correct the variable.',
  *check({ roles }) {
    for (const { path, config } of roles) {
      for (const [index, variable] of (config.envConfig?.env ?? []).entries()) {
        const message = unfitness(variable)
        if (message !== undefined) yield { path: `${path}.envConfig.env[${index}]`, message }
      }
    }
  },
}

function unfitness({ name, value, valueFrom }: EnvVar): string | undefined {
  // Since Kubernetes 1.34 any printable ASCII character but "=" may be in a name.
  if (!/^[\x20-\x3c\x3e-\x7e]+$/.test(name)) return `${sayValue(name)} is no name of a variable.`
  if (valueFrom === undefined) return undefined
  if (value !== undefined && value !== '') return `${name} has both value and valueFrom.`
  const sources = Object.keys(valueFrom).length
  return sources === 1 ? undefined : `valueFrom of ${name} has ${sources} sources, not one.`
}
