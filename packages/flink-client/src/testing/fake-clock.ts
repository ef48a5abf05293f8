import { type Clock } from '../clock.ts'

export interface FakeClock extends Clock {
  /** Moves the time on and runs the timers that come due, each at its own moment, with what they set off. */
  advance(ms: number): Promise<void>
  /** Advances to each next timer until `promise` has settled: waits of minutes pass at once. */
  runUntil<T>(promise: Promise<T>): Promise<T>
}

/** A clock that stands still until it is told otherwise. Only for what waits by it alone: over a socket, time is real. */
export function createFakeClock(startMs = Date.UTC(2026, 0, 1)): FakeClock {
  let nowMs = startMs
  let order = 0
  let activity = 0
  const timers = new Map<number, { dueMs: number; callback: () => void }>()

  const next = () =>
    [...timers].reduce<[number, { dueMs: number; callback: () => void }] | undefined>(
      (first, timer) => (first === undefined || timer[1].dueMs < first[1].dueMs ? timer : first),
      undefined,
    )

  async function runNext(untilMs: number): Promise<boolean> {
    const found = next()
    if (found === undefined || found[1].dueMs > untilMs) return false
    timers.delete(found[0])
    nowMs = Math.max(nowMs, found[1].dueMs)
    found[1].callback()
    await settle()
    return true
  }

  /** Lets everything run that is ready to: until timers are neither set nor taken back for some turns. */
  async function settle(): Promise<void> {
    for (let quietTurns = 0; quietTurns < 5; quietTurns++) {
      const before = activity
      await new Promise((resolve) => setImmediate(resolve))
      if (activity !== before) quietTurns = 0
    }
  }

  return {
    nowMs: () => nowMs,
    setTimer(delayMs, callback) {
      activity++
      const id = ++order
      timers.set(id, { dueMs: nowMs + Math.max(0, delayMs), callback })
      return () => {
        activity++
        timers.delete(id)
      }
    },
    async advance(ms) {
      const untilMs = nowMs + ms
      await settle()
      while (await runNext(untilMs));
      nowMs = untilMs
      await settle()
    },
    async runUntil(promise) {
      const progress = { isSettled: false }
      const done = () => (progress.isSettled = true)
      promise.then(done, done)
      await settle()
      for (let idleTurns = 0; !progress.isSettled; idleTurns++) {
        if (await runNext(Infinity)) idleTurns = 0
        else await new Promise((resolve) => setImmediate(resolve))
        if (idleTurns > maxIdleTurns) throw new Error('No timer is set, yet the promise does not settle.')
      }
      return promise
    },
  }
}

/** Real input and output, such as reading a file, takes some. */
const maxIdleTurns = 20_000
