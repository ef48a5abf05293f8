import { describe, expect, test } from 'vitest'
import { parseDurationMs } from './duration.ts'

describe('a Go duration', () => {
  test.each([
    ['30s', 30_000],
    ['100ms', 100],
    ['1h30m', 5_400_000],
    ['1.5m', 90_000],
    ['0s', 0],
    ['2m0.5s', 120_500],
    ['30000000000', 30_000],
    [30_000_000_000, 30_000],
  ])('%s is %d ms', (text, want) => {
    expect(parseDurationMs(text)).toBe(want)
  })

  test.each(['', 's', '5 m', 'fast', '-5s', '5m?', '1d'])('%j is none', (text) => {
    expect(parseDurationMs(text)).toBeUndefined()
  })
})
