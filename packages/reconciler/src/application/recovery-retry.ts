import { type Attempt, type Deployed } from './application.ts'
import { fromInstant } from './instant.ts'
import { hasEnded } from './job.ts'
import { type Reason } from './reasons.ts'
import { type Situation } from './situation.ts'

const firstPauseMs = 60_000
const longestPauseMs = 1_800_000

/** What would go the same way again, until somebody changes the spec, the image or the state. */
const lasting: ReadonlySet<Reason> = new Set<Reason>(['ClassMissing', 'JarMissing', 'StateIncompatible'])

/**
 * Whether a lost job that could not be started again may be started later by the same means: its storage or its
 * network may have been away. Where no snapshot was found, nothing was tried, and nothing new would be found.
 */
export function mayRecoverLater({ submissions }: Attempt, reason: Reason): boolean {
  return submissions > 0 && !lasting.has(reason)
}

/** Between two tries to start a lost job: a minute, then twice as long each time, up to half an hour. */
export function pauseMs(failedRecoveries: number): number {
  return Math.min(firstPauseMs * 2 ** Math.min(failedRecoveries - 1, 10), longestPauseMs)
}

/** The pause after the last failure is over, and nothing runs. */
export function isRecoveryDue(s: Situation): boolean {
  const { failedRecoveries, recoveryFailedAt, unrecoverable }: Partial<Deployed> = s.status.deployed ?? {}
  const failedAtMs = fromInstant(recoveryFailedAt)
  if (failedRecoveries === undefined || failedAtMs === undefined || unrecoverable !== s.wanted.inputs)
    return false
  return hasEnded(s.currentJob) && s.nowMs >= failedAtMs + pauseMs(failedRecoveries)
}
