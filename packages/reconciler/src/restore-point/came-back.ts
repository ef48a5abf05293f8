import { type SavepointRecord } from '../application/application.ts'
import { fromInstant } from '../application/instant.ts'
import { type Job } from '../application/job.ts'

/** What lies between Flink's answer and the look that it is a part of, which makes a job seem younger. */
const marginMs = 1_000

/**
 * Whether a job runs again that was to end with a savepoint, which is complete. With high availability Flink brings it
 * back when its JobManager dies in between: from an older checkpoint, and with new ones to come.
 *
 * Two lengths of time are compared, each on one clock: the job's age on the JobManager's, and how long ago the
 * savepoint was asked for on the operator's.
 */
export function cameBack({ mode, requestedAt, failure }: SavepointRecord, job: Job, nowMs: number): boolean {
  // A job that runs on although its savepoint is complete is told to end: that is another matter.
  if (mode === 'keep' || failure !== undefined) return false
  if (job.presence !== 'present' || job.isTerminal || job.details === undefined) return false
  const ageMs = job.details.nowMs - job.details.startTimeMs
  return ageMs + marginMs < nowMs - (fromInstant(requestedAt) ?? nowMs)
}
