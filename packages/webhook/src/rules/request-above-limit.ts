import { parseQuantity } from '../quantity.ts'
import { type Rule } from '../rule.ts'

export const requestAboveLimit: Rule = {
  name: 'requestAboveLimit',
  severity: 'error',
  cause: 'Kubernetes refuses a pod that requests more of a resource than its limit.',
  remedy: 'Raise the limit or lower the request.',
  *check({ roles }) {
    for (const { path, config } of roles) {
      const { requests = {}, limits = {} } = config.resources ?? {}
      for (const [name, request] of Object.entries(requests)) {
        const limit = Object.hasOwn(limits, name) ? limits[name] : undefined
        if (limit === undefined) continue
        const [requested, limited] = [parseQuantity(request), parseQuantity(limit)]
        if (requested === undefined || limited === undefined || requested <= limited) continue
        yield {
          path: `${path}.resources.requests[${name}]`,
          message: `${request} of ${name} are requested, more than the limit of ${limit}.`,
        }
      }
    }
  },
}
