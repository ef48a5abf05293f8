import { isLabelKey, isLabelValue } from '../dns.ts'
import { type Rule } from '../rule.ts'

export const nodeSelectorUnfit: Rule = {
  name: 'nodeSelectorUnfit',
  severity: 'warning',
  cause: 'Kubernetes refuses pods whose nodeSelector names a label that no node can have.',
  remedy: 'Correct the label.',
  *check({ roles }) {
    for (const { path, config } of roles) {
      for (const [key, value] of Object.entries(config.nodeSelector ?? {})) {
        if (isLabelKey(key) && isLabelValue(value)) continue
        yield {
          path: `${path}.nodeSelector[${key}]`,
          message: 'No node can have a label of this name and value.',
        }
      }
    }
  },
}
