import { type Clock } from './clock.ts'

/** A sleep that can be cut short. Ringing while nobody sleeps wakes the next sleeper at once. */
export interface Alarm {
  ring(): void
  /** @throws the signal's reason */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>
}

export function createAlarm(clock: Clock): Alarm {
  let hasRung = false
  let wake: (() => void) | undefined
  return {
    ring() {
      hasRung = true
      wake?.()
    },
    async sleep(delayMs, signal) {
      if (!hasRung) {
        const rung = new Promise<void>((resolve) => {
          wake = resolve
        })
        const cut = new AbortController()
        const onAbort = () => {
          cut.abort(signal.reason)
        }
        signal.addEventListener('abort', onAbort, { once: true })
        if (signal.aborted) onAbort()
        try {
          const slept = clock.sleep(delayMs, cut.signal)
          await Promise.race([slept, rung.then(() => undefined)])
          slept.catch(() => undefined)
        } finally {
          signal.removeEventListener('abort', onAbort)
          cut.abort()
          wake = undefined
        }
      }
      hasRung = false
    },
  }
}
