import { expect, test } from 'vitest'
import { logWatchFailures } from './log-failures.ts'

test('what fails again and again in the same way is warned of ever more rarely, and then every quarter of an hour', () => {
  const warnedAt: number[] = []
  const seen: number[] = []
  const log = {
    warn: ({ inARow }: { inARow: number }) => warnedAt.push(inARow),
    debug: ({ inARow }: { inARow: number }) => seen.push(inARow),
  }
  const told = logWatchFailures(log as never)
  for (let inARow = 1; inARow <= 200; inARow += 1) told(new Error('403 Forbidden'), inARow)
  expect(warnedAt).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 192])
  expect(seen).toHaveLength(200 - warnedAt.length)
})
