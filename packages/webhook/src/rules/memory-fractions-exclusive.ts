import { type Rule } from '../rule.ts'

export const memoryFractionsExclusive: Rule = {
  name: 'memoryFractionsExclusive',
  severity: 'error',
  cause:
    'offHeapMemoryFraction is for Flink before 1.11 and systemMemoryFraction for 1.11 and later; the other one is ignored. The original operator then gives the pods no Flink configuration at all.',
  remedy: 'Keep systemMemoryFraction for Flink 1.11 and newer, offHeapMemoryFraction for older ones.',
  *check({ roles }) {
    for (const { path, config } of roles) {
      if (config.offHeapMemoryFraction === undefined || config.systemMemoryFraction === undefined) continue
      yield { path, message: 'No version of Flink uses both offHeapMemoryFraction and systemMemoryFraction.' }
    }
  },
}
