/**
 * The only source of time and chance in this package, so that a test can own both.
 *
 * Wall time is for what people read; every decision about elapsed time uses the monotonic clock, which no
 * NTP step or suspended laptop moves backwards.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number
  /** Milliseconds since an arbitrary start; never decreases. */
  monotonicMs(): number
  /** In [0, 1). */
  random(): number
  /** Calls back once after `delayMs`; the returned function cancels it. */
  schedule(delayMs: number, callback: () => void): () => void
  /** Resolves after `delayMs`; rejects with the signal's reason as soon as it aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>
}

/** The largest delay that Node's timers take; a longer one would fire at once. */
const maxDelayMs = 2 ** 31 - 1

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  random: () => Math.random(),
  schedule: scheduleOnTimer,
  sleep: (delayMs, signal) => sleepOn(scheduleOnTimer, delayMs, signal),
}

/** `sleep` in terms of `schedule`, shared by every clock. */
export function sleepOn(schedule: Clock['schedule'], delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error)
      return
    }
    const onAbort = () => {
      cancel()
      reject(signal?.reason as Error)
    }
    const cancel = schedule(delayMs, () => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    })
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

function scheduleOnTimer(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, Math.min(Math.max(delayMs, 0), maxDelayMs))
  return () => {
    clearTimeout(timer)
  }
}
