import { setMaxListeners } from 'node:events'
import { type Clock } from './clock.ts'

/** A signal for one request: it aborts when the caller's does or when the time is up. */
export interface Deadline {
  readonly signal: AbortSignal
  isExpired(): boolean
  /** Must be called once the request is over: it lets go of the caller's signal and of the timer. */
  clear(): void
}

/**
 * `AbortSignal.any` with `AbortSignal.timeout` would do the same but for two things: it cannot be driven by a
 * test's clock, and it stays attached to a signal that lives as long as the process.
 */
export function startDeadline(clock: Clock, timeoutMs: number, signal?: AbortSignal): Deadline {
  const controller = new AbortController()
  let isExpired = false
  const onAbort = () => {
    controller.abort(signal?.reason)
  }
  const cancelTimer = clock.schedule(timeoutMs, () => {
    isExpired = true
    controller.abort(new Error(`no answer within ${timeoutMs} ms`))
  })
  if (signal !== undefined) {
    // One signal stops a whole operator: that many listeners are no leak.
    setMaxListeners(0, signal)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  }
  return {
    signal: controller.signal,
    isExpired: () => isExpired,
    clear() {
      cancelTimer()
      signal?.removeEventListener('abort', onAbort)
    },
  }
}

/**
 * Runs something with a signal that aborts after `limitMs` or with the caller's signal, and gives up on it at
 * that moment even if it does not listen.
 */
export async function bounded<T>(
  { clock, limitMs, signal }: { clock: Clock; limitMs: number; signal?: AbortSignal },
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = startDeadline(clock, limitMs, signal)
  try {
    return await untilAborted(run(deadline.signal), deadline.signal)
  } finally {
    deadline.clear()
  }
}

/** Waits for something no longer than until the signal aborts; rejects with its reason then. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: () => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      reject(signal.reason as Error)
    }
  })
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
    // Nobody hears how it ends now.
    work.catch(() => undefined)
  }
}

/** A function, since the compiler takes a signal's state for one that does not change between two looks. */
export function hasAborted(signal: AbortSignal): boolean {
  return signal.aborted
}
