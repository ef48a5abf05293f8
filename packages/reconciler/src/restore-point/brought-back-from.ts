import { type RestorePoint } from '../application/application.ts'
import { type CheckpointsAnswer, type Snapshot } from '../application/observation.ts'
import { newestSnapshot } from './newest-snapshot.ts'

/**
 * The checkpoint from which high availability has brought a job back, while it is the newest of that job: the JobManager that
 * did so tells of no snapshot from before (`DefaultCheckpointStatsTracker` begins anew), but of what it restored.
 *
 * @param startedFrom what the job was started from when it was submitted: that is no checkpoint of its own
 * @param known the newest snapshot of the job that the status remembers; a savepoint of it is newer, since after one that
 * it was to end with it makes no checkpoint
 * @returns it as if it had been triggered when it was restored, the latest moment that it can be from
 */
export function broughtBackFrom(
  checkpoints: CheckpointsAnswer | undefined,
  startedFrom: string | undefined,
  known: RestorePoint | undefined,
): Snapshot | undefined {
  const restored = checkpoints?.latestRestored
  if (restored?.path === undefined || restored.isSavepoint || restored.path === startedFrom) return undefined
  if (newestSnapshot(checkpoints) !== undefined) return undefined
  if (known?.kind === 'Savepoint' && known.path !== startedFrom) return undefined
  return {
    id: 0,
    path: restored.path,
    isSavepoint: false,
    discarded: false,
    triggeredAtMs: restored.restoredAtMs,
    acknowledgedAtMs: restored.restoredAtMs,
  }
}
