import { withAttempt } from '../attempt.ts'
import { leftMs, pollMs } from '../deadline.ts'
import { stay } from '../decision.ts'
import { startingWithoutState } from '../events.ts'
import { forceRollbackMessage, isForcedBack } from '../force-rollback.ts'
import { beginRollback } from '../rollback.ts'
import { type PhaseStep } from '../situation.ts'
import { stopJobBeforeNext } from '../stop-job.ts'
import { beginSubmission, finishedJob, firstRestorePath } from '../submission.ts'
import { supersede } from '../supersede.ts'

/**
 * The old job is cancelled without a savepoint, as `savepointDisabled` asks.
 *
 * Leads to `SubmittingJob` once it has ended, whatever way it ended; with `forceRollback` to `RollingBackJob`. A job
 * that does not end within the limit, or cannot be told to, loses its cluster.
 */
export const cancelling: PhaseStep<'Cancelling'> = (s) => {
  // The original passes through this phase with nothing to stop.
  if (s.isFirstDeploy) return beginSubmission(s, { restorePath: firstRestorePath(s.spec) }, 'ClusterReady')
  const jobId = s.currentJobStatus.jobID
  const left = leftMs(s, s.settings.maxErrDurationMs)
  const stopping = stopJobBeforeNext(s, s.current, jobId, left)
  if (!stopping.stopped) {
    const waiting = stay(stopping.reason ?? 'WaitingForJobToEnd', {
      message: stopping.message,
      actions: stopping.actions,
      requeueAfterMs: pollMs(s, 100, 2_000),
    })
    return stopping.isLastResort ? supersede(s, waiting) : waiting
  }
  if (isForcedBack(s)) {
    const message = `Could not cancel existing job: ${forceRollbackMessage}`
    return beginRollback(s, 'ForceRollback', forceRollbackMessage, {
      status: withAttempt(s, finishedJob(s)),
      events: [{ type: 'Warning', reason: 'CancelFailed', message }],
    })
  }
  const restoreReason = 'savepointDisabled is set'
  return beginSubmission(s, { restorePath: '', restoreReason }, 'JobEnded', {
    message: `Job ${jobId ?? ''} has ended`,
    events: [startingWithoutState(restoreReason)],
  })
}
