import { type Clock } from './clock.ts'

/** Spreads calls out: `burst` at once, then `perSecond`. */
export interface TokenBucket {
  /** Takes a token if one is there. */
  tryTake(): boolean
  /** Waits for its turn, first come, first served; a wait that is aborted gives its token back. */
  take(signal?: AbortSignal): Promise<void>
}

export function createTokenBucket(options: { perSecond: number; burst: number; clock: Clock }): TokenBucket {
  const { perSecond, burst, clock } = options
  let tokens = burst
  let filledAtMs = clock.monotonicMs()

  const fill = () => {
    const nowMs = clock.monotonicMs()
    tokens = Math.min(burst, tokens + ((nowMs - filledAtMs) / 1000) * perSecond)
    filledAtMs = nowMs
  }

  return {
    tryTake() {
      fill()
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
    async take(signal) {
      fill()
      // A debt is a place in the queue: whoever comes later owes more and so waits longer.
      tokens -= 1
      if (tokens >= 0) return
      try {
        await clock.sleep((-tokens / perSecond) * 1000, signal)
      } catch (error) {
        tokens += 1
        throw error
      }
    },
  }
}
