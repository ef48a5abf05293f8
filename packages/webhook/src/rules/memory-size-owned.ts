import { flinkConfigOf, pathOfKey } from '../flink-config.ts'
import { isAtLeast, parseFlinkVersion } from '../flink-version.ts'
import { rolesOf } from '../roles.ts'
import { type Rule } from '../rule.ts'

export const memorySizeOwned: Rule = {
  name: 'memorySizeOwned',
  severity: 'warning',
  cause:
    'The operator computes the total size of each process from resources.requests.memory and overwrites what flinkConfig says.',
  remedy: 'Remove the key and set resources.requests.memory.',
  *check({ app: { spec } }) {
    const config = flinkConfigOf(spec)
    const isCurrent = isAtLeast(parseFlinkVersion(spec?.flinkVersion), 1, 11)
    for (const { name, path } of rolesOf(spec)) {
      const key = `${name.toLowerCase()}.${isCurrent ? 'memory.process.size' : 'heap.size'}`
      if (!config.has(key)) continue
      yield {
        path: pathOfKey(key),
        message: `The operator sets ${key} itself, from ${path}.resources.requests.memory.`,
      }
    }
  },
}
