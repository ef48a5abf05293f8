import { pathOfKey } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

export const flinkConfigLineBreak: Rule = {
  name: 'flinkConfigLineBreak',
  severity: 'warning',
  cause:
    'The Flink configuration has one entry a line. What follows a line break becomes a line of its own: lost, or an entry that nobody sees here, which is refused.',
  remedy: 'Remove the line break.',
  isHarmlessOnceStored: true,
  *check({ flinkConfig }) {
    for (const [key, value] of flinkConfig) {
      if (/[\r\n]/.test(key)) {
        yield { path: pathOfKey(key), message: 'The key holds a line break.', severity: 'error' }
      } else if (/[\r\n]/.test(value)) {
        const isEntry = /[\r\n]\s*[^\s:]+:\s/.test(value)
        yield {
          path: pathOfKey(key),
          message: isEntry
            ? 'The value holds a line break, and what follows it would become an entry of its own.'
            : 'The value holds a line break, and Flink loses what follows it.',
          severity: isEntry ? 'error' : 'warning',
        }
      }
    }
  },
}
