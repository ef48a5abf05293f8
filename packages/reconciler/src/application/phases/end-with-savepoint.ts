import { forceDeletionAnnotation } from '@flink-operator/api'
import { type SavepointRecord } from '../application.ts'
import { type Action, type EventToRecord } from '../decision.ts'
import { comingBack } from '../high-availability.ts'
import { fromInstant, toInstant } from '../instant.ts'
import { hasEnded, isRunning, type Job } from '../job.ts'
import { type OwnJob } from '../own-jobs.ts'
import { type Situation } from '../situation.ts'
import { cancelJob } from '../stop-job.ts'
import { asking, newSavepoint, requestSavepoint, savepointActionId } from '../stop-old-job.ts'
import { cameBack } from '../../restore-point/came-back.ts'
import { newestSnapshot } from '../../restore-point/newest-snapshot.ts'
import { savepointProgress, triggerIdOf } from '../../restore-point/savepoint-progress.ts'
import { readingLastCheckpointMs } from './reading-last-checkpoint.ts'

export interface JobEnd {
  record?: SavepointRecord
  actions: readonly Action[]
  events: readonly EventToRecord[]
  /** What the deletion waits for; absent once the job has ended. */
  waitsFor?: string
  isBlocked?: boolean
  /** All that is waited for is the end of the job, with its savepoint complete. */
  isSaved?: boolean
  /** All that is waited for is what Flink tells of a job that has ended. */
  isReading?: boolean
  /** Why there is no savepoint, where nobody could be asked for it any more. */
  lost?: string
}

/** How one job is brought to its end with a savepoint. */
export function endWithSavepoint(s: Situation, own: OwnJob): JobEnd {
  const { hash, jobId, job } = own
  const cluster = s.clusterOf(hash)
  const recorded = recordOf(s, own)
  const record = recorded ?? newSavepoint(s, cluster, jobId, 'stop')
  const done = { ...(recorded && { record }), actions: [], events: [] }
  const outcome = s.outcomeOf(savepointActionId(record))
  const progress = savepointProgress(record, cluster, outcome, s.nowMs)
  switch (progress.state) {
    case 'completed': {
      const { location, stopFailed } = progress
      const completed = { ...record, location, ...(stopFailed !== undefined && { failure: stopFailed }) }
      const isNews = record.location === undefined
      const events: EventToRecord[] = isNews
        ? [
            {
              type: 'Normal',
              reason: 'CanceledJob',
              message: `Cancelled job with savepoint '${location}'`,
            },
          ]
        : []
      if (hasEnded(job)) return { record: completed, actions: [], events }
      if (cameBack(record, job, s.nowMs)) {
        const waitsFor = `Job ${jobId} was brought back after its savepoint ${location}, and is asked for another one`
        if (!isRunning(job))
          return { record: completed, actions: [], events, waitsFor: `${waitsFor} once it runs` }
        const next = newSavepoint(s, cluster, jobId, 'stop', record.retries + 1)
        return { record: next, actions: requestSavepoint(cluster, next), events, waitsFor }
      }
      const actions = stopFailed === undefined && record.mode !== 'keep' ? [] : cancel(own)
      return { record: completed, actions, events, waitsFor: describe(own), isSaved: true }
    }
    case 'inProgress': {
      const isLate = s.nowMs - (fromInstant(record.requestedAt) ?? s.nowMs) > s.settings.maxErrDurationMs
      const triggerId = record.triggerId ?? triggerIdOf(outcome)
      return {
        record: { ...record, ...(triggerId !== undefined && { triggerId }) },
        actions: [],
        events: [],
        waitsFor: `Flink writes the savepoint of job ${jobId}${isLate ? `, for long; ${waiver}` : ''}`,
        isBlocked: isLate,
      }
    }
    case 'unknown':
      return {
        ...done,
        isBlocked: true,
        waitsFor: `The JobManager of job ${jobId} cannot be asked for a savepoint: ${progress.reason}. To go without it, ${waiver}`,
      }
    case 'jobEnded': {
      const waitsFor = `Job ${jobId} has ended; Flink may not tell yet whether with a savepoint`
      // What is waited for after the statistics were read must not begin their time anew.
      const isRead = ['JobLost', 'Deleted'].includes(s.status.waitingFor?.what ?? '')
      if (!isRead && readingLastCheckpointMs(s, job) > 0) return { ...done, waitsFor, isReading: true }
      return { ...done, ...endedByItself(s, record, job, progress.jobState) }
    }
    case 'jobLost':
      return { ...done, ...(hadFinished(s, jobId) ? {} : { lost: sayLost(s, `Job ${jobId} is gone`) }) }
    case 'failed':
      return retry(s, record, cluster, progress.message)
    case 'notRequested': {
      const asked = asking(s, cluster, record)
      return {
        record: asked,
        actions: requestSavepoint(cluster, asked),
        events: recorded
          ? []
          : [
              {
                type: 'Normal',
                reason: 'CancellingJob',
                message: `Cancelling job with savepoint ${asked.triggerId ?? ''}`,
              },
            ],
        waitsFor: `Job ${jobId} is asked for a savepoint`,
      }
    }
  }
}

/** Somebody else may have asked for the savepoint that it ended with: an update that was given up, for example. */
function endedByItself(s: Situation, record: SavepointRecord, job: Job, state: string): Partial<JobEnd> {
  const newest = newestSnapshot(job.presence === 'present' ? job.details?.checkpoints : undefined)
  const path = newest?.discarded ? undefined : newest?.path
  if (state !== 'FINISHED')
    return { lost: sayLost(s, `Job ${record.jobId} is ${state}`, newest?.isSavepoint ? path : undefined) }
  if (!newest?.isSavepoint || path === undefined) return {}
  const message = `Job ${record.jobId} had ended with savepoint '${path}'`
  return {
    record: { ...record, location: path },
    events: [{ type: 'Normal', reason: 'CanceledJob', message }],
  }
}

function hadFinished({ currentJobStatus: { jobID, state } }: Situation, jobId: string): boolean {
  return jobID === jobId && state === 'FINISHED'
}

function sayLost({ status, attempt }: Situation, what: string, path?: string): string {
  const { savepointPath, deployed, restorePoint } = status
  const known =
    path || attempt?.restorePath || savepointPath || deployed?.recoverFrom || restorePoint?.newest?.path
  const newest = known ? `the newest snapshot that is known is ${known}` : 'no snapshot is known'
  return `${what}, so no savepoint could be taken; ${newest}`
}

/** A failed savepoint is asked for again under a new id, after ever longer pauses, until it succeeds or is waived. */
function retry(
  s: Situation,
  record: SavepointRecord,
  cluster: ReturnType<Situation['clusterOf']>,
  why: string,
): JobEnd {
  const message = `The savepoint of job ${record.jobId} fails: ${why}. To go without it, ${waiver}`
  const pauseMs = Math.min(s.settings.maxBackoffMs, 1_000 * 2 ** Math.min(record.retries, 10))
  const failedAtMs = fromInstant(record.failedAt)
  const blocked = { isBlocked: true, waitsFor: message }
  if (failedAtMs === undefined) {
    return {
      ...blocked,
      record: { ...record, failedAt: toInstant(s.nowMs) },
      actions: [],
      events: [{ type: 'Warning', reason: 'SavepointFailed', message: `Failed to take savepoint ${why}` }],
    }
  }
  if (s.nowMs < failedAtMs + pauseMs) return { ...blocked, record, actions: [], events: [] }
  const next = newSavepoint(s, cluster, record.jobId, 'stop', record.retries + 1)
  return { ...blocked, record: next, actions: requestSavepoint(cluster, next), events: [] }
}

/** The savepoint that was asked for already: by this deletion, by the update it interrupted, or by the original. */
function recordOf(s: Situation, { jobId, hash, job }: OwnJob): SavepointRecord | undefined {
  const own = s.status.deletion?.savepoints.find((record) => record.jobId === jobId)
  if (own) return own
  const ofUpdate = s.attempt?.savepoint
  if (ofUpdate?.jobId === jobId && ofUpdate.mode !== 'keep') return ofUpdate
  if (s.status.deletion !== undefined || s.blueGreen || s.attempt !== undefined) return undefined
  const { savepointTriggerId: triggerId, savepointPath } = s.status
  // A path beside a job that runs on, or may come back, is not what that job ended with.
  const isOver = hasEnded(job) && comingBack(s, s.clusterOf(hash), jobId) === undefined
  const isEnding = isOver || (job.presence === 'present' && job.state === 'CANCELLING')
  const location = isEnding ? savepointPath : undefined
  if (!triggerId && !location) return undefined
  return {
    jobId,
    hash,
    mode: 'cancel',
    requestedAt: toInstant(s.nowMs),
    retries: 0,
    ...(triggerId && { triggerId }),
    ...(location && { location }),
  }
}

const waiver = `set deleteMode: ForceCancel or the annotation ${forceDeletionAnnotation}: "true"`

export function describe({ jobId, job }: OwnJob): string {
  switch (job.presence) {
    case 'present':
      return `Job ${jobId} is ${job.state}`
    case 'unknown':
      return `Job ${jobId} cannot be looked for: ${job.reason}`
    case 'absent':
      return `Job ${jobId} is gone`
  }
}

export function cancel({ hash, jobId, job }: OwnJob): Action[] {
  if (job.presence !== 'present' || job.state === 'CANCELLING') return []
  return [cancelJob(hash, jobId)]
}
