import { attemptOf } from '../attempt.ts'
import { type Situation } from '../situation.ts'
import { chooseRestorePoint, type Choice } from '../../restore-point/choose-restore-point.ts'
import { newestSnapshot } from '../../restore-point/newest-snapshot.ts'

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
export function lastState(s: Situation): StartFrom | undefined {
  return s.status.savepointPath ? unlessGone(s, s.status.savepointPath) : undefined
}

/**
 * In BlueGreen, where the status names a lost job until another is started in its place: what the last try to start it went on from.
 * Its age was looked at then. A newer snapshot that Flink tells of after all comes first.
 */
function lastTried(s: Situation): StartFrom | undefined {
  const { currentJob: job, status } = s
  const path = status.deployed?.recoverFrom
  if (path === undefined) return undefined
  const isItsLast =
    job.presence !== 'present' || (job.isTerminal && newestSnapshot(job.details?.checkpoints)?.path === path)
  return isItsLast ? unlessGone(s, path) : undefined
}

function unlessGone({ status, spec }: Situation, path: string): StartFrom {
  const why = [status.failed?.message, status.deployed?.recoveryFailed?.message].join(' ')
  const isGone = [path, asFlinkWrites(path)].some((written) => why.includes(`${isMissing} '${written}'`))
  return isGone && spec.fallbackWithoutState
    ? { restorePath: '', restoreReason: `fallbackWithoutState is set and ${path} is gone` }
    : { restorePath: path }
}

/** What Flink answers then, since 1.4 (`AbstractFsCheckpointStorageAccess`); whatever else it refuses, the state is there. */
const isMissing = 'Cannot find checkpoint or savepoint file/directory'

/** `file:/a` where it was given `file:///a`. */
function asFlinkWrites(path: string): string {
  return path.replace(':///', ':/')
}

/** What the new job starts from; nothing while no snapshot may be used and nothing permits to go without. */
export function startFrom(s: Situation, choice: Choice): StartFrom | undefined {
  const last = s.currentJobStatus.jobID ? lastTried(s) : lastState(s)
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
