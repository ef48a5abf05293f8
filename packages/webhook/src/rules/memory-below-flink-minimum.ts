import { isAtLeast } from '../flink-version.ts'
import { smallestJvm } from '../memory.ts'
import { type Role } from '../roles.ts'
import { type Rule } from '../rule.ts'

/**
 * The smallest process that Flink can divide by its defaults into heap, metaspace, overhead and, at a TaskManager,
 * managed and network memory. Measured with `JobManagerProcessUtils` and `TaskExecutorProcessUtils` of Flink 1.20.5.
 */
const minimumMebibytes: Readonly<Record<Role['name'], number>> = { JobManager: 577, TaskManager: 982 }

const nanosPerMebibyte = 1024 * 1024 * 1e9

export const memoryBelowFlinkMinimum: Rule = {
  name: 'memoryBelowFlinkMinimum',
  severity: 'warning',
  cause:
    'The size that the operator gives the Flink process is less than the parts that Flink never goes without add up to, so it stops at the start.',
  remedy: 'Request more memory, unless the image or flinkConfig sets the single parts.',
  *check({ flinkConfig, flinkVersion, roles }) {
    if (!isAtLeast(flinkVersion, 1, 11)) return
    for (const { name, memory, config } of roles) {
      if (memory === undefined) continue
      const fraction = config.systemMemoryFraction ?? 0.2
      const mebibytes = Math.floor((Number(memory.nanos) / nanosPerMebibyte) * (1 - fraction))
      const minimum = minimumMebibytes[name]
      // Of less than 64 MiB, memoryTooSmall tells.
      if (mebibytes >= minimum || memory.nanos < smallestJvm) continue
      // Whoever sets single parts has their own sum.
      const prefix = `${name.toLowerCase()}.memory.`
      if ([...flinkConfig.keys()].some((key) => key.startsWith(prefix))) continue
      yield {
        path: memory.path,
        message: `The ${name} process gets ${mebibytes} MiB, and by its defaults Flink needs ${minimum} MiB or more.`,
      }
    }
  },
}
