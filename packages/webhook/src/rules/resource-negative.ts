import { parseQuantity } from '../quantity.ts'
import { type Rule } from '../rule.ts'

export const resourceNegative: Rule = {
  name: 'resourceNegative',
  severity: 'error',
  cause: 'Kubernetes refuses a pod with a negative resource.',
  remedy: 'Give a positive quantity.',
  *check({ roles }) {
    for (const { path, config } of roles) {
      const { requests = {}, limits = {} } = config.resources ?? {}
      for (const [kind, resources] of [
        ['requests', requests],
        ['limits', limits],
      ] as const) {
        for (const [name, quantity] of Object.entries(resources)) {
          // Most quantities need not be read for this.
          if (!String(quantity).includes('-')) continue
          const nanos = parseQuantity(quantity)
          if (nanos === undefined || nanos >= 0n) continue
          yield {
            path: `${path}.resources.${kind}[${name}]`,
            message: `${quantity} of ${name} is less than nothing.`,
          }
        }
      }
    }
  },
}
