import { isAtLeast } from '../flink-version.ts'
import { memoryOf } from '../memory.ts'
import { quantityOfBytes } from '../quantity.ts'
import { type Rule } from '../rule.ts'

const smallestJvm = quantityOfBytes(64 * 1024 * 1024)

export const memoryTooSmall: Rule = {
  name: 'memoryTooSmall',
  severity: 'error',
  cause: 'The container has less memory than a JVM needs to start at all.',
  remedy: 'Request 1Gi or more for a JobManager or TaskManager.',
  *check({ flinkVersion, roles }) {
    if (!isAtLeast(flinkVersion, 1, 11)) return
    for (const role of roles) {
      const memory = memoryOf(role)
      if (memory === undefined || memory.nanos >= smallestJvm) continue
      yield {
        path: memory.path,
        message: `The memory ${memory.text} is less than 64Mi, in which no JVM starts.`,
      }
    }
  },
}
