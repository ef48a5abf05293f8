import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHealth, type Health } from './health.ts'

let health: Health

beforeEach(() => {
  health = createHealth()
})

afterEach(() => {
  health.stop()
})

test('names what is wrong, and nothing when all is well', () => {
  let watch: string | undefined = 'the watch of pods has not moved for 300 s'
  health.addCheck(() => watch)
  health.addCheck(() => undefined)
  expect(health.problems()).toEqual(['the watch of pods has not moved for 300 s'])
  watch = undefined
  expect(health.problems()).toEqual([])
})

test('a loop that stood still shows in the delay, until that has been taken', async () => {
  await new Promise((resolve) => setTimeout(resolve, 30))
  const untilMs = performance.now() + 300
  while (performance.now() < untilMs);
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(health.takeEventLoopDelay().maxMs).toBeGreaterThan(200)
  expect(health.takeEventLoopDelay().maxMs).toBeLessThan(200)
})
