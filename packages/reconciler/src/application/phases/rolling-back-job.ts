import { type Attempt } from '../application.ts'
import { attemptOf, withAttempt } from '../attempt.ts'
import { isChangeRefused } from '../back-off.ts'
import { leftMs } from '../deadline.ts'
import { stay } from '../decision.ts'
import { deployFailed } from '../deploy-failed.ts'
import { reasonOf } from '../reasons.ts'
import { undoRescale } from '../rescale.ts'
import { type PhaseStep } from '../situation.ts'
import { endNewJob } from './end-new-job.ts'
import { startOldJob } from './start-old-job.ts'

/**
 * The attempt has failed after the old job was told to end: its own job is ended first, so that the two never run
 * at once, and the old one is started again where it stopped.
 *
 * Leads to `DeployFailed`, with the old job running, or with the reason why it does not.
 */
export const rollingBackJob: PhaseStep<'RollingBackJob'> = (s) => {
  const attempt = attemptOf(s)
  const left = leftMs(s, s.settings.maxErrDurationMs)

  const waiting = endNewJob(s, left)
  if (waiting) return waiting
  const cause: NonNullable<Attempt['rollback']> = attempt.rollback ?? {
    reason: 'DeployFailed',
    message: 'the deploy failed',
  }
  const isRecovery = attempt.kind === 'Recovery'
  if (s.isFirstDeploy || s.blueGreen || isRecovery) {
    return deployFailed(s, attempt, reasonOf(cause.reason), cause.message, {
      status: {
        ...(s.blueGreen && { savepointPath: undefined }),
        // What the next try starts from stays in savepointPath; the job that came to nothing has no state to add.
        ...(!s.blueGreen && isRecovery && { jobStatus: { ...s.status.jobStatus, jobID: '' } }),
      },
    })
  }
  if (s.status.waitingFor?.what === 'JobLost' && cause.jobId === undefined && attempt.submissions > 0) {
    // Recorded, so that what else is waited for before the old job starts does not make this wait begin anew.
    return stay('JobLost', {
      message: `Job ${attempt.jobId ?? ''} does not come back`,
      status: withAttempt(s, { submissions: 0 }),
      requeueAfterMs: 0,
    })
  }
  const undoing = cause.jobId === undefined ? undoRescale(s) : []
  // Where that is refused for good, the old job is better off on a cluster that is too large than nowhere.
  if (undoing.length > 0 && left > s.settings.maxErrDurationMs / 2 && !isChangeRefused(s.status)) {
    return stay('RescaleBeingUndone', { message: cause.message, actions: undoing, requeueAfterMs: 1_000 })
  }
  return startOldJob(s, left)
}
