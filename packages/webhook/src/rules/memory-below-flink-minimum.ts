import { isAtLeast } from '../flink-version.ts'
import { isLostOnFlink, parseQuantity, quantityOfBytes } from '../quantity.ts'
import { type Role } from '../roles.ts'
import { type Rule } from '../rule.ts'

/**
 * The smallest process that Flink can divide by its defaults into heap, metaspace, overhead and, at a TaskManager,
 * managed and network memory. Measured with `JobManagerProcessUtils` and `TaskExecutorProcessUtils` of Flink 1.20.5.
 */
const minimumMebibytes: Readonly<Record<Role['name'], number>> = { JobManager: 577, TaskManager: 982 }

const defaultMemory: Readonly<Record<Role['name'], string>> = { JobManager: '3072Mi', TaskManager: '1024Mi' }

const nanosPerMebibyte = 1024 * 1024 * 1e9

export const memoryBelowFlinkMinimum: Rule = {
  name: 'memoryBelowFlinkMinimum',
  severity: 'warning',
  cause:
    'The size that the operator gives the Flink process is less than the parts that Flink never goes without add up to, so it stops at the start.',
  remedy: 'Request more memory, unless the image or flinkConfig sets the single parts.',
  *check({ flinkConfig: config, flinkVersion, roles }) {
    if (!isAtLeast(flinkVersion, 1, 11)) return
    for (const role of roles) {
      const prefix = `${role.name.toLowerCase()}.memory.`
      // Whoever sets single parts has their own sum.
      if ([...config.keys()].some((key) => key.startsWith(prefix))) continue
      const { resources, systemMemoryFraction } = role.config
      const request = resources === undefined ? defaultMemory[role.name] : resources.requests?.['memory']
      const nanos = request === undefined || isLostOnFlink(request) ? undefined : parseQuantity(request)
      if (nanos === undefined) continue
      const mebibytes = Math.floor((Number(nanos) / nanosPerMebibyte) * (1 - (systemMemoryFraction ?? 0.2)))
      const minimum = minimumMebibytes[role.name]
      // Of less than 64 MiB, memoryTooSmall tells.
      if (mebibytes >= minimum || nanos < quantityOfBytes(64 * 1024 * 1024)) continue
      yield {
        path: resources === undefined ? `${role.path}.resources` : `${role.path}.resources.requests[memory]`,
        message: `The ${role.name} process gets ${mebibytes} MiB, and by its defaults Flink needs ${minimum} MiB or more.`,
      }
    }
  },
}
