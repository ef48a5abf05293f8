import { attemptOf, withAttempt } from '../attempt.ts'
import { isReady } from '../cluster.ts'
import { leftMs, pollMs } from '../deadline.ts'
import { stay } from '../decision.ts'
import { deployFailed } from '../deploy-failed.ts'
import { forceRollbackMessage, isForcedBack } from '../force-rollback.ts'
import { endOrphanedTasks } from '../orphaned-tasks.ts'
import { beginRollback } from '../rollback.ts'
import { type PhaseStep, type Situation } from '../situation.ts'
import { stopJobBeforeNext } from '../stop-job.ts'
import { savepointActionId } from '../stop-old-job.ts'
import { beginSubmission } from '../submission.ts'
import { startOver, supersede } from '../supersede.ts'
import { type Choice } from '../../restore-point/choose-restore-point.ts'
import { isBeingReplaced } from '../../restore-point/final-statistics.ts'
import { savepointProgress } from '../../restore-point/savepoint-progress.ts'
import { readingLastCheckpointMs } from './reading-last-checkpoint.ts'
import { chooseFor, type StartFrom, startFrom } from './start-from.ts'

/**
 * The old job could not be given a savepoint, or is lost: the newest snapshot that outlives it is looked for.
 *
 * Leads to `SubmittingJob` once the old job has ended and its last checkpoint is known, or without one where the spec permits it or
 * there is no state to lose; to `DeployFailed` when there is none, or the JobManager is cut off, which leaves an old job that runs
 * alone; with `forceRollback` to `RollingBackJob`; in BlueGreen to `Updating`, when a lost job does not end and the spec is edited.
 */
export const recovering: PhaseStep<'Recovering'> = (s) => {
  const attempt = attemptOf(s)
  const left = leftMs(s, s.settings.maxErrDurationMs)
  const { currentJob } = s
  const isReachable = currentJob.presence !== 'unknown'
  const isRead = currentJob.presence !== 'present' || currentJob.details !== undefined
  if (!attempt.stopRequested && left > 0 && !(isReachable && isRead)) {
    const why = currentJob.presence === 'unknown' ? currentJob.reason : 'its statistics have not been read'
    return stay('JobManagerUnreachable', {
      message: `The newest snapshot cannot be asked for: ${why}`,
      requeueAfterMs: pollMs(s, 500, 5_000, left),
    })
  }
  if (isForcedBack(s) && !attempt.stopRequested && !s.blueGreen) {
    return deployFailed(s, attempt, 'ForceRollback', `Failed to recover: ${forceRollbackMessage}`, {
      events: [recoveryForcedBack],
      status: ofPast,
      deployed: mayYetStop(s),
    })
  }
  const cut = cutOff(s)
  if (cut !== undefined && !attempt.stopRequested) {
    return deployFailed(s, attempt, 'JobManagerUnreachable', cut, {
      events: [{ type: 'Warning', reason: 'RecoveryFailed', message: cut }],
      status: ofPast,
      deployed: mayYetStop(s),
    })
  }
  const choice = chooseFor(s)
  const start = startFrom(s, choice)
  const untilFinalMs = s.blueGreen ? 0 : readingLastCheckpointMs(s, currentJob)
  if (untilFinalMs > 0) {
    return stay('ReadingLastCheckpoint', {
      message: `Job ${s.currentJobStatus.jobID ?? ''} has ended; Flink may not tell of its last checkpoint yet`,
      ...(start && { status: withAttempt(s, { stopRequested: true, ...start }) }),
      requeueAfterMs: untilFinalMs,
    })
  }
  if (start === undefined && left > 0 && isBeingReplaced(currentJob)) {
    return stay('CheckpointReplaced', {
      message: `The newest checkpoint of job ${s.currentJobStatus.jobID ?? ''} gives way to one that Flink does not tell of yet`,
      requeueAfterMs: pollMs(s, 500, 5_000, left),
    })
  }
  if (start === undefined) return nothingToRestore(s, choice)

  const stopping =
    s.blueGreen && attempt.kind !== 'Recovery'
      ? ({ stopped: true } as const)
      : stopJobBeforeNext(s, s.current, s.currentJobStatus.jobID, left)
  if (!stopping.stopped) {
    const waiting = stay(stopping.reason ?? 'WaitingForJobToEnd', {
      message: stopping.message,
      status: withAttempt(s, { stopRequested: true, ...start }),
      actions: [...stopping.actions, ...endOrphanedTasks(s, s.current, s.currentJobStatus.jobID)],
      requeueAfterMs: pollMs(s, 100, 2_000),
    })
    return stopping.isLastResort ? (startOver(s, waiting) ?? supersede(s, waiting)) : waiting
  }
  if (isForcedBack(s)) {
    return beginRollback(s, 'ForceRollback', forceRollbackMessage, {
      status: { ...withAttempt(s, start), savepointPath: start.restorePath || undefined },
      events: [recoveryForcedBack],
    })
  }
  return beginSubmission(s, start, start.restorePath === '' ? 'RestoringWithoutState' : 'RestorePointFound', {
    message:
      start.restorePath === ''
        ? `Starting without state: ${start.restoreReason ?? ''}`
        : `Restoring from ${start.restorePath}`,
    events: [restoreEvent(s, start)],
  })
}

/**
 * Why an old job that cannot be asked about is left alone: the kubelet reaches its JobManager, so it runs on and makes checkpoints
 * that nobody here knows of. What is remembered is older, and Flink may have deleted it since.
 */
function cutOff(s: Situation): string | undefined {
  const { blueGreen, current, currentJob, spec } = s
  if (currentJob.presence !== 'unknown' || attemptOf(s).kind === 'Recovery' || blueGreen) return undefined
  const ready = current.jobManagerPods.find(isReady)
  if (ready === undefined || spec.fallbackWithoutState) return undefined
  return (
    `The old job is left alone: Kubernetes finds its JobManager ${ready.metadata.name} ready, but the operator cannot ask it ` +
    `(${currentJob.reason}). See what keeps it from there, such as a NetworkPolicy, or set fallbackWithoutState: true to go on from ` +
    'the newest checkpoint that is known'
  )
}

const recoveryForcedBack = {
  type: 'Warning',
  reason: 'RecoveryFailed',
  message: `Failed to recover with externalized checkpoint: ${forceRollbackMessage}`,
} as const

function nothingToRestore(s: Situation, choice: Choice): ReturnType<PhaseStep<'Recovering'>> {
  const attempt = attemptOf(s)
  const why = choice.found || choice.nothingToLose ? '' : choice.why
  const message =
    `No externalized checkpoint found: ${why}. Set fallbackWithoutState: true to start without ` +
    'state, or raise maxCheckpointRestoreAgeSeconds where the snapshot is only too old'
  return deployFailed(s, attempt, 'RestorePointMissing', message, {
    events: [
      {
        type: 'Warning',
        reason: 'RecoveryFailed',
        message: 'Could not recover. Manual intervention is needed to recover.',
      },
    ],
    status: ofPast,
    deployed: mayYetStop(s),
  })
}

/** The old job is what holds the state. A savepoint that it outlived, as one that Flink brought back, grows old beside it. */
const ofPast = { savepointPath: undefined }

/** The old job is left alone, but Flink may yet end it with the savepoint that nobody could be asked for any more. */
function mayYetStop(s: Situation): { toldToStop?: string } {
  const { savepoint } = attemptOf(s)
  if (savepoint === undefined || savepoint.mode === 'keep') return {}
  const id = savepointActionId(savepoint)
  const { state } = savepointProgress(savepoint, s.current, s.outcomeOf(id), s.nowMs)
  return state === 'unknown' || s.isInFlight(id) ? { toldToStop: savepoint.jobId } : {}
}

function restoreEvent(s: Situation, start: StartFrom) {
  if (start.restorePath !== '') {
    return {
      type: 'Normal',
      reason: 'RestoringExternalizedCheckpoint',
      message: `Restoring from externalized checkpoint ${start.restorePath} for deploy ${attemptOf(s).hash}`,
    } as const
  }
  return {
    type: 'Warning',
    reason: 'RestoringWithoutExternalizedCheckpoint',
    message: `Proceeding without a checkpoint or savepoint: ${start.restoreReason ?? ''}`,
  } as const
}
