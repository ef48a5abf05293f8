import { attemptOf, withAttempt } from '../attempt.ts'
import { pollMs } from '../deadline.ts'
import { stay } from '../decision.ts'
import { isChangeRefused } from '../back-off.ts'
import { deployFailed } from '../deploy-failed.ts'
import { comingBack, isHighlyAvailable } from '../high-availability.ts'
import { fromInstant, toInstant } from '../instant.ts'
import { hasEnded, type Job } from '../job.ts'
import { isJobManagerStopped, startCluster, stopCluster } from '../job-manager-restart.ts'
import { type PhaseStep, type Situation } from '../situation.ts'
import { deleteDeployments } from '../stop-job.ts'

type RolledBack = ReturnType<PhaseStep<'RollingBackJob'>>

/** The old job cannot be started, and one that was asked for must not come later, when another runs. */
export function giveUp(s: Situation, why: string): RolledBack {
  const { rollback } = attemptOf(s)
  if (rollback?.jobId === undefined) return rollbackFailed(s, why)
  const stopping = stopCluster(s.current, isChangeRefused(s.status))
  // Recorded, so that a wait in which no call fails does not look like a new beginning.
  if (stopping) return { ...stopping, status: withAttempt(s, { rollback: { ...rollback, givenUp: why } }) }
  return lookForOldJob(s) ?? rollbackFailed(s, why)
}

/**
 * With high availability Flink brings the job back that the program submitted before its JobManager ended, so the next one
 * has to show whether there is such a job.
 */
function lookForOldJob(s: Situation): RolledBack | undefined {
  const { rollback } = attemptOf(s)
  if (rollback === undefined || !isHighlyAvailable(s, s.current) || !isJobManagerStopped(s.current))
    return undefined
  return stay('OldClusterNotReady', {
    message: `The JobManager of cluster ${s.current.hash} is started again, since Flink may bring back the job of the program that was ended with it`,
    status: withAttempt(s, { rollback: { ...rollback, lookedForAt: toInstant(s.nowMs) } }),
    actions: startCluster(s, s.current),
    requeueAfterMs: 1_000,
  })
}

/** No program can submit the job any more: it is there, or it never comes. A cluster that does not say so in time goes. */
export function awaitLook(s: Situation, job: Job, refusal: string | undefined): RolledBack {
  const message = 'Whether Flink has brought the old job back cannot be told yet'
  if (comingBack(s, s.current, attemptOf(s).rollback?.jobId))
    return stay('JobLost', { message, requeueAfterMs: pollMs(s, 200, 2_000) })
  if (hasEnded(job)) return rollbackFailed(s, refusal ?? 'its submission was not answered')
  const sinceMs = fromInstant(attemptOf(s).rollback?.lookedForAt) ?? s.nowMs
  const isLate = s.nowMs - sinceMs >= s.settings.maxErrDurationMs
  return stay('OldClusterNotReady', {
    message: `${message}${isLate ? '; its cluster is being deleted' : ''}`,
    actions: isLate ? deleteDeployments(s.current) : startCluster(s, s.current),
    requeueAfterMs: pollMs(s, 200, 2_000),
  })
}

/** No job runs: the path of what it would start from stays in the status, for the next attempt. */
export function rollbackFailed(s: Situation, why: string): RolledBack {
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
