import { type ApplicationStatus, type Attempt, type Operation } from './application.ts'
import { fromInstant, toInstant } from './instant.ts'
import { type Reason } from './reasons.ts'
import { type Phase } from './transitions.ts'

const kept = 10

/** Adds the attempt to the last ten operations when it has come to its end. */
export function operationsAfter(
  before: ApplicationStatus,
  phase: Phase,
  reason: Reason,
  nowMs: number,
): Operation[] | undefined {
  const { attempt } = before
  if (attempt === undefined) return before.operations
  const outcome = outcomeOf(attempt, phase, reason)
  return withOperation(before, operationOf(attempt, outcome, nowMs))
}

/** The last ten operations, with one that has just ended. */
export function withOperation({ operations = [] }: ApplicationStatus, ended: Operation): Operation[] {
  return [...operations, ended].slice(-kept)
}

function outcomeOf(attempt: Attempt, phase: Phase, reason: Reason): string {
  if (phase === 'Running' && reason === 'SpecReverted') return 'Superseded'
  if (phase === 'Running' || phase === 'DualRunning') return 'Succeeded'
  if (phase === 'Updating') return 'Superseded'
  return attempt.rollback?.jobId !== undefined ? `RolledBack: ${reason}` : `Failed: ${reason}`
}

function operationOf(attempt: Attempt, outcome: string, nowMs: number): Operation {
  const startedAtMs = fromInstant(attempt.startedAt)
  return {
    what: attempt.kind,
    why: attempt.kind === 'Recovery' ? 'the job was lost' : `generation ${attempt.generation}`,
    hash: attempt.hash,
    ...(attempt.jobId !== undefined && { jobId: attempt.jobId }),
    ...(attempt.restorePath && { restoredFrom: attempt.restorePath }),
    startedAt: attempt.startedAt,
    endedAt: toInstant(nowMs),
    ...(startedAtMs !== undefined && { durationMs: Math.max(0, nowMs - startedAtMs) }),
    outcome,
  }
}
