import { type JobStatus, type RestorePoint } from '../application/application.ts'
import { fromInstant, toInstant } from '../application/instant.ts'
import { type Job } from '../application/job.ts'
import { broughtBackFrom } from './brought-back-from.ts'
import { newestSnapshot, survives } from './newest-snapshot.ts'
import { takenByOurClockMs } from './taken-at.ts'

/** What a job that replaces another may start from. */
export type Choice =
  | { found: true; point: RestorePoint }
  /** The other job has ended without ever having had any state outside itself: starting afresh loses nothing. */
  | { found: false; nothingToLose: true }
  | { found: false; nothingToLose: false; why: string }

export interface Replaced {
  /** What Flink says now of the job to be replaced. */
  job: Job
  jobId: string | undefined
  /** What the status remembers of it. */
  jobStatus: JobStatus
  newestKnown: RestorePoint | undefined
  /** What the job itself was started from. */
  startedFrom: RestorePoint | undefined
  maxAgeMs: number
  nowMs: number
}

/**
 * The newest snapshot of the job, or none: an older one is never taken in its place, because the job would silently
 * go back in time. What Flink says counts; the memory in the status only when Flink cannot be asked any more.
 */
export function chooseRestorePoint(replaced: Replaced): Choice {
  const { job, jobId } = replaced
  if (job.presence !== 'present') return fromMemory(replaced)
  const { details } = job
  if (details?.checkpoints !== undefined) {
    // As long as a job runs that was brought back, no snapshot holds what it has done since.
    const { startedFrom, jobStatus, newestKnown } = replaced
    const restored = job.isTerminal
      ? broughtBackFrom(details.checkpoints, startedFrom?.path ?? jobStatus.restorePath, newestKnown)
      : undefined
    const newest = newestSnapshot(details.checkpoints) ?? restored
    if (newest !== undefined) {
      if (!survives(newest, details.checkpoints, job.state)) {
        return lost(
          `the newest snapshot of job ${jobId ?? ''} does not outlive it: set ` +
            'execution.checkpointing.externalized-checkpoint-retention to RETAIN_ON_CANCELLATION',
        )
      }
      const point: RestorePoint = {
        path: newest.path,
        kind: newest.isSavepoint ? 'Savepoint' : 'Checkpoint',
        takenAt: toInstant(takenByOurClockMs(newest, details, replaced.nowMs)),
        ...(jobId !== undefined && { jobId }),
      }
      return notTooOld(point, replaced.nowMs, replaced.maxAgeMs)
    }
  }
  // What the job was started from is older than what it has done since: as long as it runs, that can yet be saved.
  if (!job.isTerminal) return lost(`job ${jobId ?? ''} runs on with state that no snapshot holds`)
  return fromMemory(replaced)
}

function fromMemory({ jobId, jobStatus, newestKnown, startedFrom, maxAgeMs, nowMs }: Replaced): Choice {
  if (newestKnown !== undefined && (newestKnown.jobId === undefined || newestKnown.jobId === jobId)) {
    return notTooOld(newestKnown, nowMs, maxAgeMs)
  }
  if (jobStatus.lastCheckpoint) {
    const takenAt = jobStatus.lastCheckpointTime
    return notTooOld(
      { path: jobStatus.lastCheckpoint, kind: 'Checkpoint', ...(takenAt != null && { takenAt }) },
      nowMs,
      maxAgeMs,
      " by its JobManager's clock",
    )
  }
  if ((jobStatus.completedCheckpointCount ?? 0) > 0) {
    return lost(`job ${jobId ?? ''} had checkpoints, but none with a path that another job could start from`)
  }
  const restored = startedFrom?.path ?? jobStatus.restorePath
  if (restored) return { found: true, point: startedFrom ?? { path: restored, kind: 'Savepoint' } }
  return { found: false, nothingToLose: true }
}

function notTooOld(point: RestorePoint, nowMs: number, maxAgeMs: number, byClock = ''): Choice {
  const takenAtMs = fromInstant(point.takenAt)
  if (takenAtMs === undefined || nowMs - takenAtMs <= maxAgeMs) return { found: true, point }
  const ageS = Math.round((nowMs - takenAtMs) / 1000)
  return lost(
    `the newest snapshot ${point.path} is ${ageS} s old${byClock}, more than maxCheckpointRestoreAgeSeconds ` +
      `(${Math.round(maxAgeMs / 1000)}) allows`,
  )
}

function lost(why: string): Choice {
  return { found: false, nothingToLose: false, why }
}
