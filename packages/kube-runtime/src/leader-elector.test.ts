import { expect, test } from 'vitest'
import { type Lease } from './built-in.ts'
import { type Clock } from './clock.ts'
import { untilAborted } from './deadline.ts'
import { ConflictError, NotFoundError, UnreachableError } from './errors.ts'
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

/** An API server with a lease; `answer` comes between what it does and what its client hears of it. */
function leaseServer() {
  let stored: Stored<Lease> | undefined
  const server = {
    answer: (written: Stored<Lease>): Promise<Stored<Lease>> => Promise.resolve(written),
    holder: () => stored?.spec?.holderIdentity,
  }
  const store = (lease: Lease) => {
    const resourceVersion = String(Number(stored?.metadata.resourceVersion ?? 0) + 1)
    stored = { ...lease, metadata: { ...lease.metadata, resourceVersion } } as Stored<Lease>
    return server.answer(stored)
  }
  const client = {
    get: () =>
      stored ? Promise.resolve(stored) : Promise.reject(new NotFoundError('', { action: 'get the lease' })),
    create: (_: unknown, lease: Lease) => store(lease),
    replace: (_: unknown, lease: Stored<Lease>) =>
      lease.metadata.resourceVersion === stored?.metadata.resourceVersion
        ? store(lease)
        : Promise.reject(new ConflictError('', { action: 'replace the lease' })),
  } as unknown as KubeClient
  return Object.assign(server, { client })
}

/** A process that leads until it is told to end. */
function runUntilStopped({ client, clock }: { client: KubeClient; clock: Clock }) {
  const elector = createLeaderElector({ client, namespace: 'here', name: 'lease', identity: 'first', clock })
  const stopping = new AbortController()
  const ended = elector.run(stopping.signal, (leading) =>
    untilAborted(new Promise<void>(() => undefined), leading).catch(() => undefined),
  )
  return { elector, ended, stop: () => stopping.abort(new Error('stopping')) }
}

const never = () => new Promise<never>(() => undefined)
const lost = () => Promise.reject(new UnreachableError('reset', { action: 'replace the lease' }))

test('a lease is given back though the renewal that was under way at the end came through without an answer', async () => {
  const clock = createFakeClock()
  const server = leaseServer()
  const { elector, ended, stop } = runUntilStopped({ client: server.client, clock })
  await clock.advance(0)
  expect(elector.isLeader()).toBe(true)

  const { answer } = server
  server.answer = never
  await clock.advance(2_000)
  server.answer = answer
  stop()
  expect(await ended).toBe('released')

  expect(server.holder()).toBe('')
})

test('a lease is given back though the first requests to do so fail', async () => {
  const clock = createFakeClock()
  const { client, holder } = leaseServer()
  let failures = 0
  const replace: KubeClient['replace'] = (...request) => {
    if (failures === 3) return client.replace(...request)
    failures += 1
    return lost()
  }
  const { ended, stop } = runUntilStopped({ client: { ...client, replace }, clock })
  await clock.advance(0)
  stop()
  await clock.advance(500)
  expect([await ended, failures, holder()]).toEqual(['released', 3, ''])
})

test('a lease that was given back without an answer is not given back twice', async () => {
  const clock = createFakeClock()
  const server = leaseServer()
  const { ended, stop } = runUntilStopped({ client: server.client, clock })
  await clock.advance(0)
  let writes = 0
  server.answer = () => {
    writes += 1
    return lost()
  }
  stop()
  await clock.advance(500)
  expect([await ended, writes, server.holder()]).toEqual(['released', 1, ''])
})

test('a process that is told to end while it is being given the lease leaves it to others', async () => {
  const clock = createFakeClock()
  const server = leaseServer()
  const answered = Promise.withResolvers<undefined>()
  server.answer = async (written) => {
    await answered.promise
    return written
  }
  const { ended, stop } = runUntilStopped({ client: server.client, clock })
  await clock.advance(0)
  expect(server.holder()).toBe('first')
  stop()
  answered.resolve(undefined)
  expect(await ended).toBe('released')
  expect(server.holder()).toBe('')
})
