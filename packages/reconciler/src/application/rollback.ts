import { attemptOf, withAttempt } from './attempt.ts'
import { type EventToRecord, goTo, type PatchStatus, type Step } from './decision.ts'
import { type Reason } from './reasons.ts'
import { type Situation } from './situation.ts'

/** Goes to `RollingBackJob`, with the reason recorded: the attempt is over, its job has to end, the old one returns. */
export function beginRollback(
  s: Situation,
  reason: Reason,
  message: string,
  details: { events?: readonly EventToRecord[]; status?: PatchStatus } = {},
): Step<'RollingBackJob'> {
  const attempt = { ...attemptOf(s), ...details.status?.attempt }
  return goTo('RollingBackJob', reason, {
    message,
    status: { ...details.status, ...withAttempt(s, { ...attempt, rollback: { reason, message } }) },
    events: [
      ...(details.events ?? []),
      { type: 'Warning', reason: 'DeployFailed', message: `Deployment ${attempt.hash} failed, rolling back` },
    ],
    requeueAfterMs: 0,
  })
}
