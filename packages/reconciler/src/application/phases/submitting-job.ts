import { type Attempt } from '../application.ts'
import { attemptOf, withAttempt } from '../attempt.ts'
import { isOutOfRetries, sayOutOfRetries } from '../back-off.ts'
import { missingObjects } from '../cluster-objects.ts'
import { clusterReadiness } from '../cluster-readiness.ts'
import { leftMs, pollMs } from '../deadline.ts'
import { type Action, stay } from '../decision.ts'
import { deploySucceeded } from '../deploy-succeeded.ts'
import { jobSubmitted } from '../events.ts'
import { forceRollbackMessage, isForcedBack } from '../force-rollback.ts'
import { mayComeBack, sayComingBack } from '../high-availability.ts'
import { fromInstant } from '../instant.ts'
import { findJob } from '../job.ts'
import { startCluster, stopJobManager } from '../job-manager-restart.ts'
import { causeOfFailure, type PodProblem } from '../pod-problem.ts'
import { type Reason } from '../reasons.ts'
import { rescale } from '../rescale.ts'
import { beginRollback } from '../rollback.ts'
import { type PhaseStep, type Situation } from '../situation.ts'
import {
  finalRefusal,
  nextSubmission,
  pointGenericService,
  type Start,
  submissionId,
  submit,
  takesJobId,
} from '../submission.ts'
import { startTaskManagers } from '../task-manager-restart.ts'
import { tasksLeft } from '../tasks-left.ts'
import { requestState } from '../unnamed-submission.ts'
import { adoptableJob } from './adoptable-job.ts'
import { endStrays } from './end-strays.ts'

/**
 * The new job is submitted, under an id recorded before, and watched until all its tasks run.
 *
 * Leads to `Running` (in BlueGreen beside an older version to `DualRunning`) once they do or the job has finished;
 * to `RollingBackJob` when Flink refuses the job for good, the job fails, or the time is up. A JobManager that is
 * replaced and forgets the job gets it again.
 */
export const submittingJob: PhaseStep<'SubmittingJob'> = (s) => {
  const attempt = attemptOf(s)
  const jobId = attempt.jobId ?? adoptableJob(s)
  const job = findJob(s.target, jobId)
  const left = leftMs(s, s.settings.flinkJobVertexTimeoutMs)

  if (job.presence === 'present') {
    const isBack = attempt.kind === 'Recovery' && !job.isTerminal && job.state !== 'INITIALIZING'
    // Before its TaskManagers are back it has no tasks, and an update could take no savepoint of it.
    const hasSlots = () => left <= 0 || clusterReadiness(s.target, attempt.job.parallelism).isReady
    if (job.state === 'FINISHED' || job.isRunning || (isBack && hasSlots()))
      return deploySucceeded(s, jobId ?? '', job)
    if (isForcedBack(s)) return fail(s, 'ForceRollback', forceRollbackMessage)
    if (job.state === 'FAILED' && job.details?.rootCause === undefined && left > 0 && !isStale(s)) {
      // Flink shows the cause up to three seconds after the state (`web.refresh-interval`).
      return stay('JobFailed', { message: `Job ${jobId ?? ''} is FAILED`, requeueAfterMs: 500 })
    }
    if (job.isTerminal) {
      const cause = job.details?.rootCause
      return monitoringFailed(
        s,
        job.state === 'FAILED' ? 'JobFailed' : 'JobCanceled',
        `Job ${jobId ?? ''} is ${job.state}${cause ? `: ${cause}` : ''}`,
      )
    }
    const problem = podsProblem(s)
    const cause = problem?.message ?? job.details?.rootCause
    if (left <= 0) return monitoringFailed(s, problem?.reason ?? 'TasksNotRunning', timedOut(s, cause))
    return stay(problem?.reason ?? 'JobStarting', {
      message: `Job ${jobId ?? ''} is ${job.state}, ${job.runningTasks} of its ${job.totalTasks} tasks run${cause ? `: ${cause}` : ''}`,
      status: {
        ...withAttempt(s, { jobSeen: true, ...(jobId !== undefined && { jobId }) }),
        ...(!s.blueGreen && { jobStatus: { ...s.status.jobStatus, jobID: jobId ?? '' } }),
      },
      // Its TaskManagers may be missing: somebody deleted them, or a crash came between the cluster's objects.
      actions: s.target.isBuilt ? [] : missingParts(s),
      events: attempt.jobSeen ? [] : [jobSubmitted(jobId ?? '')],
      requeueAfterMs: pollMs(s, 100, 1_000, left),
    })
  }
  if (isForcedBack(s)) return fail(s, 'ForceRollback', forceRollbackMessage)
  const outcome = s.outcomeOf(submissionId(attempt, jobId))
  const refusal = finalRefusal(outcome)
  if (refusal) return fail(s, refusal.reason, refusal.message)
  const problem = podsProblem(s)
  if (left <= 0) {
    return fail(s, problem?.reason ?? 'SubmissionTimedOut', timedOut(s, problem?.message ?? outcomeText(s)))
  }
  if (isOutOfRetries(s.status)) {
    return fail(s, problem?.reason ?? 'SubmissionRefused', sayOutOfRetries(s.status, 'submissions'))
  }
  if (job.presence === 'unknown') {
    return stay(problem?.reason ?? 'JobManagerUnreachable', {
      message: `The job cannot be looked for: ${job.reason}`,
      actions: [...missingParts(s), ...startCluster(s, s.target)],
      requeueAfterMs: pollMs(s, 200, 5_000, left),
    })
  }
  const strays = endStrays(s, left)
  if (strays) return strays
  const held = attempt.submissions > 0 ? tasksLeft(s.target, jobId) : undefined
  if (held !== undefined) {
    return stay('WaitingForJobToEnd', { message: held, requeueAfterMs: pollMs(s, 200, 2_000, left) })
  }
  if (attempt.jobSeen && mayComeBack(s, s.target)) {
    return stay(s.target.answer.state === 'ready' ? 'JobLost' : 'JobManagerUnreachable', {
      message: sayComingBack(jobId ?? ''),
      actions: [...missingParts(s), ...startCluster(s, s.target)],
      requeueAfterMs: pollMs(s, 200, 5_000, left),
    })
  }
  if (attempt.jobSeen) return submitAgain(s, jobId ?? '')
  const isAskedUnnamed = attempt.submissions > 0 && !takesJobId(s, s.target)
  const request = isAskedUnnamed ? requestState(s, submissionId(attempt, undefined)) : undefined
  if (request === 'forgotten') return stopJobManager(s.target) ?? askAnew(s)
  const isNext = jobId === undefined && request === undefined && s.target.answer.state === 'ready'
  const named = isNext ? nextSubmission(s, attempt, startOf(attempt)) : attempt
  const submission =
    request === 'underWay'
      ? []
      : submit(s, s.target, named.jobId ?? jobId, attempt.job, attempt.restorePath ?? '')
  // An earlier request that was not refused may still be at work, whatever this one is answered.
  const isRepeated = submission.length > 0 && named === attempt && outcome?.result.kind !== 'refused'
  const actions = [
    // A job that could not be ended in another way lost its cluster.
    ...(s.target.isBuilt ? [] : missingParts(s)),
    ...pointGenericService(s, s.target),
    ...startCluster(s, s.target),
    ...startTaskManagers(s.target),
    ...submission,
  ]
  return stay('JobSubmitted', {
    message: `The job is being submitted to cluster ${attempt.hash}${outcomeText(s) ? `; last answer: ${outcomeText(s)}` : ''}`,
    status: { attempt: isRepeated ? { ...attempt, submissions: Math.max(2, attempt.submissions) } : named },
    actions,
    requeueAfterMs: pollMs(s, 200, 5_000, left),
  })
}

/** What is there under its label from before a rescale in place was not made again by anybody: it is labelled anew. */
function missingParts(s: Situation): Action[] {
  const attempt = attemptOf(s)
  const relabelled = attempt.kind === 'Rescale' ? rescale(s) : []
  return relabelled.length > 0 ? relabelled : missingObjects(s, attempt, s.status.updatingVersion)
}

function podsProblem({ target, nowMs }: Situation): PodProblem | undefined {
  const { taskManagerPods, jobManagerPods, taskManager, jobManager } = target
  return causeOfFailure([...taskManagerPods, ...jobManagerPods], [taskManager, jobManager], nowMs)
}

/** The cause has been waited for long enough. */
function isStale(s: Situation): boolean {
  const since = s.status.waitingFor?.what === 'JobFailed' ? fromInstant(s.status.waitingFor.since) : undefined
  return since !== undefined && s.nowMs - since >= 4_000
}

function startOf({ restorePath = '', restoreReason }: Attempt): Start {
  return { restorePath, ...(restoreReason !== undefined && { restoreReason }) }
}

/** Its JobManager was ended with whatever it was asked for; the next one has not been asked for anything. */
function askAnew(s: Situation): ReturnType<PhaseStep<'SubmittingJob'>> {
  return stay('WaitingForClusterToEnd', {
    message: `The JobManager of cluster ${s.target.hash} is started again, to be asked for the job anew`,
    status: withAttempt(s, { submissions: 0 }),
    actions: startCluster(s, s.target),
    requeueAfterMs: 1_000,
  })
}

/** The JobManager was replaced and has forgotten the job, which had not run yet: the same again under a new id. */
function submitAgain(s: Situation, lostJobId: string): ReturnType<PhaseStep<'SubmittingJob'>> {
  const attempt = attemptOf(s)
  const next = nextSubmission(s, attempt, startOf(attempt))
  return stay('JobLost', {
    message: `Job ${lostJobId} is gone with its JobManager; it is submitted again`,
    // Another operator that reads only the job's id must not look for the one that is lost.
    status: {
      attempt: next,
      ...(!s.blueGreen && { jobStatus: { ...s.status.jobStatus, jobID: '' } }),
    },
    actions: submit(s, s.target, next.jobId, attempt.job, attempt.restorePath ?? ''),
    requeueAfterMs: 200,
  })
}

function fail(s: Situation, reason: Reason, message: string): ReturnType<PhaseStep<'SubmittingJob'>> {
  return beginRollback(s, reason, message, {
    status: withAttempt(s, {}),
    events: [{ type: 'Warning', reason: 'JobSubmissionFailed', message: `Failed to submit job: ${message}` }],
  })
}

/** The job was accepted and came to nothing. */
function monitoringFailed(
  s: Situation,
  reason: Reason,
  message: string,
): ReturnType<PhaseStep<'SubmittingJob'>> {
  return beginRollback(s, reason, message, {
    status: withAttempt(s, {}),
    events: [{ type: 'Warning', reason: 'JobMonitoringFailed', message }],
  })
}

function timedOut(s: Situation, why: string | undefined): string {
  const minutes = (s.settings.flinkJobVertexTimeoutMs / 60_000).toFixed(1)
  return `Not all tasks of the job run after ${minutes} minutes${why ? `: ${why}` : ''}`
}

function outcomeText(s: Situation): string {
  const attempt = attemptOf(s)
  const result = s.outcomeOf(submissionId(attempt, attempt.jobId))?.result
  return result === undefined || result.kind === 'done'
    ? ''
    : (result.message.split('\n')[0] ?? '').slice(0, 500)
}
