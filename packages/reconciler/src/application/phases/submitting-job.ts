import { type Attempt } from '../application.ts'
import { attemptOf, withAttempt } from '../attempt.ts'
import { missingObjects } from '../cluster-objects.ts'
import { leftMs, pollMs } from '../deadline.ts'
import { stay } from '../decision.ts'
import { deploySucceeded } from '../deploy-succeeded.ts'
import { jobSubmitted } from '../events.ts'
import { forceRollbackMessage, isForcedBack } from '../force-rollback.ts'
import { fromInstant } from '../instant.ts'
import { findJob } from '../job.ts'
import { causeOfFailure, type PodProblem } from '../pod-problem.ts'
import { type Reason } from '../reasons.ts'
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
import { adoptableJob } from './adoptable-job.ts'

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
    if (job.state === 'FINISHED' || job.isRunning || isBack) return deploySucceeded(s, jobId ?? '', job)
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
      events: attempt.jobSeen ? [] : [jobSubmitted(jobId ?? '')],
      requeueAfterMs: pollMs(s, 100, 1_000, left),
    })
  }
  if (isForcedBack(s)) return fail(s, 'ForceRollback', forceRollbackMessage)
  const outcome = s.outcomeOf(submissionId(attempt.hash, jobId))
  const refusal = finalRefusal(outcome)
  if (refusal) return fail(s, refusal.reason, refusal.message)
  const problem = podsProblem(s)
  if (left <= 0) {
    return fail(s, problem?.reason ?? 'SubmissionTimedOut', timedOut(s, problem?.message ?? outcomeText(s)))
  }
  if (job.presence === 'unknown') {
    return stay(problem?.reason ?? 'JobManagerUnreachable', {
      message: `The job cannot be looked for: ${job.reason}`,
      actions: missingObjects(s, attempt, s.status.updatingVersion),
      requeueAfterMs: pollMs(s, 200, 5_000, left),
    })
  }
  if (attempt.jobSeen) return submitAgain(s, jobId ?? '')
  const named =
    jobId === undefined && takesJobId(s, s.target) ? nextSubmission(s, attempt, startOf(attempt)) : attempt
  const actions = [
    ...pointGenericService(s, s.target),
    ...submit(s, s.target, named.jobId ?? jobId, attempt.job, attempt.restorePath ?? ''),
  ]
  return stay('JobSubmitted', {
    message: `The job is being submitted to cluster ${attempt.hash}${outcomeText(s) ? `; last answer: ${outcomeText(s)}` : ''}`,
    status: { attempt: named },
    actions,
    requeueAfterMs: pollMs(s, 200, 5_000, left),
  })
}

function podsProblem({ target, nowMs }: Situation): PodProblem | undefined {
  return causeOfFailure([...target.taskManagerPods, ...target.jobManagerPods], nowMs)
}

/** The cause has been waited for long enough. */
function isStale(s: Situation): boolean {
  const since = s.status.waitingFor?.what === 'JobFailed' ? fromInstant(s.status.waitingFor.since) : undefined
  return since !== undefined && s.nowMs - since >= 4_000
}

function startOf({ restorePath = '', restoreReason }: Attempt): Start {
  return { restorePath, ...(restoreReason !== undefined && { restoreReason }) }
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
  const result = s.outcomeOf(submissionId(attempt.hash, attempt.jobId))?.result
  return result === undefined || result.kind === 'done'
    ? ''
    : (result.message.split('\n')[0] ?? '').slice(0, 500)
}
