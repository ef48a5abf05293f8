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
