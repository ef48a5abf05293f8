import { expect, test } from 'vitest'
import { type Lease } from './built-in.ts'
import { untilAborted } from './deadline.ts'
import { ConflictError, NotFoundError } from './errors.ts'
import { type KubeClient } from './kube-client.ts'
import { createLeaderElector } from './leader-elector.ts'
import { type Stored } from './resource.ts'
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

test('a lease is given back though the renewal that was under way at the end came through without an answer', async () => {
  const clock = createFakeClock()
  let stored: Stored<Lease> | undefined
  let isAnswering = true
  const store = (lease: Lease) => {
    const resourceVersion = String(Number(stored?.metadata.resourceVersion ?? 0) + 1)
    stored = { ...lease, metadata: { ...lease.metadata, resourceVersion } } as Stored<Lease>
    return stored
  }
  const client = {
    get: () =>
      stored ? Promise.resolve(stored) : Promise.reject(new NotFoundError('', { action: 'get the lease' })),
    create: (_: unknown, lease: Lease) => Promise.resolve(store(lease)),
    replace(_: unknown, lease: Stored<Lease>) {
      if (lease.metadata.resourceVersion !== stored?.metadata.resourceVersion)
        return Promise.reject(new ConflictError('', { action: 'replace the lease' }))
      const written = store(lease)
      return isAnswering ? Promise.resolve(written) : new Promise(() => undefined)
    },
  } as unknown as KubeClient
  const elector = createLeaderElector({ client, namespace: 'here', name: 'lease', identity: 'first', clock })
  const stopping = new AbortController()
  const ended = elector.run(stopping.signal, (leading) =>
    untilAborted(new Promise<void>(() => undefined), leading).catch(() => undefined),
  )
  await clock.advance(0)
  expect(elector.isLeader()).toBe(true)

  isAnswering = false
  await clock.advance(2_000)
  isAnswering = true
  stopping.abort(new Error('stopping'))
  expect(await ended).toBe('released')

  expect(stored?.spec?.holderIdentity).toBe('')
})
