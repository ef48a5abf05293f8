import { expect, test } from 'vitest'
import { createFakeClock } from './testing/fake-clock.ts'
import { startWatchdog } from './watchdog.ts'

test('barks once nothing was heard for long enough', async () => {
  const clock = createFakeClock()
  let barks = 0
  const watchdog = startWatchdog(clock, 100, () => (barks += 1))
  for (let at = 0; at < 10; at += 1) {
    await clock.advance(90)
    watchdog.heard()
  }
  expect(watchdog.isSilent()).toBe(false)
  await clock.advance(99)
  expect(barks).toBe(0)
  await clock.advance(1)
  expect([barks, watchdog.isSilent()]).toEqual([1, true])
})

test('is quiet once stopped', async () => {
  const clock = createFakeClock()
  startWatchdog(clock, 100, () => expect.unreachable()).stop()
  await clock.advance(1000)
  expect(clock.pendingTimers()).toBe(0)
})
