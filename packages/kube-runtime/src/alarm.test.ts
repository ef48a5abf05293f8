import { expect, test } from 'vitest'
import { createAlarm } from './alarm.ts'
import { createFakeClock } from './testing/fake-clock.ts'

const clock = createFakeClock()
const never = new AbortController().signal

test.each([
  ['wakes who sleeps', false],
  ['wakes who is about to sleep', true],
])('%s', async (_, ringsFirst) => {
  const alarm = createAlarm(clock)
  if (ringsFirst) alarm.ring()
  const slept = alarm.sleep(1000, never)
  if (!ringsFirst) alarm.ring()
  await slept
  expect(clock.pendingTimers()).toBe(0)
})

test('wakes only once', async () => {
  const alarm = createAlarm(clock)
  alarm.ring()
  await alarm.sleep(1000, never)
  let isAwake = false
  void alarm.sleep(1000, never).then(() => (isAwake = true))
  await clock.advance(999)
  expect(isAwake).toBe(false)
  await clock.advance(1)
  expect(isAwake).toBe(true)
})

test('a sleep ends with the signal', async () => {
  const stop = new AbortController()
  const slept = createAlarm(clock).sleep(1000, stop.signal)
  stop.abort(new Error('stopping'))
  await expect(slept).rejects.toThrow('stopping')
  expect(clock.pendingTimers()).toBe(0)
})
