import { type SavepointRecord } from '../application/application.ts'
import { type Cluster } from '../application/cluster.ts'
import { fromInstant } from '../application/instant.ts'
import { findJob, isAlive, type Job } from '../application/job.ts'
import { type ActionOutcome, type SavepointAnswer } from '../application/observation.ts'
import { newestSnapshot } from './newest-snapshot.ts'
import { takenByOurClockMs } from './taken-at.ts'

/** What lies between Flink's answer and the look that it is a part of, which makes a snapshot seem older. */
const marginMs = 1_000
/** The original operator records a request once it is answered, which takes it so long with all its tries. */
const originalsCallMs = 60_000

/** How far a savepoint of ours has come. */
export type SavepointProgress =
  /** Flink does not know of it: ask (again), under the same id. */
  | { state: 'notRequested' }
  | { state: 'inProgress' }
  /** Its JobManager cannot be asked now. */
  | { state: 'unknown'; reason: string }
  /** `stopFailed`: the savepoint is good, but its job runs again from an older checkpoint. */
  | { state: 'completed'; location: string; stopFailed?: string }
  | { state: 'failed'; message: string }
  /** The job has ended by itself and no savepoint was made. */
  | { state: 'jobEnded'; jobState: string }
  /** The job is nowhere any more, and nothing tells what became of the savepoint. */
  | { state: 'jobLost' }

/**
 * Reads the progress off every trace that a savepoint leaves: its entry in the trigger table, which is lost with
 * the dispatcher and five minutes after the end; the job's own statistics; and the text of a failure.
 */
export function savepointProgress(
  record: SavepointRecord,
  cluster: Cluster,
  outcome: ActionOutcome | undefined,
  nowMs: number,
): SavepointProgress {
  if (record.location !== undefined) return completedAs(record)
  const job = findJob(cluster, record.jobId)
  const triggerId = record.triggerId ?? triggerIdOf(outcome)
  const answer: SavepointAnswer | undefined =
    cluster.answer.state === 'ready' && triggerId !== undefined
      ? cluster.answer.savepoints[triggerId]
      : undefined
  switch (answer?.state) {
    case 'completed':
      return { state: 'completed', location: answer.location }
    case 'inProgress':
      return { state: 'inProgress' }
    case 'failed':
      return failed(answer, record, job, nowMs)
    case undefined:
      // A Flink that chose the id itself has told it, and could not be asked for it before.
      if (record.triggerId === undefined && triggerId !== undefined && isAlive(job))
        return { state: 'inProgress' }
      return withoutEntry(record, job, outcome, nowMs)
    case 'absent':
      return withoutEntry(record, job, outcome, nowMs)
  }
}

function completedAs({ location = '', failure }: SavepointRecord): SavepointProgress {
  return { state: 'completed', location, ...(failure !== undefined && { stopFailed: failure }) }
}

/** The path that Flink tells in the failure of a savepoint that is complete although its job failed to stop. */
function locationInFailure(message: string): string | undefined {
  return /A savepoint has been created at: ([^\s,]+)/.exec(message)?.[1]
}

export function triggerIdOf(outcome: ActionOutcome | undefined): string | undefined {
  return outcome?.result.kind === 'done' ? outcome.result.triggerId : undefined
}

function failed(
  answer: Extract<SavepointAnswer, { state: 'failed' }>,
  record: SavepointRecord,
  job: Job,
  nowMs: number,
): SavepointProgress {
  const location = answer.location ?? locationInFailure(answer.message)
  if (location !== undefined) {
    return { state: 'completed', location, stopFailed: `${answer.errorClass}: ${firstLine(answer.message)}` }
  }
  // It may have ended with a savepoint that somebody else has asked for.
  if (job.presence === 'present' && job.isTerminal) return withoutEntry(record, job, undefined, nowMs)
  return { state: 'failed', message: `${answer.errorClass}: ${firstLine(answer.message)}` }
}

function withoutEntry(
  record: SavepointRecord,
  job: Job,
  outcome: ActionOutcome | undefined,
  nowMs: number,
): SavepointProgress {
  if (job.presence === 'unknown') return { state: 'unknown', reason: job.reason }
  if (job.presence === 'absent') return { state: 'jobLost' }
  if (job.isTerminal && job.details === undefined) {
    return { state: 'unknown', reason: `the statistics of job ${record.jobId} have not been read` }
  }
  const checkpoints = job.details?.checkpoints
  const newest = newestSnapshot(checkpoints)
  if (newest?.isSavepoint && newest.path !== undefined && !newest.discarded) {
    // The one asked for, whose id a Flink that chose it could not tell, or what the job has ended with, whoever asked for it. One from
    // before is neither: there may be a newer checkpoint that Flink does not tell of yet.
    const mayBeIt = record.triggerId === undefined || job.isTerminal
    const requestedAtMs = fromInstant(record.requestedAt) ?? Infinity
    const isCanceled = job.state === 'CANCELED' && record.mode === 'cancel'
    const sinceMs =
      job.details && takenByOurClockMs(newest, job.details, nowMs) + (isCanceled ? originalsCallMs : marginMs)
    if (mayBeIt && sinceMs !== undefined && sinceMs >= requestedAtMs) {
      return { state: 'completed', location: newest.path }
    }
  }
  if (job.isTerminal) return { state: 'jobEnded', jobState: job.state }
  if (record.triggerId === undefined && checkpoints?.savepointInProgress) return { state: 'inProgress' }
  if (job.state === 'CANCELLING') return { state: 'inProgress' }
  if (outcome?.result.kind === 'refused' && outcome.atMs >= (fromInstant(record.requestedAt) ?? 0)) {
    if (outcome.result.cause !== undefined)
      return { state: 'failed', message: firstLine(outcome.result.message) }
  }
  return { state: 'notRequested' }
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 500)
}
