import { expect, test } from 'vitest'
import { createBackOff } from './back-off.ts'
import { createFakeClock } from './testing/fake-clock.ts'

test('pauses double up to the longest, and begin anew after a success', () => {
  const backOff = createBackOff({ minMs: 200, maxMs: 1000, clock: createFakeClock({ random: () => 0 }) })
  expect([backOff.next(), backOff.next(), backOff.next(), backOff.next(), backOff.next()]).toEqual([
    200, 400, 800, 1000, 1000,
  ])
  backOff.reset()
  expect(backOff.next()).toBe(200)
})

test('a pause is shortened by up to half at random, but not below what the server asked', () => {
  const backOff = createBackOff({ minMs: 200, maxMs: 1000, clock: createFakeClock({ random: () => 1 }) })
  expect(backOff.next()).toBe(100)
  expect(backOff.next(5000)).toBe(5000)
})
