import { type Clock, sleepOn } from '../clock.ts'

/** A clock that stands still until it is told to move. */
export interface FakeClock extends Clock {
  /**
   * Moves both clocks forward, calling back what falls due in its order. Lets promises settle between the
   * callbacks, so that a loop which sleeps again within `byMs` is woken again.
   */
  advance(byMs: number): Promise<void>
  /** Moves wall time alone, as an NTP step does. */
  stepWallClock(byMs: number): void
  /** How many callbacks are waiting. */
  pendingTimers(): number
}

interface Timer {
  readonly dueMs: number
  readonly sequence: number
  readonly callback: () => void
}

/** @param options.random 0.5 each time unless told otherwise */
export function createFakeClock(options: { startMs?: number; random?: () => number } = {}): FakeClock {
  const { startMs = 1_700_000_000_000, random = () => 0.5 } = options
  let monotonicMs = 0
  let wallOffsetMs = startMs
  let sequence = 0
  const timers = new Set<Timer>()

  const schedule = (delayMs: number, callback: () => void) => {
    const timer: Timer = { dueMs: monotonicMs + Math.max(delayMs, 0), sequence: sequence++, callback }
    timers.add(timer)
    return () => {
      timers.delete(timer)
    }
  }

  const nextDue = (untilMs: number): Timer | undefined => {
    let next: Timer | undefined
    for (const timer of timers) {
      if (timer.dueMs > untilMs) continue
      if (
        next === undefined ||
        timer.dueMs < next.dueMs ||
        (timer.dueMs === next.dueMs && timer.sequence < next.sequence)
      ) {
        next = timer
      }
    }
    return next
  }

  return {
    nowMs: () => wallOffsetMs + monotonicMs,
    monotonicMs: () => monotonicMs,
    random,
    schedule,
    sleep: (delayMs, signal) => sleepOn(schedule, delayMs, signal),
    async advance(byMs) {
      const untilMs = monotonicMs + byMs
      await settle()
      for (let timer = nextDue(untilMs); timer !== undefined; timer = nextDue(untilMs)) {
        monotonicMs = Math.max(monotonicMs, timer.dueMs)
        timers.delete(timer)
        timer.callback()
        await settle()
      }
      monotonicMs = untilMs
    },
    stepWallClock(byMs) {
      wallOffsetMs += byMs
    },
    pendingTimers: () => timers.size,
  }
}

/** One turn of the event loop: every promise that can settle without I/O has done so. */
async function settle(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve)
  })
}
