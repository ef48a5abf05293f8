import { type ApplicationStatus, type Attempt, type Operation } from './application.ts'
import { fromInstant, toInstant } from './instant.ts'
import { type Reason } from './reasons.ts'
import { type Situation } from './situation.ts'
import { type Phase } from './transitions.ts'
import { whatChanged } from './what-changed.ts'

const kept = 10

/** Adds the attempt to the last ten operations when it has come to its end. */
export function operationsAfter(before: Situation, phase: Phase, reason: Reason): Operation[] | undefined {
  const { attempt, status, nowMs } = before
  if (attempt === undefined) return status.operations
  const outcome = outcomeOf(attempt, phase, reason)
  return withOperation(status, operationOf(attempt, whyOf(before, attempt), outcome, nowMs))
}

/** The last ten operations, with one that has just ended. */
export function withOperation({ operations = [] }: ApplicationStatus, ended: Operation): Operation[] {
  return [...operations, ended].slice(-kept)
}

function outcomeOf(attempt: Attempt, phase: Phase, reason: Reason): string {
  if (phase === 'Running' && reason === 'SpecReverted') return 'Superseded'
  if (phase === 'Running' || phase === 'DualRunning') return 'Succeeded'
  if (phase === 'Updating' || reason === 'Superseded') return 'Superseded'
  const isBack = attempt.rollback?.jobId !== undefined && reason !== 'RollbackFailed'
  return isBack ? `RolledBack: ${reason}` : `Failed: ${reason}`
}

function whyOf(before: Situation, attempt: Attempt): string {
  if (attempt.kind === 'Recovery') return 'the job was lost'
  const changed = whatChanged(before, attempt)
  return `generation ${attempt.generation}${changed && `: ${changed}`}`
}

function operationOf(attempt: Attempt, why: string, outcome: string, nowMs: number): Operation {
  const startedAtMs = fromInstant(attempt.startedAt)
  return {
    what: attempt.kind,
    why,
    hash: attempt.hash,
    ...(attempt.jobId !== undefined && { jobId: attempt.jobId }),
    ...(attempt.restorePath && outcome !== 'Superseded' && { restoredFrom: attempt.restorePath }),
    startedAt: attempt.startedAt,
    endedAt: toInstant(nowMs),
    ...(startedAtMs !== undefined && { durationMs: Math.max(0, nowMs - startedAtMs) }),
    outcome,
  }
}
