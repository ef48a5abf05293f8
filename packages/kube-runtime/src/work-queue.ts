import { type Clock, systemClock } from './clock.ts'

export interface WorkQueueOptions {
  /** First pause of a key that fails; it doubles with each failure in a row. @default 100 */
  baseDelayMs?: number
  /** @default 300_000 */
  maxDelayMs?: number
  /**
   * Keys of one group take turns with other groups, so that a namespace with thousands of keys does not hold up
   * one with a single key. @default what stands before the `/` of a key
   */
  groupOf?: (key: string) => string
  /**
   * How many keys may be out at once that were held up when they were out last, so that they leave workers to the
   * others, whatever their number. @default no limit
   */
  maxHeldUp?: number
  /** For metrics. Must not throw. */
  onTaken?: (taken: { key: string; waitedMs: number }) => void
  /** For metrics. Must not throw. */
  onDone?: (done: { key: string; workedMs: number }) => void
  clock?: Clock
}

export type Priority = 'normal' | 'low'

export interface WorkQueueStats {
  /** Ready and waiting for a worker. */
  ready: number
  /** Of these, of low priority. */
  readyLow: number
  /** Of these, held up when they were out last. */
  readyHeldUp: number
  /** Waiting for their time. */
  delayed: number
  processing: number
  /** Keys whose last run failed. */
  failing: number
  /** Longest wait of a ready key so far. */
  oldestWaitMs: number
  /** How long the slowest worker has had its key: one that hangs shows here. */
  longestRunMs: number
  addsTotal: number
  retriesTotal: number
}

/**
 * Keys to look at, with the guarantees of client-go's work queue:
 *
 * - a key is never in two workers at once;
 * - however often it is added while it waits, it is handed out once;
 * - added while a worker has it, it is handed out once more after that.
 *
 * @see https://pkg.go.dev/k8s.io/client-go/util/workqueue
 */
export interface WorkQueue {
  /**
   * Now, in place of any later time that was set. Low priority is for what nobody waits for, such as the first
   * list; one in eight turns is theirs, so that they always come to an end. A key that waits among them when the time
   * comes that was set for it, is of normal priority from then on.
   */
  add(key: string, priority?: Priority): void
  /** After a while; of several times for one key the earliest counts. */
  addAfter(key: string, delayMs: number): void
  /** After the pause that its failures in a row have earned it, or after `atLeastMs` if that is longer. */
  addRateLimited(key: string, atLeastMs?: number): void
  /** It went well: its failures no longer count. */
  forget(key: string): void
  /** How often in a row it has failed. */
  failures(key: string): number
  /** The key that is out waits long for something of its own, such as a server that does not answer. See `maxHeldUp`. */
  heldUp(key: string): void
  /** Waits for a key; undefined after shutdown. Each key must be given back by `done`. */
  take(): Promise<string | undefined>
  done(key: string): void
  /** Hands out no more keys and takes no more; resolves when every key that is out has come back. */
  shutDown(): Promise<void>
  stats(): WorkQueueStats
}

/** One turn in this many goes to low priority while there is any, and another one to what was held up. */
const lowTurn = 8

export function createWorkQueue(options: WorkQueueOptions = {}): WorkQueue {
  const { baseDelayMs = 100, maxDelayMs = 300_000, groupOf = namespaceOf, clock = systemClock } = options
  const { maxHeldUp = Infinity } = options
  const ready = { normal: createLine(groupOf), low: createLine(groupOf), heldUp: createLine(groupOf) }
  const readySinceMs = new Map<string, number>()
  const delayed = new Map<string, { dueMs: number; cancel: () => void }>()
  const processing = new Map<
    string,
    { startedAtMs: number; again: Priority | undefined; againSinceMs: number; isHeldUp: boolean }
  >()
  /** When they were out last. */
  const heldUp = new Set<string>()
  let heldUpOut = 0
  const failures = new Map<string, number>()
  const takers: ((key: string | undefined) => void)[] = []
  let whenIdle: (() => void)[] = []
  let isShutDown = false
  let turns = 0
  let addsTotal = 0
  let retriesTotal = 0

  const next = (): string | undefined => {
    const mayBeHeldUp = heldUpOut < maxHeldUp
    if (ready.normal.size + ready.low.size === 0 && !(mayBeHeldUp && ready.heldUp.size > 0)) return undefined
    turns += 1
    for (const line of orderOf(turns)) {
      if (line === 'heldUp' && !mayBeHeldUp) continue
      const key = ready[line].shift()
      if (key !== undefined) return key
    }
    return undefined
  }

  const handOut = (key: string): string => {
    const nowMs = clock.monotonicMs()
    const waitedMs = nowMs - (readySinceMs.get(key) ?? nowMs)
    readySinceMs.delete(key)
    // This look sets the next time.
    cancelDelay(key)
    processing.set(key, { startedAtMs: nowMs, again: undefined, againSinceMs: nowMs, isHeldUp: false })
    if (heldUp.has(key)) heldUpOut += 1
    options.onTaken?.({ key, waitedMs })
    return key
  }

  const enqueue = (key: string, priority: Priority, sinceMs: number) => {
    if (ready.normal.has(key) || ready.heldUp.has(key)) return
    if (ready.low.has(key)) {
      if (priority === 'low') return
      ready.low.delete(key)
    }
    ready[heldUp.has(key) ? 'heldUp' : priority].push(key)
    if (!readySinceMs.has(key)) readySinceMs.set(key, sinceMs)
    serveTakers()
  }

  const serveTakers = () => {
    while (takers.length > 0) {
      const key = next()
      if (key === undefined) return
      takers.shift()?.(handOut(key))
    }
  }

  const cancelDelay = (key: string) => {
    delayed.get(key)?.cancel()
    delayed.delete(key)
  }

  const add = (key: string, priority: Priority) => {
    if (isShutDown) return
    addsTotal += 1
    if (priority === 'normal') cancelDelay(key)
    const running = processing.get(key)
    const nowMs = clock.monotonicMs()
    if (running === undefined) {
      enqueue(key, priority, nowMs)
    } else {
      if (running.again === undefined) running.againSinceMs = nowMs
      running.again = running.again === 'normal' ? 'normal' : priority
    }
  }

  const addAfter = (key: string, delayMs: number) => {
    if (isShutDown) return
    if (delayMs <= 0) {
      add(key, 'normal')
      return
    }
    // It is about to be looked at anyway, and that look sets its next time. Of low priority, it may be a long while.
    if (ready.normal.has(key) || ready.heldUp.has(key) || processing.get(key)?.again === 'normal') return
    const dueMs = clock.monotonicMs() + delayMs
    const earlier = delayed.get(key)
    if (earlier !== undefined && earlier.dueMs <= dueMs) return
    earlier?.cancel()
    const cancel = clock.schedule(delayMs, () => {
      delayed.delete(key)
      add(key, 'normal')
    })
    delayed.set(key, { dueMs, cancel })
  }

  return {
    add: (key, priority = 'normal') => {
      add(key, priority)
    },
    addAfter,
    addRateLimited(key, atLeastMs = 0) {
      if (isShutDown) return
      const failed = failures.get(key) ?? 0
      failures.set(key, failed + 1)
      retriesTotal += 1
      // Up to a quarter more, so that keys that failed together do not come back together.
      const delayMs = Math.min(maxDelayMs, baseDelayMs * 2 ** Math.min(failed, 30)) * (1 + clock.random() / 4)
      addAfter(key, Math.max(delayMs, atLeastMs))
    },
    forget(key) {
      failures.delete(key)
    },
    failures: (key) => failures.get(key) ?? 0,
    heldUp(key) {
      const run = processing.get(key)
      if (run !== undefined) run.isHeldUp = true
    },
    take() {
      if (isShutDown) return Promise.resolve(undefined)
      const key = next()
      if (key !== undefined) return Promise.resolve(handOut(key))
      return new Promise((resolve) => {
        takers.push(resolve)
      })
    },
    done(key) {
      const run = processing.get(key)
      if (run === undefined) throw new Error(`${key} was given back, but nobody had taken it`)
      processing.delete(key)
      if (heldUp.delete(key)) heldUpOut -= 1
      if (run.isHeldUp) heldUp.add(key)
      options.onDone?.({ key, workedMs: clock.monotonicMs() - run.startedAtMs })
      if (run.again !== undefined && !isShutDown) enqueue(key, run.again, run.againSinceMs)
      serveTakers()
      if (processing.size === 0) {
        for (const resolve of whenIdle) resolve()
        whenIdle = []
      }
    },
    shutDown() {
      isShutDown = true
      for (const { cancel } of delayed.values()) cancel()
      delayed.clear()
      ready.normal.clear()
      ready.low.clear()
      ready.heldUp.clear()
      readySinceMs.clear()
      for (const taker of takers.splice(0)) taker(undefined)
      if (processing.size === 0) return Promise.resolve()
      return new Promise((resolve) => {
        whenIdle.push(resolve)
      })
    },
    stats() {
      const nowMs = clock.monotonicMs()
      // Sets keep their order, so the first of the map has waited longest.
      const [oldestSinceMs = nowMs] = readySinceMs.values()
      return {
        ready: ready.normal.size + ready.low.size + ready.heldUp.size,
        readyLow: ready.low.size,
        readyHeldUp: ready.heldUp.size,
        delayed: delayed.size,
        processing: processing.size,
        failing: failures.size,
        oldestWaitMs: nowMs - oldestSinceMs,
        longestRunMs: nowMs - Math.min(nowMs, ...[...processing.values()].map((run) => run.startedAtMs)),
        addsTotal,
        retriesTotal,
      }
    },
  }
}

function orderOf(turn: number): readonly ('normal' | 'heldUp' | 'low')[] {
  switch (turn % lowTurn) {
    case 0:
      return ['low', 'normal', 'heldUp']
    case lowTurn / 2:
      return ['heldUp', 'normal', 'low']
    default:
      return ['normal', 'heldUp', 'low']
  }
}

function namespaceOf(key: string): string {
  const slash = key.indexOf('/')
  return slash < 0 ? '' : key.slice(0, slash)
}

/** First come, first served within a group; the groups take turns. Every operation is O(1). */
function createLine(groupOf: (key: string) => string) {
  const groups = new Map<string, Set<string>>()
  let size = 0
  return {
    get size() {
      return size
    },
    has: (key: string) => groups.get(groupOf(key))?.has(key) === true,
    push(key: string) {
      const group = groupOf(key)
      const keys = groups.get(group)
      if (keys === undefined) groups.set(group, new Set([key]))
      else keys.add(key)
      size += 1
    },
    shift(): string | undefined {
      for (const [group, keys] of groups) {
        for (const key of keys) {
          keys.delete(key)
          size -= 1
          // To the end of the turn, if it has more.
          groups.delete(group)
          if (keys.size > 0) groups.set(group, keys)
          return key
        }
      }
      return undefined
    },
    delete(key: string) {
      const group = groupOf(key)
      const keys = groups.get(group)
      if (keys?.delete(key) !== true) return
      size -= 1
      if (keys.size === 0) groups.delete(group)
    },
    clear() {
      groups.clear()
      size = 0
    },
  }
}
