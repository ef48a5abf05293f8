import { type Clock } from './clock.ts'

/** Notices that nothing was heard for a while. */
export interface Watchdog {
  heard(): void
  isSilent(): boolean
  stop(): void
}

/** Calls back once, as soon as nothing was heard for `afterMs`. */
export function startWatchdog(clock: Clock, afterMs: number, onSilent: () => void): Watchdog {
  let heardAtMs = clock.monotonicMs()
  let isSilent = false
  // One timer that looks whether it was silent, rather than one set anew with each piece that arrives.
  const look = () => {
    const leftMs = heardAtMs + afterMs - clock.monotonicMs()
    if (leftMs > 0) {
      cancel = clock.schedule(leftMs, look)
    } else {
      isSilent = true
      onSilent()
    }
  }
  let cancel = clock.schedule(afterMs, look)
  return {
    heard() {
      heardAtMs = clock.monotonicMs()
    },
    isSilent: () => isSilent,
    stop() {
      cancel()
    },
  }
}
