import { describe, expect, test } from 'vitest'
import { type Clock, systemClock } from './clock.ts'
import { createFakeClock } from './testing/fake-clock.ts'

const fakeClock = createFakeClock()

/** What every clock does, the one that tests move included. */
const clocks: [string, Clock, (byMs: number) => Promise<void>][] = [
  ['the system’s', systemClock, (byMs) => new Promise((resolve) => setTimeout(resolve, byMs + 20))],
  ['the fake one', fakeClock, (byMs) => fakeClock.advance(byMs)],
]

describe.each(clocks)('on %s clock', (_, clock, pass) => {
  test('a sleep ends after its time, in order', async () => {
    const woken: string[] = []
    const startedAtMs = clock.monotonicMs()
    const sleeps = [
      clock.sleep(40).then(() => woken.push('late')),
      clock.sleep(10).then(() => woken.push('early')),
    ]
    await pass(60)
    await Promise.all(sleeps)
    expect(woken).toEqual(['early', 'late'])
    expect(clock.monotonicMs() - startedAtMs).toBeGreaterThanOrEqual(39)
  })

  test('a sleep ends at once with its signal, which may have aborted before', async () => {
    const stop = new AbortController()
    const asleep = clock.sleep(60_000, stop.signal)
    stop.abort(new Error('stopping'))
    await expect(asleep).rejects.toThrow('stopping')
    await expect(clock.sleep(60_000, stop.signal)).rejects.toThrow('stopping')
  })

  test('what was cancelled is not called', async () => {
    const cancel = clock.schedule(5, () => expect.unreachable())
    cancel()
    await pass(20)
  })

  test('a delay beyond what a timer takes does not come at once', async () => {
    const cancel = clock.schedule(Number.MAX_SAFE_INTEGER, () => expect.unreachable())
    await pass(20)
    cancel()
  })

  test('chance is at least 0 and below 1', () => {
    const drawn = Array.from({ length: 100 }, () => clock.random())
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...drawn)).toBeLessThan(1)
  })
})

test('a step of the wall clock leaves elapsed time alone', async () => {
  const clock = createFakeClock({ startMs: 1000 })
  clock.stepWallClock(-500)
  await clock.advance(10)
  expect([clock.nowMs(), clock.monotonicMs()]).toEqual([510, 10])
})
