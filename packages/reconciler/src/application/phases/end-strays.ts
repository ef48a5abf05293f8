import { pollMs } from '../deadline.ts'
import { stay, type Step } from '../decision.ts'
import { isHighlyAvailable } from '../high-availability.ts'
import { liveJobs } from '../job.ts'
import { jobsOf } from '../own-jobs.ts'
import { type Situation } from '../situation.ts'
import { cancelJob } from '../stop-job.ts'

/**
 * Ends what Flink has brought back into the new cluster, where it has a cluster id that was used before: a user's own, or
 * the original operator's. The clusters of a user's own id have one leader, which shows the job of the old one as well.
 */
export function endStrays(s: Situation, left: number): Step<never> | undefined {
  if (!isHighlyAvailable(s, s.target)) return undefined
  const own = new Set(jobsOf(s).map(({ jobId }) => jobId))
  const strays = liveJobs(s.target).filter((jobId) => !own.has(jobId))
  if (strays.length === 0) return undefined
  return stay('WaitingForJobToEnd', {
    message: `Cluster ${s.target.hash} has brought back ${strays.join(', ')}, of an earlier attempt; it has to end first`,
    actions: strays.map((jobId) => cancelJob(s.target.hash, jobId)),
    requeueAfterMs: pollMs(s, 100, 2_000, left),
  })
}
