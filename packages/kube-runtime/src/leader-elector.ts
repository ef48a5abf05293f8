import { createBackOff } from './back-off.ts'
import { type Lease, leases } from './built-in.ts'
import { type Clock, systemClock } from './clock.ts'
import { bounded, hasAborted } from './deadline.ts'
import { isAlreadyExists, isConflict, isNotFound } from './errors.ts'
import { type GetOptions, type KubeClient } from './kube-client.ts'
import { microTime } from './micro-time.ts'
import { type Stored } from './resource.ts'

export interface LeaderElectorOptions {
  client: KubeClient
  namespace: string
  name: string
  /** Who we are; unlike that of any other process, an earlier run of ours included. */
  identity: string
  /** How long others wait after our last renewal. @default 15_000 */
  leaseDurationMs?: number
  /** How long we believe to lead after our last renewal. Shorter than the lease by what a write may take. @default 10_000 */
  renewDeadlineMs?: number
  /** How often the leader renews, and how long a standby waits at most after a failure. @default 2_000 */
  retryPeriodMs?: number
  /** How often a process that stands by looks whether the lease is free. @default 250 */
  lookPeriodMs?: number
  /** Told of every failure that it tries again after; for logs. */
  onError?: (error: unknown) => void
  /** Told who holds the lease, each time that changes; an empty text for nobody. */
  onHolder?: (identity: string) => void
  clock?: Clock
}

/** We do not lead, or no longer. */
export class NotLeaderError extends Error {
  readonly code = 'NotLeader'
  constructor(message: string) {
    super(message)
    this.name = 'NotLeaderError'
  }
}

export const isNotLeader = (error: unknown): error is NotLeaderError => error instanceof NotLeaderError

/**
 * Lets one of several processes lead, by a Lease.
 *
 * Guarantees:
 * - as long as no process is paused for longer than `leaseDurationMs - renewDeadlineMs` between `assertLeader`
 *   and its write, no two lead at once. Elapsed time only is compared, each on one machine's monotonic clock:
 *   clocks that differ between machines do no harm;
 * - leadership ends `renewDeadlineMs` after the last renewal was *sent*, even while a request hangs;
 * - a lease that was released is taken by a waiting process within `lookPeriodMs`, a fifth more at most;
 * - whoever is told to end leaves no lease behind, not even one that it was just being given.
 *
 * A process that stands by looks with `get`, so the rights to `get`, `update` and `create` are enough. A watch would
 * need `list` and `watch`, and would tell it no sooner than what is promised of a hand-over.
 *
 * @see https://pkg.go.dev/k8s.io/client-go/tools/leaderelection
 */
export interface LeaderElector {
  /**
   * Waits for the lease, calls `lead`, and renews the lease until `lead` has ended.
   *
   * `lead` gets a signal that aborts when `signal` does, or when the lease is lost. In the first case it may take
   * its time to finish what is under way, and then the lease is released. In the second case nobody waits for
   * it, and the process had better exit. If `lead` rejects, the lease is released and `run` rejects.
   *
   * To be called once.
   */
  run(signal: AbortSignal, lead: (signal: AbortSignal) => Promise<void>): Promise<'released' | 'lost'>
  isLeader(): boolean
  /**
   * For use right before a write, since timers are late after a pause of the process.
   * @throws NotLeaderError
   */
  assertLeader(): void
}

export function createLeaderElector(options: LeaderElectorOptions): LeaderElector {
  const { client, namespace, name, identity, clock = systemClock, onError, onHolder } = options
  const {
    leaseDurationMs = 15_000,
    renewDeadlineMs = 10_000,
    retryPeriodMs = 2_000,
    lookPeriodMs = 250,
  } = options
  if (!(leaseDurationMs > renewDeadlineMs && renewDeadlineMs > retryPeriodMs)) {
    throw new TypeError(
      `the lease (${leaseDurationMs} ms) must be longer than the renew deadline (${renewDeadlineMs} ms), ` +
        `and that longer than the retry period (${retryPeriodMs} ms)`,
    )
  }
  const call = { timeoutMs: Math.max(1000, renewDeadlineMs / 2), isRateLimited: false }
  /** The lease as last seen, and when we saw it change: the holder's own timestamps are by another clock. */
  let seen: { lease: Stored<Lease>; atMs: number } | undefined
  /** When the renewal was sent that is in force; undefined while we do not lead. */
  let renewedAtMs: number | undefined

  const see = (lease: Stored<Lease>) => {
    const holder = holderOf(lease)
    if (seen === undefined || holderOf(seen.lease) !== holder) onHolder?.(holder)
    if (seen?.lease.metadata.resourceVersion === lease.metadata.resourceVersion) return
    seen = { lease, atMs: clock.monotonicMs() }
  }

  const isLeader = () => renewedAtMs !== undefined && clock.monotonicMs() - renewedAtMs < renewDeadlineMs

  /** Writes the lease in our name. Rejects with a Conflict if somebody was faster. */
  const hold = async (base: Stored<Lease> | undefined, signal: AbortSignal) => {
    const sentAtMs = clock.monotonicMs()
    const now = microTime(clock.nowMs())
    const isRenewal = base !== undefined && holderOf(base) === identity
    const spec = {
      ...base?.spec,
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(leaseDurationMs / 1000),
      renewTime: now,
      acquireTime: isRenewal ? (base.spec?.acquireTime ?? now) : now,
      leaseTransitions: (base?.spec?.leaseTransitions ?? 0) + (isRenewal || base === undefined ? 0 : 1),
    }
    const written =
      base === undefined
        ? await client.create(leases, { metadata: { namespace, name }, spec }, { ...call, signal })
        : await client.replace(leases, { ...base, spec }, { ...call, signal })
    // An answer that nobody waits for any more makes no leader.
    signal.throwIfAborted()
    see(written)
    renewedAtMs = sentAtMs
  }

  const look = async (signal: AbortSignal, how: Pick<GetOptions, 'resourceVersion' | 'timeoutMs'> = {}) => {
    see(await client.get(leases, { namespace, name }, { ...call, ...how, signal }))
  }

  /** How long the lease still belongs to somebody else. */
  const untilFreeMs = () => {
    if (seen === undefined) return 0
    const holder = holderOf(seen.lease)
    if (holder === '' || holder === identity) return 0
    return seen.atMs + (seen.lease.spec?.leaseDurationSeconds ?? 0) * 1000 - clock.monotonicMs()
  }

  /** One attempt to become the holder; true once we are. */
  const tryAcquire = async (signal: AbortSignal): Promise<boolean> => {
    await bounded({ clock, limitMs: renewDeadlineMs, signal }, async (limit) => {
      try {
        // From memory, since it is asked so often: etcd need not hear of it, and what is out of date ends as a Conflict.
        await look(limit, { resourceVersion: '0' })
      } catch (error) {
        if (!isNotFound(error)) throw error
        seen = undefined
      }
    })
    if (untilFreeMs() > 0) return false
    // Not given up when we are told to end: a lease that we got without knowing would be nobody's until it runs out.
    await bounded({ clock, limitMs: call.timeoutMs }, (limit) => hold(seenLease(), limit))
    return true
  }

  /** @throws the signal's reason */
  const acquire = async (signal: AbortSignal) => {
    const afterFailure = createBackOff({ minMs: lookPeriodMs, maxMs: retryPeriodMs, clock })
    for (;;) {
      // Apart, so that those who stand by do not all look at once.
      let pauseMs = lookPeriodMs * (1 + clock.random() / 5)
      try {
        if (await tryAcquire(signal)) return
        afterFailure.reset()
      } catch (error) {
        signal.throwIfAborted()
        // Somebody was faster.
        if (!isConflict(error) && !isAlreadyExists(error)) {
          onError?.(error)
          pauseMs = afterFailure.next()
        }
      }
      const freeMs = untilFreeMs()
      await clock.sleep(freeMs > 0 ? Math.min(pauseMs, freeMs) : pauseMs, signal)
    }
  }

  /** Renews until the signal aborts, and then resolves to undefined; if the lease is lost, to the reason. */
  const keep = async (until: AbortSignal): Promise<string | undefined> => {
    while (!until.aborted) {
      const leftMs = (renewedAtMs ?? -Infinity) + renewDeadlineMs - clock.monotonicMs()
      if (leftMs <= 0) return `it could not be renewed for ${renewDeadlineMs} ms`
      try {
        await clock.sleep(Math.min(leftMs, retryPeriodMs), until)
        await bounded({ clock, limitMs: Math.max(0, leftMs - retryPeriodMs), signal: until }, renew)
      } catch (error) {
        if (isNotLeader(error)) return error.message
        if (!hasAborted(until)) onError?.(error)
      }
    }
    return undefined
  }

  const renew = async (signal: AbortSignal) => {
    try {
      await hold(seen?.lease, signal)
    } catch (error) {
      if (!isConflict(error) && !isNotFound(error) && !isAlreadyExists(error)) throw error
      // Perhaps an earlier renewal whose answer was lost; perhaps somebody else.
      seen = undefined
      await look(signal).catch((failure: unknown) => {
        if (!isNotFound(failure)) throw failure
      })
      const holder = seenHolder()
      if (holder !== identity && holder !== undefined) {
        throw new NotLeaderError(`${holder === '' ? 'nobody' : holder} holds it`)
      }
      await hold(seenLease(), signal)
    }
  }

  const seenLease = () => seen?.lease
  const seenHolder = () => (seen === undefined ? undefined : holderOf(seen.lease))

  const giveBack = async (signal: AbortSignal) => {
    const lease = seen?.lease
    if (lease === undefined || holderOf(lease) !== identity) return
    const spec = {
      ...lease.spec,
      holderIdentity: '',
      leaseDurationSeconds: 1,
      renewTime: microTime(clock.nowMs()),
    }
    see(await client.replace(leases, { ...lease, spec }, { ...call, timeoutMs: releaseAttemptMs, signal }))
  }

  /** Tries until the lease is nobody's, or somebody else's: all wait for it until it runs out otherwise. */
  const release = async () => {
    renewedAtMs = undefined
    try {
      await bounded({ clock, limitMs: releaseMs }, async (signal) => {
        for (;;) {
          try {
            await giveBack(signal)
            return
          } catch (error) {
            signal.throwIfAborted()
            // In a Conflict, the renewal that was under way when we were told to end came through all the same.
            if (!isConflict(error)) {
              onError?.(error)
              await clock.sleep(releaseRetryMs, signal)
            }
          }
          // Whatever went wrong, the lease may be another one now: that of an answer that was lost.
          await look(signal, { timeoutMs: releaseAttemptMs }).catch((error: unknown) => {
            if (isNotFound(error)) seen = undefined
          })
        }
      })
    } catch (error) {
      // It runs out by itself.
      onError?.(error)
    }
  }

  return {
    async run(signal, lead) {
      try {
        await acquire(signal)
      } catch (error) {
        if (signal.aborted) return 'released'
        throw error
      }
      const leading = new AbortController()
      const finished = new AbortController()
      const onAbort = () => {
        leading.abort(signal.reason)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      if (signal.aborted) onAbort()
      const kept = keep(finished.signal)
      const led = lead(leading.signal)
      try {
        const lostBecause = await Promise.race([kept, led.then(() => undefined)])
        if (lostBecause === undefined) return 'released'
        led.catch((error: unknown) => onError?.(error))
        renewedAtMs = undefined
        leading.abort(new NotLeaderError(`the lease ${namespace}/${name} is lost: ${lostBecause}`))
        return 'lost'
      } finally {
        signal.removeEventListener('abort', onAbort)
        finished.abort()
        await kept
        // Ours no more once it is lost.
        if (renewedAtMs !== undefined) await release()
      }
    },
    isLeader,
    assertLeader() {
      if (isLeader()) return
      const holder = seenHolder() ?? ''
      throw new NotLeaderError(
        renewedAtMs === undefined
          ? `${identity} does not hold the lease ${namespace}/${name}${holder === '' ? '' : `, ${holder} does`}`
          : `the lease ${namespace}/${name} was last renewed more than ${renewDeadlineMs} ms ago`,
      )
    },
  }
}

/** For how long a process that is told to stop tries to give its lease back. */
const releaseMs = 5_000
const releaseRetryMs = 50
/** A connection that says nothing must not take all of that time. */
const releaseAttemptMs = 1_000

function holderOf(lease: Lease): string {
  return lease.spec?.holderIdentity ?? ''
}
