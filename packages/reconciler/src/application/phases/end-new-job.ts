import { attemptOf, withAttempt } from '../attempt.ts'
import { isChangeRefused } from '../back-off.ts'
import { pollMs } from '../deadline.ts'
import { stay, type Step } from '../decision.ts'
import { isHighlyAvailable } from '../high-availability.ts'
import { findJob, liveJobs } from '../job.ts'
import { isJobManagerStopped, startCluster, stopCluster, stopJobManager } from '../job-manager-restart.ts'
import { type Situation } from '../situation.ts'
import { deleteDeployments, stopJobBeforeNext } from '../stop-job.ts'
import { submissionId, takesJobId } from '../submission.ts'

/** Ends the job of an attempt that has failed. Nothing once it can never write again, or never come. */
export function endNewJob(s: Situation, left: number): Step<never> | undefined {
  const attempt = attemptOf(s)
  if (attempt.rollback?.jobId !== undefined) return undefined
  const isApart = s.target.hash !== s.current.hash
  const isNamed = takesJobId(s, s.target)
  const jobId = attempt.jobId ?? (isApart || !isNamed ? liveJobs(s.target)[0] : undefined)
  const id = submissionId(attempt, attempt.jobId)
  if (s.isInFlight(id)) {
    return stay('WaitingForSubmission', {
      message: `The submission of job ${jobId ?? ''} is still being answered`,
      requeueAfterMs: pollMs(s, 200, 2_000),
    })
  }
  const job = findJob(s.target, jobId)
  const mayStillAppear =
    attempt.submissions > 0 &&
    !attempt.jobSeen &&
    !(s.outcomeOf(id)?.result.kind === 'refused' && attempt.submissions === 1) &&
    job.presence !== 'present'
  if (mayStillAppear && attempt.kind === 'Deploy' && isApart && !s.target.isGone && !s.isFirstDeploy) {
    // Nobody knows whether a main() of ours is still at work there; only without its JobManager can it not submit.
    return stay('WaitingForClusterToEnd', {
      message: `Cluster ${s.target.hash} may still be about to start the job; it is being deleted`,
      actions: deleteDeployments(s.target),
      requeueAfterMs: 1_000,
    })
  }
  // The cluster is kept for another job. Without the id that its Flink could have taken, the original operator asked for the
  // first, and may have started that other one already.
  const isOurs = attempt.jobId !== undefined || !isNamed
  const isKept = isOurs && (attempt.kind !== 'Deploy' || s.isFirstDeploy)
  const isSilent = job.presence === 'unknown' && left > 0 && !isJobManagerStopped(s.target)
  if (mayStillAppear && isKept && !isSilent) {
    // After a rescale in place the old job starts there, and waits for the last tasks by itself.
    const stop = attempt.kind === 'Rescale' ? stopJobManager : stopCluster
    return stop(s.target, isChangeRefused(s.status)) ?? lookForJob(s)
  }
  const stopping = stopJobBeforeNext(s, s.target, jobId, left)
  if (stopping.stopped) return undefined
  // What no JobManager has shown, Flink does not bring back.
  if (stopping.reason && !(attempt.jobSeen && attempt.submissions > 0)) return undefined
  return stay(stopping.reason ?? 'WaitingForJobToEnd', {
    message: stopping.message,
    actions: [...startCluster(s, s.target), ...stopping.actions],
    requeueAfterMs: pollMs(s, 100, 2_000),
  })
}

/**
 * With high availability Flink brings back what the program submitted before its JobManager ended, so the next one has to
 * show whether there is such a job. Recorded as seen: no program can submit it any more.
 */
function lookForJob(s: Situation): Step<never> | undefined {
  if (!isHighlyAvailable(s, s.target) || !isJobManagerStopped(s.target)) return undefined
  return stay('WaitingForClusterToEnd', {
    message: `The JobManager of cluster ${s.target.hash} is started again, since Flink may bring back the job of the program that was ended with it`,
    status: withAttempt(s, { jobSeen: true }),
    actions: startCluster(s, s.target),
    requeueAfterMs: 1_000,
  })
}
