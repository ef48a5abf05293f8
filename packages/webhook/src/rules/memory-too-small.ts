import { isAtLeast, parseFlinkVersion } from '../flink-version.ts'
import { parseQuantity, quantityOfBytes } from '../quantity.ts'
import { rolesOf } from '../roles.ts'
import { type Rule } from '../rule.ts'

const smallestJvm = quantityOfBytes(64 * 1024 * 1024)

export const memoryTooSmall: Rule = {
  name: 'memoryTooSmall',
  severity: 'error',
  cause: 'The container has less memory than a JVM needs to start at all.',
  remedy: 'Request 1Gi or more for a JobManager or TaskManager.',
  *check({ app: { spec } }) {
    if (!isAtLeast(parseFlinkVersion(spec?.flinkVersion), 1, 11)) return
    for (const { path, config } of rolesOf(spec)) {
      const request = config.resources?.requests?.['memory']
      const quantity = request === undefined ? undefined : parseQuantity(request)
      if (request === undefined || quantity === undefined || quantity >= smallestJvm) continue
      yield {
        path: `${path}.resources.requests[memory]`,
        message: `The requested memory ${request} is less than 64Mi, in which no JVM starts.`,
      }
    }
  },
}
