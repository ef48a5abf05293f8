import { firstSet, highAvailabilityKeys, pathOfKey } from '../flink-config.ts'
import { sayValue } from '../say-value.ts'
import { type Rule } from '../rule.ts'

export const highAvailabilityTypeUnknown: Rule = {
  name: 'highAvailabilityTypeUnknown',
  severity: 'warning',
  cause:
    'Flink knows the kinds none, zookeeper and kubernetes, and class names. It does not start with another.',
  remedy: 'Use kubernetes, zookeeper or none.',
  *check({ flinkConfig }) {
    const set = firstSet(flinkConfig, highAvailabilityKeys)
    if (set === undefined || /^(none|zookeeper|kubernetes|filesystem)$/i.test(set.value)) return
    if (set.value.includes('$') || /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(set.value)) return
    yield { path: pathOfKey(set.key), message: `${sayValue(set.value)} is no kind of high availability.` }
  },
}
