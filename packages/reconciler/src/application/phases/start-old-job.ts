import { type Attempt } from '../application.ts'
import { attemptOf, withAttempt } from '../attempt.ts'
import { isChangeRefused, isOutOfRetries, sayOutOfRetries } from '../back-off.ts'
import { clusterReadiness } from '../cluster-readiness.ts'
import { pollMs } from '../deadline.ts'
import { type EventToRecord, stay } from '../decision.ts'
import { deployFailed } from '../deploy-failed.ts'
import { restorePointOf } from '../deploy-succeeded.ts'
import { jobSubmitted, startingWithoutState } from '../events.ts'
import { findJob, hasEnded, liveJobs } from '../job.ts'
import { isJobManagerStopped, startCluster, stopJobManager } from '../job-manager-restart.ts'
import { reasonOf } from '../reasons.ts'
import { type PhaseStep, type Situation } from '../situation.ts'
import { startTaskManagers } from '../task-manager-restart.ts'
import { tasksLeft } from '../tasks-left.ts'
import {
  finalRefusal,
  jobIdOf,
  pointGenericService,
  submissionId,
  submit,
  takesJobId,
} from '../submission.ts'
import { requestState } from '../unnamed-submission.ts'
import { awaitLook, giveUp, rollbackFailed } from './give-up-old-job.ts'

/** Starts the job of the version before again where it stopped, and ends the attempt once it runs. */
export function startOldJob(s: Situation, left: number): ReturnType<PhaseStep<'RollingBackJob'>> {
  const attempt = attemptOf(s)
  const cause: NonNullable<Attempt['rollback']> = attempt.rollback ?? {
    reason: 'DeployFailed',
    message: 'the deploy failed',
  }
  if (attempt.finishedJobId !== undefined) return finishedBefore(s, attempt.finishedJobId)
  const restorePath = attempt.restorePath ?? s.status.savepointPath ?? ''
  const isNamed = takesJobId(s, s.current)
  // A job that runs there without being recorded was started again by the operator that worked before, or its Flink is
  // before 1.8 and has named it.
  const live = liveJobs(s.current)[0]
  const jobId = isNamed ? (cause.jobId ?? live) : (live ?? cause.jobId)
  const job = findJob(s.current, jobId)

  if (jobId !== undefined && job.presence === 'present') {
    if (job.isRunning || job.state === 'FINISHED' || (left <= 0 && !job.isTerminal))
      return rolledBack(s, jobId)
    if (job.isTerminal)
      return rollbackFailed(s, `job ${jobId} is ${job.state}: ${job.details?.rootCause ?? ''}`)
    return stay('OldJobStarting', {
      message: `Job ${jobId} of the old version is ${job.state}`,
      status: withAttempt(s, { rollback: { ...cause, jobId } }),
      events: submittedNow(s, jobId),
      requeueAfterMs: pollMs(s, 100, 1_000, left),
    })
  }
  const id = jobId ?? jobIdOf(s, s.current, attempt, 'rollback')
  const requestId = submissionId(attempt, id)
  const refusal = finalRefusal(jobId === undefined ? undefined : s.outcomeOf(requestId))
  if (cause.lookedForAt !== undefined) return awaitLook(s, job, refusal?.message ?? cause.givenUp)
  if (refusal) return giveUp(s, refusal.message)
  const isAskedTooOften = cause.jobId !== undefined && isOutOfRetries(s.status)
  const givenUp = isAskedTooOften ? sayOutOfRetries(s.status, 'submissions') : cause.givenUp
  if (givenUp !== undefined) return giveUp(s, givenUp)
  const readiness = clusterReadiness(s.current, s.currentJobStatus.parallelism ?? 1, s.nowMs)
  if (left <= 0) {
    const isUnanswered = readiness.isReady || isJobManagerStopped(s.current)
    return giveUp(s, isUnanswered ? 'its submission is not answered' : readiness.message)
  }
  const { asked, ...unasked } = { ...cause, jobId: id }
  const request = asked ? requestState(s, requestId) : undefined
  const ending = request === 'forgotten' ? stopJobManager(s.current, isChangeRefused(s.status)) : undefined
  if (ending) return ending
  if (isJobManagerStopped(s.current)) {
    return stay('OldClusterNotReady', {
      message: `The JobManager of cluster ${s.current.hash} is started again`,
      // With the id of its next job recorded, whatever it had to be stopped for counts as ended.
      status: withAttempt(s, { rollback: unasked, restorePath }),
      actions: startCluster(s, s.current),
      requeueAfterMs: pollMs(s, 200, 5_000, left),
    })
  }
  if (!readiness.isReady || (jobId !== undefined && !hasEnded(job))) {
    return stay('OldClusterNotReady', {
      message: readiness.isReady ? 'The old job cannot be looked for' : readiness.message,
      actions: startTaskManagers(s.current),
      requeueAfterMs: pollMs(s, 200, 5_000, left),
    })
  }
  // Also where none is known: the operator that worked before may have started one that its JobManager has forgotten.
  const held = tasksLeft(s.current, jobId)
  if (held !== undefined) {
    return stay('WaitingForJobToEnd', { message: held, requeueAfterMs: pollMs(s, 200, 2_000, left) })
  }
  return stay('OldJobSubmitted', {
    message: `Starting the old version's job again${restorePath ? ` from ${restorePath}` : ''}`,
    events: restorePath === '' ? withoutState(s) : [],
    status: withAttempt(s, { rollback: isNamed ? unasked : { ...unasked, asked: true }, restorePath }),
    actions: [
      ...pointGenericService(s, s.current),
      ...startTaskManagers(s.current),
      ...(request === 'underWay'
        ? []
        : submit(s, s.current, isNamed ? id : undefined, oldJobParameters(s), restorePath, requestId)),
    ],
    requeueAfterMs: pollMs(s, 200, 5_000, left),
  })
}

/** Told when the job is seen for the first time. */
function submittedNow({ status }: Situation, jobId: string) {
  return status.waitingFor?.what === 'OldJobStarting' ? [] : [jobSubmitted(jobId)]
}

/** Told when the job is asked for the first time. */
function withoutState({ status, spec, attempt }: Situation): EventToRecord[] {
  if (status.waitingFor?.what === 'OldJobSubmitted') return []
  const why = spec.savepointDisabled ? 'savepointDisabled is set' : 'no snapshot of it is known'
  return [startingWithoutState(attempt?.restoreReason ?? why, "The old version's job")]
}

function oldJobParameters({ currentJobStatus: job, spec }: Situation) {
  return {
    jarName: job.jarName ?? '',
    parallelism: job.parallelism ?? spec.parallelism ?? 1,
    entryClass: job.entryClass ?? '',
    programArgs: job.programArgs ?? '',
    allowNonRestoredState: job.allowNonRestoredState ?? false,
  }
}

/** There is nothing to go back to but its end. */
function finishedBefore(s: Situation, jobId: string): ReturnType<PhaseStep<'RollingBackJob'>> {
  const attempt = attemptOf(s)
  const cause = attempt.rollback ?? { reason: 'DeployFailed', message: '' }
  return deployFailed(s, attempt, reasonOf(cause.reason), cause.message, {
    events: [
      {
        type: 'Normal',
        reason: 'RollbackSucceeded',
        message: `Job ${jobId} of the previous deploy had finished, and is not run a second time`,
      },
    ],
    status: { savepointPath: undefined, jobStatus: { ...s.status.jobStatus, jobID: jobId } },
  })
}

function rolledBack(s: Situation, jobId: string): ReturnType<PhaseStep<'RollingBackJob'>> {
  const attempt = attemptOf(s)
  const cause = attempt.rollback ?? { reason: 'DeployFailed', message: '' }
  const used = restorePointOf(s, attempt.restorePath ?? s.status.savepointPath)
  return deployFailed(s, attempt, reasonOf(cause.reason), cause.message, {
    events: [
      ...submittedNow(s, jobId),
      {
        type: 'Normal',
        reason: 'RollbackSucceeded',
        message: 'Successfully rolled back to previous deploy',
      },
    ],
    status: {
      savepointPath: undefined,
      jobStatus: { ...oldJobParameters(s), jobID: jobId, ...(used && { restorePath: used.path }) },
      restorePoint: used ? { used, newest: { ...used, jobId } } : undefined,
    },
  })
}
