import { isAtLeast } from '../flink-version.ts'
import { parseQuantity, quantityOfBytes } from '../quantity.ts'
import { type Rule } from '../rule.ts'

const smallestJvm = quantityOfBytes(64 * 1024 * 1024)

export const memoryTooSmall: Rule = {
  name: 'memoryTooSmall',
  severity: 'error',
  cause: 'The container has less memory than a JVM needs to start at all.',
  remedy: 'Request 1Gi or more for a JobManager or TaskManager.',
  *check({ flinkVersion, roles }) {
    if (!isAtLeast(flinkVersion, 1, 11)) return
    for (const { path, config } of roles) {
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
