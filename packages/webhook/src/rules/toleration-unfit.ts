import { type Toleration } from '@flink-operator/api'
import { type Rule } from '../rule.ts'

export const tolerationUnfit: Rule = {
  name: 'tolerationUnfit',
  severity: 'warning',
  cause: 'Kubernetes refuses pods with such a toleration.',
  remedy: 'See kubectl explain pod.spec.tolerations.',
  *check({ roles }) {
    for (const { path, config } of roles) {
      for (const [index, toleration] of (config.tolerations ?? []).entries()) {
        const message = unfitness(toleration)
        if (message !== undefined) yield { path: `${path}.tolerations[${index}]`, message }
      }
    }
  },
}

/** @see ValidateTolerations in k8s.io/kubernetes/pkg/apis/core/validation */
function unfitness(toleration: Toleration): string | undefined {
  const { key = '', operator = '', value = '', effect = '', tolerationSeconds } = toleration
  if (key === '' && operator !== 'Exists') return 'Without a key the operator must be Exists.'
  if (operator === 'Exists' && value !== '') return 'With the operator Exists there must be no value.'
  if (!['', 'Equal', 'Exists', 'Lt', 'Gt'].includes(operator))
    return `The operator ${operator} does not exist.`
  if (!['', 'NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(effect))
    return `The effect ${effect} does not exist.`
  if (tolerationSeconds !== undefined && effect !== 'NoExecute')
    return 'tolerationSeconds needs the effect NoExecute.'
  return undefined
}
