import { pathOfKey } from '../flink-config.ts'
import { isAtLeast } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

export const memorySizeOwned: Rule = {
  name: 'memorySizeOwned',
  severity: 'warning',
  cause:
    'The operator computes the total size of each process from resources.requests.memory and overwrites what flinkConfig says.',
  remedy: 'Remove the key and set resources.requests.memory.',
  *check({ flinkConfig: config, flinkVersion, roles }) {
    const isCurrent = isAtLeast(flinkVersion, 1, 11)
    for (const { name, path } of roles) {
      const key = `${name.toLowerCase()}.${isCurrent ? 'memory.process.size' : 'heap.size'}`
      if (!config.has(key)) continue
      yield {
        path: pathOfKey(key),
        message: `The operator sets ${key} itself, from ${path}.resources.requests.memory.`,
      }
    }
  },
}
