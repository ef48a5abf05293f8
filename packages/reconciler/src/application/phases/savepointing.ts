import { attemptOf, withAttempt } from '../attempt.ts'
import { isOutOfRetries, sayOutOfRetries } from '../back-off.ts'
import { leftMs, pollMs } from '../deadline.ts'
import { goTo, stay } from '../decision.ts'
import { isForcedBack } from '../force-rollback.ts'
import { comingBack } from '../high-availability.ts'
import { toInstant } from '../instant.ts'
import { findJob, hasFinished } from '../job.ts'
import { type Reason } from '../reasons.ts'
import { type PhaseStep, type Situation } from '../situation.ts'
import { asking, newSavepoint, requestSavepoint, savepointActionId } from '../stop-old-job.ts'
import { beginSubmission, firstRestorePath } from '../submission.ts'
import { startOver, supersede } from '../supersede.ts'
import { cameBack } from '../../restore-point/came-back.ts'
import { newestSnapshot } from '../../restore-point/newest-snapshot.ts'
import { savepointProgress, triggerIdOf } from '../../restore-point/savepoint-progress.ts'
import { readingLastCheckpointMs } from './reading-last-checkpoint.ts'
import { askAgain } from './savepoint-failed.ts'
import { leaveOldJob, savepointCompleted } from './savepoint-completed.ts'
import { chooseFor } from './start-from.ts'

/**
 * Flink writes the savepoint that the new job will restore from, and ends the old job with it (in BlueGreen the
 * old job runs on).
 *
 * Leads to `SubmittingJob` once the savepoint is complete and the old job has ended; to `Recovering`, where a
 * checkpoint is looked for, when it fails or outlasts the limit; with `forceRollback`, once the savepoint has come
 * to its end, to `RollingBackJob`, or to `DeployFailed` when the old job still runs; in BlueGreen to `Updating`, when
 * the spec is edited once the limit is over.
 */
export const savepointing: PhaseStep<'Savepointing'> = (s) => {
  // The original passes through this phase with nothing to stop.
  if (s.isFirstDeploy) return beginSubmission(s, { restorePath: firstRestorePath(s.spec) }, 'ClusterReady')
  const attempt = attemptOf(s)
  const savepoint =
    attempt.savepoint ??
    newSavepoint(s, s.current, s.currentJobStatus.jobID ?? '', s.blueGreen ? 'keep' : 'stop')
  const outcome = s.outcomeOf(savepointActionId(savepoint))
  const progress = savepointProgress(savepoint, s.current, outcome, s.nowMs)
  const left = leftMs(s, s.settings.maxErrDurationMs)
  const recover = (reason: Reason, message: string) =>
    goTo('Recovering', reason, {
      message,
      status: { ...withAttempt(s, {}), savepointTriggerId: undefined },
      events: [{ type: 'Warning', reason: 'SavepointFailed', message }],
      requeueAfterMs: 0,
    })

  switch (progress.state) {
    case 'notRequested': {
      if (left <= 0) return recover('SavepointTimedOut', `Could not savepoint existing job: ${tooLong(s)}`)
      if (isOutOfRetries(s.status)) {
        const why = sayOutOfRetries(s.status, 'requests')
        return recover('SavepointFailed', `Could not savepoint existing job: ${why}`)
      }
      // Asked of a job that Flink has brought back meanwhile, the savepoint is as young as that.
      const isAskedAnew = cameBack(savepoint, s.currentJob, s.nowMs)
      const asked = asking(s, s.current, {
        ...savepoint,
        ...(isAskedAnew && { requestedAt: toInstant(s.nowMs) }),
      })
      return stay('SavepointRequested', {
        message: `Asking for a savepoint of job ${savepoint.jobId}`,
        status: { ...withAttempt(s, { savepoint: asked }), savepointTriggerId: asked.triggerId },
        actions: requestSavepoint(s.current, asked),
        requeueAfterMs: pollMs(s, 100, 1_000, left),
      })
    }
    case 'inProgress': {
      const triggerId = savepoint.triggerId ?? triggerIdOf(outcome)
      // Flink ends a savepoint itself, at the checkpoint timeout. Before that it may not be given up on unless the job is
      // to end all the same and there is a checkpoint to go on from: a stop that is forgotten still stops the job.
      if (left <= 0 && !isForcedBack(s) && chooseFor(s).found) {
        return recover('SavepointTimedOut', `Could not savepoint existing job: ${tooLong(s)}`)
      }
      const waiting = stay('SavepointInProgress', {
        message: `Flink writes the savepoint of job ${savepoint.jobId}`,
        ...(triggerId !== undefined && {
          status: {
            ...withAttempt(s, { savepoint: { ...savepoint, triggerId } }),
            savepointTriggerId: triggerId,
          },
        }),
        requeueAfterMs: pollMs(s, 100, 1_000),
      })
      return left <= 0 ? (startOver(s, waiting) ?? supersede(s, waiting)) : waiting
    }
    case 'unknown':
      if (left <= 0)
        return recover('JobManagerUnreachable', `Could not savepoint existing job: ${progress.reason}`)
      return stay('JobManagerUnreachable', {
        message: `The savepoint of job ${savepoint.jobId} cannot be asked for: ${progress.reason}`,
        requeueAfterMs: pollMs(s, 500, 5_000, left),
      })
    case 'failed': {
      const message = `Failed to take savepoint for job ${savepoint.jobId}: ${progress.message}`
      if (isForcedBack(s)) return leaveOldJob(s, message)
      return askAgain(s, savepoint, message, left) ?? recover('SavepointFailed', message)
    }
    case 'jobLost': {
      if (hasFinished(s)) return jobFinished(s, savepoint.jobId)
      const message = left > 0 ? comingBack(s, s.current, savepoint.jobId) : undefined
      if (message !== undefined)
        return stay('JobLost', { message, requeueAfterMs: pollMs(s, 200, 2_000, left) })
      return recover('JobLost', `Job ${savepoint.jobId} is gone before its savepoint was complete`)
    }
    case 'jobEnded':
      if (progress.jobState === 'FINISHED') return jobFinished(s, savepoint.jobId)
      return recover(
        'JobEnded',
        `Job ${savepoint.jobId} is ${progress.jobState}, so no savepoint can be taken`,
      )
    case 'completed':
      return savepointCompleted(s, progress.location, progress.stopFailed)
  }
}

/** By itself, or with a savepoint that nothing but its statistics tells of any more, and these not at once. */
function jobFinished(s: Situation, jobId: string): ReturnType<PhaseStep<'Savepointing'>> {
  const untilFinalMs = readingLastCheckpointMs(s, findJob(s.current, jobId))
  if (untilFinalMs > 0) {
    return stay('ReadingLastCheckpoint', {
      message: `Job ${jobId} has finished; Flink may not tell yet whether with a savepoint`,
      requeueAfterMs: untilFinalMs,
    })
  }
  const savepointPath = lastSavepointOf(s, jobId) ?? s.status.savepointPath
  if (savepointPath) {
    // Somebody else has asked for it; or asked for another one after this, it had not been brought back, or came to its end first.
    const message = `Job ${jobId} had finished after its savepoint ${savepointPath}`
    return beginSubmission(s, { restorePath: savepointPath }, 'SavepointCompleted', { message })
  }
  const start = { restorePath: '', restoreReason: `job ${jobId} had finished` }
  return beginSubmission(s, start, 'JobFinished', {
    message: `Job ${jobId} had finished, so there is no state to go on from`,
    events: [
      {
        type: 'Warning',
        reason: 'StartingWithoutState',
        message: `Job ${jobId} had finished; the new job starts without its state`,
      },
    ],
  })
}

/** The newest snapshot of a job that has finished, where it is a savepoint: its checkpoints are gone with it. */
function lastSavepointOf(s: Situation, jobId: string): string | undefined {
  const job = findJob(s.current, jobId)
  if (job.presence === 'present') {
    const newest = newestSnapshot(job.details?.checkpoints)
    return newest?.isSavepoint && !newest.discarded ? newest.path : undefined
  }
  const { newest, used } = s.status.restorePoint ?? {}
  const isOfJob = newest?.kind === 'Savepoint' && newest.jobId === jobId
  return isOfJob && newest.path !== used?.path ? newest.path : undefined
}

function tooLong(s: Situation): string {
  return `failed to make progress after ${Math.round(s.settings.maxErrDurationMs / 1000)}s`
}
