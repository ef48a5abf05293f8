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

/** How many calls in a row may fail and be tried again, as the status tells it. */
const maxRetries = 20

/**
 * The phase's budget of retries is spent: it goes on as if its time were up. Fewer tries than its time has room for only
 * where the operator's back-off was made shorter than it is by default. Only calls that were made and failed count, and
 * those in a row: a JobManager that cannot be asked is not called, and a pass that has nothing to call begins anew.
 */
export function isOutOfRetries({ retryCount = 0, lastSeenError }: ApplicationStatus): boolean {
  return lastSeenError != null && retryCount > maxRetries
}

/** As `isOutOfRetries`, where what failed last was to change an object: an admission policy may refuse that for good. */
export function isChangeRefused(status: ApplicationStatus): boolean {
  return isOutOfRetries(status) && status.lastSeenError?.method === 'patchObject'
}

/** Why a phase gives up whose budget is spent; `what` are the calls, as in 'requests'. */
export function sayOutOfRetries({ retryCount = 0, lastSeenError }: ApplicationStatus, what: string): string {
  return `${retryCount} ${what} in a row failed: ${lastSeenError?.appError ?? ''}`
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
  const recordedAtMs = recordedMs(status)
  const countedSinceMs = fromInstant(countedSince(status)) ?? -Infinity
  const failure = outcomes.findLast(
    ({ result, atMs }) =>
      result.kind !== 'done' && Math.floor(atMs) > (recordedAtMs ?? -Infinity) && atMs > countedSinceMs,
  )
  const retryCount = (status.retryCount ?? 0) + (failure ? 1 : 0)
  const lastSeenError = failure ? errorOf(failure) : status.lastSeenError
  const sinceMs = failure?.atMs ?? recordedAtMs
  // An operator on another node wrote it, by a clock that is ahead: nobody waits until this one is there, too.
  const isAhead = sinceMs !== undefined && sinceMs - nowMs > settings.maxBackoffMs
  const leftMs =
    lastSeenError === undefined || sinceMs === undefined || retryCount === 0 || isAhead
      ? 0
      : Math.max(0, sinceMs + delayMs(retryCount, settings, seed) - nowMs)
  return { lastSeenError, retryCount, leftMs }
}

/** What went wrong in an earlier phase has been answered by leaving it, and what did before a teardown is none of its own. */
function countedSince({ attempt, waitingFor }: ApplicationStatus): string | undefined {
  return attempt?.phaseSince ?? (waitingFor?.what === 'TearingDown' ? waitingFor.since : undefined)
}

/**
 * When the failure was that the status tells of. The original's definition, where it is still there, drops that time: then
 * it was in the second of the last write at the latest.
 */
function recordedMs({ lastSeenError, lastUpdatedAt }: ApplicationStatus): number | undefined {
  if (lastSeenError == null) return undefined
  const writtenMs = fromInstant(lastUpdatedAt)
  return (
    fromInstant(lastSeenError.lastErrorUpdateTime) ?? (writtenMs === undefined ? undefined : writtenMs + 999)
  )
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
    maxRetries,
    lastErrorUpdateTime: toInstant(atMs),
  }
}
