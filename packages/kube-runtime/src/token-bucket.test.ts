import { expect, test } from 'vitest'
import { createFakeClock } from './testing/fake-clock.ts'
import { createTokenBucket } from './token-bucket.ts'

test('lets a burst through at once and the rest at its rate, in order', async () => {
  const clock = createFakeClock()
  const bucket = createTokenBucket({ perSecond: 10, burst: 3, clock })
  const passed: [number, number][] = []
  for (let at = 0; at < 6; at += 1) void bucket.take().then(() => passed.push([at, clock.monotonicMs()]))
  await clock.advance(1000)
  expect(passed.map(([at]) => at)).toEqual([0, 1, 2, 3, 4, 5])
  expect(passed.map(([, atMs]) => Math.round(atMs))).toEqual([0, 0, 0, 100, 200, 300])
})

test('saves up no more than a burst', async () => {
  const clock = createFakeClock()
  const bucket = createTokenBucket({ perSecond: 10, burst: 2, clock })
  await clock.advance(60_000)
  expect([bucket.tryTake(), bucket.tryTake(), bucket.tryTake()]).toEqual([true, true, false])
})

test('takes back the turn of one who no longer waits', async () => {
  const clock = createFakeClock()
  const bucket = createTokenBucket({ perSecond: 1, burst: 1, clock })
  await bucket.take()
  const gone = new AbortController()
  const waiting = bucket.take(gone.signal)
  gone.abort(new Error('no longer needed'))
  await expect(waiting).rejects.toThrow('no longer needed')
  await clock.advance(1000)
  expect(bucket.tryTake()).toBe(true)
})
