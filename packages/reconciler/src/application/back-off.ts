import { type ApplicationStatus, type LastSeenError } from './application.ts'
import { fingerprint } from './ids.ts'
import { fromInstant, toInstant } from './instant.ts'
import { type ActionOutcome, type Settings } from './observation.ts'

/** The actions of the last passes that failed, as the status keeps it, and how long to leave them alone. */
export interface BackOff {
  lastSeenError: LastSeenError | undefined
  retryCount: number
  leftMs: number
}

/**
 * Each new failure makes the pause before the next try longer, up to the limit. It is counted in the status, so a
 * restart of the operator does not make it hurry.
 */
export function backOff(
  status: ApplicationStatus,
  outcomes: readonly ActionOutcome[],
  settings: Settings,
  nowMs: number,
  seed: string,
): BackOff {
  const recordedAtMs = fromInstant(status.lastSeenError?.lastErrorUpdateTime) ?? -Infinity
  // What went wrong in an earlier phase has been answered by leaving it.
  const phaseSinceMs = fromInstant(status.attempt?.phaseSince) ?? -Infinity
  const failure = outcomes.findLast(
    ({ result, atMs }) => result.kind !== 'done' && Math.floor(atMs) > recordedAtMs && atMs > phaseSinceMs,
  )
  const retryCount = (status.retryCount ?? 0) + (failure ? 1 : 0)
  const lastSeenError = failure ? errorOf(failure) : status.lastSeenError
  const sinceMs = fromInstant(lastSeenError?.lastErrorUpdateTime)
  const leftMs =
    lastSeenError === undefined || sinceMs === undefined || retryCount === 0
      ? 0
      : Math.max(0, sinceMs + delayMs(retryCount, settings, seed) - nowMs)
  return { lastSeenError, retryCount, leftMs }
}

/** Doubles each time, with a spread that differs between applications but not between two looks at the same one. */
function delayMs(retryCount: number, { baseBackoffMs, maxBackoffMs }: Settings, seed: string): number {
  const spread = parseInt(fingerprint([seed, retryCount]), 16) / 0xffffffff
  const delay = 2 ** Math.min(retryCount - 1, 20) * baseBackoffMs * (1 + spread)
  return Math.round(Math.min(delay, maxBackoffMs))
}

function errorOf({ id, atMs, result }: ActionOutcome): LastSeenError {
  const method = id.split('/')[0] ?? ''
  const message = result.kind === 'done' ? '' : result.message
  return {
    appError: message.slice(0, 1_000),
    method,
    errorCode: result.kind === 'refused' ? String(result.status) : 'FAILED',
    isRetryable: true,
    isFailFast: false,
    maxRetries: 20,
    lastErrorUpdateTime: toInstant(atMs),
  }
}
