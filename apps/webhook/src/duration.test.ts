import { expect, test } from 'vitest'
import { parseDurationMs } from './duration.ts'

test.each([
  ['168h', 604_800_000],
  ['1m30s', 90_000],
  ['1.5s', 1_500],
  ['250ms', 250],
  ['5', undefined],
  ['', undefined],
  ['5 s', undefined],
  ['-5s', undefined],
])('%s is %s ms', (text, ms) => {
  expect(parseDurationMs(text)).toBe(ms)
})
