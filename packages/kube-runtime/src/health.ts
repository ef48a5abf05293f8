import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Delays of the event loop since the last look, in milliseconds. */
export interface EventLoopDelay {
  p50Ms: number
  p99Ms: number
  maxMs: number
}

export interface Health {
  /** A check returns what is wrong, or undefined. It must not wait. */
  addCheck(check: () => string | undefined): void
  /** What is wrong now; empty when all is well. A loop that stands still answers nothing, which says the same. */
  problems(): string[]
  /** Measures from the last call to this one. */
  takeEventLoopDelay(): EventLoopDelay
  stop(): void
}

export function createHealth(): Health {
  const checks: (() => string | undefined)[] = []
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  return {
    addCheck(check) {
      checks.push(check)
    },
    problems: () => checks.flatMap((check) => check() ?? []),
    takeEventLoopDelay() {
      // The histogram counts in nanoseconds, and the timer's own period with it.
      const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - 20)
      const taken = { p50Ms: ms(delay.percentile(50)), p99Ms: ms(delay.percentile(99)), maxMs: ms(delay.max) }
      delay.reset()
      return taken
    },
    stop() {
      delay.disable()
    },
  }
}
