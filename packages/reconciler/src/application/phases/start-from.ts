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

/** What the new job starts from; nothing while no snapshot may be used and nothing permits to go without. */
export function startFrom(s: Situation, choice: Choice): StartFrom | undefined {
  // No job of the deployed version is left, and what the last one ended with is known.
  if (!s.currentJobStatus.jobID && s.status.savepointPath) return { restorePath: s.status.savepointPath }
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
