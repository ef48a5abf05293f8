import { afterEach, expect, test, vi } from 'vitest'
import { systemClock } from './clock.ts'
import { createSpan } from './request.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

test.each([-3_600_000, 3_600_000])('a time of day that jumps by %i ms moves no deadline', (stepMs) => {
  const span = createSpan({ clock: systemClock, timeoutMs: 5_000 }, undefined, 60_000)
  const nowMs = Date.now()
  vi.spyOn(Date, 'now').mockReturnValue(nowMs + stepMs)
  const { timeoutMs } = span.rest
  expect(timeoutMs).toBeGreaterThan(30_000)
  expect(timeoutMs).toBeLessThanOrEqual(60_000)
})

test('what users are told of elapsed time is in whole milliseconds', () => {
  expect(Number.isInteger(systemClock.nowMs())).toBe(true)
})
