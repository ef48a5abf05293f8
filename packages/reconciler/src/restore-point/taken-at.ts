import { type JobAnswer, type Snapshot } from '../application/observation.ts'

/**
 * When a snapshot was triggered, by the operator's clock. Flink tells the moment by the JobManager's own, which may go
 * wrong; its age there is the same everywhere, and can yet be told when that JobManager is gone.
 */
export function takenByOurClockMs(
  { triggeredAtMs }: Snapshot,
  { nowMs: theirNowMs }: Pick<JobAnswer, 'nowMs'>,
  nowMs: number,
): number {
  return nowMs - (theirNowMs - triggeredAtMs)
}
