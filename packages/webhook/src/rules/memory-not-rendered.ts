import { isAtLeast } from '../flink-version.ts'
import { isLostOnFlink } from '../quantity.ts'
import { type Rule } from '../rule.ts'

export const memoryNotRendered: Rule = {
  name: 'memoryNotRendered',
  severity: 'warning',
  cause:
    'The memory of the Flink process is computed from resources.requests.memory. Without it, or with a fraction in it, the size comes out as 0 and Flink does not start. From Flink 1.11 on, a value that is lost this way is an error.',
  remedy: 'Request memory as a whole number, for instance 1536Mi instead of 1.5Gi.',
  *check({ flinkVersion, roles }) {
    const isCurrent = isAtLeast(flinkVersion, 1, 11)
    for (const { name, path, config } of roles) {
      if (config.resources === undefined) continue
      const request = config.resources.requests?.['memory']
      if (request === undefined) {
        yield {
          path: `${path}.resources.requests[memory]`,
          message: `No memory is requested, so the ${name} process is told to use 0 bytes.`,
        }
      } else if (isLostOnFlink(request)) {
        yield {
          path: `${path}.resources.requests[memory]`,
          message: `From ${request} no whole number of bytes can be read, so the ${name} process is told to use 0 bytes.`,
          severity: isCurrent ? 'error' : 'warning',
        }
      }
    }
  },
}
