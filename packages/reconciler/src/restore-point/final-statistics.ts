import { type Job } from '../application/job.ts'
import { newestSnapshot } from './newest-snapshot.ts'

/** Where the JobManager does not say for how long it repeats an answer: the default of `web.refresh-interval`. */
const defaultMaxAgeMs = 3_000
const marginMs = 500

/**
 * How many milliseconds are left until what Flink tells of the checkpoints of a job that has ended is the last there is
 * to tell; 0 once it is, and for a job of which nothing will be told any more.
 *
 * Flink answers for checkpoints from a copy that is up to `web.refresh-interval` old. One that was completed just
 * before the end may be missing there, and the one shown instead be deleted already (`state.checkpoints.num-retained`).
 *
 * @param endSeenAtMs when the job was first seen to have ended
 */
export function finalStatisticsInMs(job: Job, endSeenAtMs: number, nowMs: number): number {
  if (job.presence !== 'present' || !job.isTerminal) return 0
  return Math.max(0, endSeenAtMs + (job.details?.maxAgeMs ?? defaultMaxAgeMs) + marginMs - nowMs)
}

/**
 * Whether Flink still shows a checkpoint that it has deleted in favour of a newer one, which it does not show yet. That
 * lasts for a moment, and only while the job runs: a job that has ended makes no newer one.
 */
export function isBeingReplaced(job: Job): boolean {
  if (job.presence !== 'present' || job.isTerminal) return false
  return newestSnapshot(job.details?.checkpoints)?.discarded === true
}
