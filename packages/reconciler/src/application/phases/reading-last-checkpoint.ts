import { fromInstant } from '../instant.ts'
import { type Job } from '../job.ts'
import { type Situation } from '../situation.ts'
import { finalStatisticsInMs } from '../../restore-point/final-statistics.ts'

/**
 * For how many milliseconds Flink may yet take to tell of the last snapshot of a job that has ended, which
 * `ReadingLastCheckpoint` is waited for.
 */
export function readingLastCheckpointMs({ status: { waitingFor }, nowMs }: Situation, job: Job): number {
  const since = waitingFor?.what === 'ReadingLastCheckpoint' ? fromInstant(waitingFor.since) : undefined
  return finalStatisticsInMs(job, since ?? nowMs, nowMs)
}
