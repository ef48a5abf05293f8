import { type Clock } from './clock.ts'

/** Pauses that double from `minMs` to `maxMs`, each shortened by up to half at random. */
export interface BackOff {
  /** The next pause, which may not be shorter than `atLeastMs`. */
  next(atLeastMs?: number): number
  reset(): void
}

export function createBackOff({
  minMs,
  maxMs,
  clock,
}: {
  minMs: number
  maxMs: number
  clock: Clock
}): BackOff {
  let pauseMs = minMs
  return {
    next(atLeastMs = 0) {
      const thisMs = Math.max(atLeastMs, pauseMs * (1 - clock.random() / 2))
      pauseMs = Math.min(maxMs, pauseMs * 2)
      return thisMs
    },
    reset() {
      pauseMs = minMs
    },
  }
}
