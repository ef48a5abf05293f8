import { attemptOf, deployFailed, withAttempt } from '../attempt.ts'
import { clusterReadiness } from '../cluster-readiness.ts'
import { pollMs } from '../deadline.ts'
import { stay } from '../decision.ts'
import { restorePointOf } from '../deploy-succeeded.ts'
import { jobSubmitted } from '../events.ts'
import { findJob, hasEnded, liveJobs } from '../job.ts'
import { reasonOf } from '../reasons.ts'
import { type PhaseStep, type Situation } from '../situation.ts'
import { finalRefusal, jobIdOf, pointGenericService, submissionId, submit } from '../submission.ts'

/** Starts the job of the version before again where it stopped, and ends the attempt once it runs. */
export function startOldJob(s: Situation, left: number): ReturnType<PhaseStep<'RollingBackJob'>> {
  const attempt = attemptOf(s)
  const cause = attempt.rollback ?? { reason: 'DeployFailed', message: 'the deploy failed' }
  const restorePath = attempt.restorePath ?? s.status.savepointPath ?? ''
  // A job that runs there without being recorded was started again by the operator that worked before.
  const jobId = cause.jobId ?? liveJobs(s.current)[0]
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
  const refusal = finalRefusal(
    jobId === undefined ? undefined : s.outcomeOf(submissionId(s.current.hash, jobId)),
  )
  if (refusal) return rollbackFailed(s, refusal.message)
  const readiness = clusterReadiness(s.current, s.currentJobStatus.parallelism ?? 1)
  if (left <= 0) {
    return rollbackFailed(s, readiness.isReady ? 'its submission is not answered' : readiness.message)
  }
  if (!readiness.isReady || (jobId !== undefined && !hasEnded(job))) {
    return stay('OldClusterNotReady', {
      message: readiness.isReady ? 'The old job cannot be looked for' : readiness.message,
      requeueAfterMs: pollMs(s, 200, 5_000, left),
    })
  }
  const id = jobId ?? jobIdOf(s, s.current, attempt, 'rollback')
  return stay('OldJobSubmitted', {
    message: `Starting the old version's job again${restorePath ? ` from ${restorePath}` : ''}`,
    status: withAttempt(s, { rollback: { ...cause, jobId: id }, restorePath }),
    actions: [
      ...pointGenericService(s, s.current),
      ...submit(s, s.current, id, oldJobParameters(s), restorePath),
    ],
    requeueAfterMs: pollMs(s, 200, 5_000, left),
  })
}

/** Told when the job is seen for the first time. */
function submittedNow({ status }: Situation, jobId: string) {
  return status.waitingFor?.what === 'OldJobStarting' ? [] : [jobSubmitted(jobId)]
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

function rolledBack(s: Situation, jobId: string): ReturnType<PhaseStep<'RollingBackJob'>> {
  const attempt = attemptOf(s)
  const cause = attempt.rollback ?? { reason: 'DeployFailed', message: '' }
  const used = restorePointOf(attempt.restorePath ?? s.status.savepointPath, s.nowMs)
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

/** No job runs: the path of what it would start from stays in the status, for the next attempt. */
function rollbackFailed(s: Situation, why: string): ReturnType<PhaseStep<'RollingBackJob'>> {
  const attempt = attemptOf(s)
  const message = `Failed to rollback to original deployment, manual intervention needed: ${why}`
  return deployFailed(s, attempt, 'RollbackFailed', `${attempt.rollback?.message ?? ''}. ${message}`, {
    events: [{ type: 'Warning', reason: 'RollbackFailed', message }],
    status: {
      savepointPath: attempt.restorePath ?? s.status.savepointPath,
      jobStatus: { ...s.status.jobStatus, jobID: '' },
    },
  })
}
