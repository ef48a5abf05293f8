import { type Attempt, type Target } from './application.ts'
import { toInstant } from './instant.ts'
import { type Situation } from './situation.ts'

/** A new attempt, with the number after the last one's. */
export function newAttempt(s: Situation, kind: Attempt['kind'], target: Target): Attempt {
  return {
    ...target,
    number: (s.status.attempts ?? 0) + 1,
    kind,
    startedAt: toInstant(s.nowMs),
    phaseSince: toInstant(s.nowMs),
    submissions: 0,
  }
}

/** The attempt of a phase that cannot be without one; `adoptAttempt` has made one for what the original left. */
export function attemptOf(s: Situation): Attempt {
  if (s.attempt === undefined) throw new Error(`${s.phase} without an attempt`)
  return s.attempt
}

/** The patch of the status that changes the attempt. */
export function withAttempt(s: Situation, changes: Partial<Attempt>): { attempt: Attempt } {
  return { attempt: { ...attemptOf(s), ...changes } }
}
