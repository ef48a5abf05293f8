import { expect, test } from 'vitest'
import { type KubeClient } from './kube-client.ts'
import { createLeaderElector } from './leader-elector.ts'
import { createFakeClock } from './testing/fake-clock.ts'

test('a process that cannot look at the lease asks every two seconds at most, and less than a second after its first failure', async () => {
  const clock = createFakeClock()
  const askedAtMs: number[] = []
  const client = {
    get() {
      askedAtMs.push(clock.monotonicMs())
      return Promise.reject(new Error('away'))
    },
  } as unknown as KubeClient
  const elector = createLeaderElector({ client, namespace: 'here', name: 'lease', identity: 'first', clock })
  const stopping = new AbortController()
  const ended = elector.run(stopping.signal, () => Promise.resolve())
  await clock.advance(60_000)
  stopping.abort(new Error('stopping'))
  expect(await ended).toBe('released')

  const pauses = askedAtMs.slice(1).map((atMs, index) => atMs - askedAtMs[index]!)
  expect(pauses[0]).toBeLessThan(1000)
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b))
  expect(pauses.at(-1)).toBeGreaterThanOrEqual(1000)
  expect(pauses.at(-1)).toBeLessThanOrEqual(2000)
})
