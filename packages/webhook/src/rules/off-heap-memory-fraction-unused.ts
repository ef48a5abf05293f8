import { isAtLeast } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

export const offHeapMemoryFractionUnused: Rule = {
  name: 'offHeapMemoryFractionUnused',
  severity: 'error',
  cause:
    'Flink 1.11 and later size the whole process, not the heap. The fraction for older versions is ignored; the original operator then gives the pods no Flink configuration at all.',
  remedy: 'Use systemMemoryFraction instead.',
  *check({ flinkVersion, roles }) {
    if (!isAtLeast(flinkVersion, 1, 11)) return
    for (const { path, config } of roles) {
      if (config.offHeapMemoryFraction === undefined) continue
      yield {
        path: `${path}.offHeapMemoryFraction`,
        message: 'offHeapMemoryFraction has no meaning for Flink 1.11 and newer.',
      }
    }
  },
}
