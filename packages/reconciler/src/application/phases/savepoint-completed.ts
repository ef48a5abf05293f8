import { attemptOf, withAttempt } from '../attempt.ts'
import { pollMs, waitedMs } from '../deadline.ts'
import { stay } from '../decision.ts'
import { deployFailed } from '../deploy-failed.ts'
import { forceRollbackMessage, isForcedBack } from '../force-rollback.ts'
import { isRunning } from '../job.ts'
import { beginRollback } from '../rollback.ts'
import { type PhaseStep, type Situation } from '../situation.ts'
import { stopJobBeforeNext } from '../stop-job.ts'
import { newSavepoint, requestSavepoint } from '../stop-old-job.ts'
import { beginSubmission } from '../submission.ts'
import { supersede } from '../supersede.ts'
import { cameBack } from '../../restore-point/came-back.ts'

/** The savepoint is there: the new job starts from it once the old one has ended, which in BlueGreen runs on. */
export function savepointCompleted(
  s: Situation,
  location: string,
  stopFailed: string | undefined,
): ReturnType<PhaseStep<'Savepointing'>> {
  const attempt = attemptOf(s)
  const jobId = attempt.savepoint?.jobId ?? ''
  if (s.blueGreen) {
    if (isForcedBack(s)) return leaveOldJob(s, forceRollbackMessage)
    return beginSubmission(s, { restorePath: location }, 'SavepointCompleted', {
      message: `Completed savepoint at ${location}`,
      events: [
        { type: 'Normal', reason: 'SavepointCompleted', message: `Completed savepoint at ${location}` },
      ],
    })
  }
  const record = {
    ...withAttempt(s, {
      ...(attempt.savepoint && {
        savepoint: {
          ...attempt.savepoint,
          location,
          ...(stopFailed !== undefined && { failure: stopFailed }),
        },
      }),
      restorePath: location,
    }),
    savepointPath: location,
  }
  // The savepoint may have taken all of the phase's time.
  const left = s.settings.maxErrDurationMs - waitedMs(s, 'WaitingForJobToEnd')
  if (left > 0 && attempt.savepoint && cameBack(attempt.savepoint, s.currentJob, s.nowMs)) {
    const message = `Job ${jobId} was brought back after its savepoint ${location}, and is asked for another one`
    if (!isRunning(s.currentJob)) {
      return stay('WaitingForJobToEnd', {
        message: `${message} once it runs`,
        status: record,
        requeueAfterMs: pollMs(s, 100, 1_000, left),
      })
    }
    const { requestedAt, retries } = attempt.savepoint
    const savepoint = newSavepoint(s, s.current, jobId, 'stop', retries + 1)
    return stay('SavepointRequested', {
      message,
      status: {
        ...withAttempt(s, { savepoint, restorePath: location }),
        savepointPath: location,
        savepointTriggerId: savepoint.triggerId,
        // Should the job be lost now, this is what it goes on from.
        restorePoint: {
          ...s.status.restorePoint,
          newest: { path: location, kind: 'Savepoint', takenAt: requestedAt, jobId },
        },
      },
      actions: requestSavepoint(s.current, savepoint),
      requeueAfterMs: 100,
    })
  }
  const stopping = stopJobBeforeNext(s, s.current, jobId, left)
  if (!stopping.stopped) {
    // A failure while stopping lets the job run again from an older checkpoint: then it has to be cancelled.
    const endsByItself = stopFailed === undefined && !stopping.isLastResort
    const waiting = stay(stopping.reason ?? 'WaitingForJobToEnd', {
      message: stopping.reason
        ? stopping.message
        : `The savepoint ${location} is complete; job ${jobId} is about to end`,
      status: record,
      actions: endsByItself ? [] : stopping.actions,
      requeueAfterMs: pollMs(s, 100, 1_000),
    })
    return stopping.isLastResort ? supersede(s, waiting) : waiting
  }
  const message = `Canceled job with savepoint ${location}`
  const events = [{ type: 'Normal', reason: 'CanceledJob', message }] as const
  if (isForcedBack(s))
    return beginRollback(s, 'ForceRollback', forceRollbackMessage, { status: record, events })
  return beginSubmission(s, { restorePath: location }, 'SavepointCompleted', { message, events })
}

/** The old job still runs and was not told to end: the attempt is over without a trace. */
export function leaveOldJob(s: Situation, why: string): ReturnType<PhaseStep<'Savepointing'>> {
  const message = `Could not savepoint existing job: ${why}`
  return deployFailed(s, attemptOf(s), 'ForceRollback', message, {
    events: [{ type: 'Warning', reason: 'SavepointFailed', message }],
    status: { savepointPath: undefined },
  })
}
