import { attemptOf } from '../attempt.ts'
import { type Situation } from '../situation.ts'

/**
 * A Flink before 1.8 chooses the job's id itself: the job that runs on the new cluster and is not the old one's is
 * ours. So is that of an attempt which the original operator submitted without recording the id.
 */
export function adoptableJob(s: Situation): string | undefined {
  if (s.target.answer.state !== 'ready') return undefined
  // After a rescale in place the jobs that have ended there were the old version's.
  const isShared = attemptOf(s).kind !== 'Deploy'
  const others = s.target.answer.jobs.filter(
    (job) =>
      job.id !== s.currentJobStatus.jobID &&
      !['CANCELED', 'FAILED', ...(isShared ? ['FINISHED'] : [])].includes(job.state),
  )
  return others[0]?.id
}
