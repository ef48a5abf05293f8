import { isAtLeast } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

export const systemMemoryFractionUnused: Rule = {
  name: 'systemMemoryFractionUnused',
  severity: 'warning',
  cause:
    'Flink before 1.11 sizes the heap, not the whole process. The fraction for later versions is ignored; the original operator then gives the pods no Flink configuration at all.',
  remedy: 'Set flinkVersion to that of the image, or use offHeapMemoryFraction.',
  *check({ app: { spec }, flinkVersion, roles }) {
    if (isAtLeast(flinkVersion, 1, 11)) return
    for (const { path, config } of roles) {
      if (config.systemMemoryFraction === undefined || config.offHeapMemoryFraction !== undefined) continue
      yield {
        path: `${path}.systemMemoryFraction`,
        message: `systemMemoryFraction has no meaning for Flink before 1.11, and flinkVersion is ${spec?.flinkVersion ?? 'not given'}.`,
      }
    }
  },
}
