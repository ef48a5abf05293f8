import { attemptOf } from '../attempt.ts'
import { type Situation } from '../situation.ts'
import { chooseRestorePoint, type Choice } from '../../restore-point/choose-restore-point.ts'

export interface StartFrom {
  restorePath: string
  restoreReason?: string
}

/** Which snapshot of the deployed job may be gone on from. */
export function chooseFor({ currentJob, currentJobStatus, status, spec, nowMs }: Situation): Choice {
  return chooseRestorePoint({
    job: currentJob,
    jobId: currentJobStatus.jobID,
    jobStatus: currentJobStatus,
    newestKnown: status.restorePoint?.newest,
    startedFrom: status.restorePoint?.used,
    maxAgeMs: (spec.maxCheckpointRestoreAgeSeconds ?? 3600) * 1000,
    nowMs,
  })
}

/**
 * What the last job of the deployed version ended with, when it is known and no other has run since. Where Flink has refused it, since
 * it is gone, nothing but a permission to start without state leads on.
 */
export function lastState({ status, spec }: Situation): StartFrom | undefined {
  const { savepointPath, failed, deployed } = status
  if (!savepointPath) return undefined
  const why = [failed?.message, deployed?.recoveryFailed?.message].join(' ')
  const isGone = [savepointPath, asFlinkWrites(savepointPath)].some((path) =>
    why.includes(`${isMissing} '${path}'`),
  )
  return isGone && spec.fallbackWithoutState
    ? { restorePath: '', restoreReason: `fallbackWithoutState is set and ${savepointPath} is gone` }
    : { restorePath: savepointPath }
}

/** What Flink answers then, since 1.4 (`AbstractFsCheckpointStorageAccess`); whatever else it refuses, the state is there. */
const isMissing = 'Cannot find checkpoint or savepoint file/directory'

/** `file:/a` where it was given `file:///a`. */
function asFlinkWrites(path: string): string {
  return path.replace(':///', ':/')
}

/** What the new job starts from; nothing while no snapshot may be used and nothing permits to go without. */
export function startFrom(s: Situation, choice: Choice): StartFrom | undefined {
  const last = s.currentJobStatus.jobID ? undefined : lastState(s)
  if (last) return last
  const { restorePath, restoreReason, stopRequested } = attemptOf(s)
  // The job has been told to end on the strength of this one; what Flink forgot since does not take it away.
  const relied =
    stopRequested && restorePath !== undefined
      ? { restorePath, ...(restoreReason !== undefined && { restoreReason }) }
      : undefined
  const isRead = s.currentJob.presence === 'present' && s.currentJob.details !== undefined
  if (relied && !isRead) return relied
  if (choice.found) return { restorePath: choice.point.path }
  if (relied) return relied
  if (choice.nothingToLose) {
    return { restorePath: '', restoreReason: 'the job has never made a snapshot' }
  }
  if (s.spec.fallbackWithoutState) {
    return { restorePath: '', restoreReason: `fallbackWithoutState is set and ${choice.why}` }
  }
  return undefined
}
