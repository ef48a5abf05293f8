import { isAtLeast } from '../flink-version.ts'
import { smallestJvm } from '../memory.ts'
import { type Rule } from '../rule.ts'

export const memoryTooSmall: Rule = {
  name: 'memoryTooSmall',
  severity: 'error',
  cause: 'The container has less memory than a JVM needs to start at all.',
  remedy: 'Request 1Gi or more for a JobManager or TaskManager.',
  *check({ flinkVersion, roles }) {
    if (!isAtLeast(flinkVersion, 1, 11)) return
    for (const { memory } of roles) {
      if (memory === undefined || memory.nanos >= smallestJvm) continue
      yield {
        path: memory.path,
        message: `The memory ${memory.text} is less than 64Mi, in which no JVM starts.`,
      }
    }
  },
}
