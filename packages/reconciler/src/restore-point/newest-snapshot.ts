import { type CheckpointsAnswer, type Snapshot } from '../application/observation.ts'

/**
 * The newest complete snapshot of a job. Flink keeps checkpoints and savepoints apart in its answer, but numbers
 * them from one counter, so the larger id is the newer one; clocks of two JobManagers need not agree.
 */
export function newestSnapshot(checkpoints: CheckpointsAnswer | undefined): Snapshot | undefined {
  const { latestCompleted, latestSavepoint } = checkpoints ?? {}
  if (latestCompleted === undefined) return latestSavepoint
  if (latestSavepoint === undefined) return latestCompleted
  return latestSavepoint.id > latestCompleted.id ? latestSavepoint : latestCompleted
}

/**
 * Whether the files of a snapshot are still there once its job has ended in the given state, without high
 * availability. Savepoints always are; a checkpoint depends on the job's retention, and a job that finishes deletes
 * its own whatever the retention says (Flink's `CheckpointRetentionPolicy`, `CompletedCheckpoint#shutdown`).
 *
 * @param state the state the job has ended in; one that it still runs in stands for a cancellation
 */
export function survives(
  snapshot: Snapshot,
  checkpoints: CheckpointsAnswer,
  state: string,
): snapshot is Snapshot & { path: string } {
  if (snapshot.discarded || snapshot.path === undefined) return false
  if (snapshot.isSavepoint) return true
  switch (state) {
    case 'FINISHED':
      return false
    case 'FAILED':
      return checkpoints.externalized !== false
    default:
      return checkpoints.retainedOnCancellation === true
  }
}
