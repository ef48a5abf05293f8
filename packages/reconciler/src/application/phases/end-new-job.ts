import { attemptOf } from '../attempt.ts'
import { pollMs } from '../deadline.ts'
import { stay, type Step } from '../decision.ts'
import { findJob, liveJobs } from '../job.ts'
import { type Situation } from '../situation.ts'
import { deleteDeployments, stopJob } from '../stop-job.ts'
import { submissionId } from '../submission.ts'

/** Ends the job of an attempt that has failed. Nothing once it can never write again, or never come. */
export function endNewJob(s: Situation, left: number): Step<never> | undefined {
  const attempt = attemptOf(s)
  if (attempt.rollback?.jobId !== undefined) return undefined
  const isApart = s.target.hash !== s.current.hash
  const jobId = attempt.jobId ?? (isApart ? liveJobs(s.target)[0] : undefined)
  const id = submissionId(attempt.hash, attempt.jobId)
  if (s.isInFlight(id)) {
    return stay('WaitingForSubmission', {
      message: `The submission of job ${jobId ?? ''} is still being answered`,
      requeueAfterMs: pollMs(s, 200, 2_000),
    })
  }
  const mayStillAppear =
    attempt.submissions > 0 &&
    !attempt.jobSeen &&
    s.outcomeOf(id)?.result.kind !== 'refused' &&
    findJob(s.target, jobId).presence !== 'present'
  if (mayStillAppear && attempt.kind === 'Deploy' && isApart && !s.target.isGone && !s.isFirstDeploy) {
    // Nobody knows whether a main() of ours is still at work there; only without its JobManager can it not submit.
    return stay('WaitingForClusterToEnd', {
      message: `Cluster ${s.target.hash} may still be about to start the job; it is being deleted`,
      actions: deleteDeployments(s.target),
      requeueAfterMs: 1_000,
    })
  }
  const stopping = stopJob(s.target, jobId, left)
  if (stopping.stopped) return undefined
  return stay('WaitingForJobToEnd', {
    message: stopping.message,
    actions: stopping.actions,
    requeueAfterMs: pollMs(s, 100, 2_000),
  })
}
