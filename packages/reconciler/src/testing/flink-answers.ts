import { type JobAnswer, type JobManagerAnswer, type Snapshot } from '../application/observation.ts'
import { type ClusterQuestion } from '../application/what-to-observe.ts'
import { type FlinkJob, type JobManagerProcess, type Trigger } from './flink-cluster.ts'
import { slots, unheldSlots } from './flink-model.ts'
import { type World } from './world.ts'

/** The JobManager process that answers for a cluster's question, if one does. */
export function processOf(
  world: World,
  question: Pick<ClusterQuestion, 'pods'>,
): [string, JobManagerProcess] | undefined {
  for (const { name } of question.pods) {
    const process = world.jobManagers[name]
    if (process?.isAnswering) return [name, process]
  }
  return undefined
}

export function answer(world: World, question: ClusterQuestion): JobManagerAnswer {
  const found = processOf(world, question)
  if (found === undefined) return { state: 'unreachable', reason: 'connection refused' }
  const [, process] = found
  const used = Object.values(process.jobs)
    .filter((job) => job.state === 'RUNNING')
    .reduce((sum, job) => sum + job.parallelism, 0)
  return {
    state: 'ready',
    flinkVersion: world.conditions.flinkVersion,
    slotsTotal: slots(world, process),
    slotsAvailable: unheldSlots(world, process) - used,
    taskManagers: process.taskManagers.length,
    healthyTaskManagers: process.taskManagers.length,
    jobs: Object.values(process.jobs).map((job) => ({ id: job.id, state: job.state, tasks: tasksOf(job) })),
    details: Object.fromEntries(
      question.jobIds.map((jobId) => {
        const job = process.jobs[jobId]
        return [jobId, job === undefined ? 'absent' : repeatedDetailsOf(world, process, job)]
      }),
    ),
    savepoints: Object.fromEntries(
      question.savepoints.map(({ triggerId }) => [
        triggerId,
        savepointOf(world, process.triggers[triggerId]),
      ]),
    ),
  }
}

function tasksOf(job: FlinkJob): Record<string, number> {
  const running = job.state === 'RUNNING' ? job.parallelism : 0
  const finished = job.state === 'FINISHED' ? job.parallelism : 0
  return { total: job.parallelism, running, finished }
}

function repeatedDetailsOf(world: World, process: JobManagerProcess, job: FlinkJob): JobAnswer {
  const { refreshMs } = world.conditions
  const known = process.told[job.id]
  if (known !== undefined && world.nowMs - known.atMs < refreshMs) {
    // What it looks at is a copy; when it answers is not.
    const nowMs = world.nowMs + world.conditions.flinkClockMs
    return { ...withDeletions(known.details, job), nowMs }
  }
  const details = detailsOf(world, job)
  if (refreshMs > 0) process.told[job.id] = { atMs: world.nowMs, details }
  return details
}

/**
 * A repeated answer leaves newer checkpoints out, but that one it shows has been deleted it tells at once: Flink notes
 * that in the very object that the answer was made from (`CompletedCheckpointStats`).
 */
function withDeletions(details: JobAnswer, job: FlinkJob): JobAnswer {
  const latest = details.checkpoints?.latestCompleted
  if (latest === undefined || details.checkpoints === undefined) return details
  const { discarded = false } = job.snapshots.find(({ id }) => id === latest.id) ?? {}
  return { ...details, checkpoints: { ...details.checkpoints, latestCompleted: { ...latest, discarded } } }
}

function detailsOf(world: World, job: FlinkJob): JobAnswer {
  const { flinkClockMs } = world.conditions
  const byItsClock = (snapshot: Snapshot): Snapshot => ({
    ...snapshot,
    triggeredAtMs: snapshot.triggeredAtMs + flinkClockMs,
    acknowledgedAtMs: snapshot.acknowledgedAtMs + flinkClockMs,
  })
  // A JobManager that has brought the job back knows of no snapshot before that but the one it started from.
  const told = job.snapshots.filter(({ triggeredAtMs }) => triggeredAtMs >= job.startedAtMs)
  const completed = told.filter((snapshot) => !snapshot.isSavepoint)
  const latestCompleted = completed.at(-1)
  const latestSavepoint = told.findLast((snapshot) => snapshot.isSavepoint)
  const before = job.snapshots.findLast((snapshot) => !snapshot.isSavepoint && !told.includes(snapshot))
  const restoredFrom = before?.path ?? job.restoredFrom
  return {
    id: job.id,
    state: job.state,
    startTimeMs: job.startedAtMs + flinkClockMs,
    nowMs: world.nowMs + flinkClockMs,
    maxAgeMs: world.conditions.refreshMs,
    vertices: [],
    checkpoints: {
      restored: restoredFrom === undefined ? 0 : 1,
      completed: completed.length,
      failed: 0,
      ...(latestCompleted && { latestCompleted: byItsClock(latestCompleted) }),
      ...(latestSavepoint && { latestSavepoint: byItsClock(latestSavepoint) }),
      ...(restoredFrom !== undefined && {
        latestRestored: {
          path: restoredFrom,
          isSavepoint: restoredFrom === job.restoredFrom,
          restoredAtMs: job.startedAtMs + flinkClockMs,
        },
      }),
      retainedOnCancellation: world.conditions.retained,
      externalized: world.conditions.retained,
    },
    ...(job.cause !== undefined && { rootCause: job.cause }),
  }
}

/** How long Flink tells how a savepoint went (`rest.async.store-duration`). */
const toldForMs = 300_000

export function savepointOf({ nowMs }: World, trigger: Trigger | undefined) {
  if (trigger?.endedAtMs !== undefined && nowMs - trigger.endedAtMs > toldForMs)
    return { state: 'absent' } as const
  switch (trigger?.state) {
    case undefined:
      return { state: 'absent' } as const
    case 'inProgress':
      return { state: 'inProgress' } as const
    case 'completed':
      return { state: 'completed', location: trigger.location ?? '' } as const
    case 'failed':
      return {
        state: 'failed',
        errorClass: 'org.apache.flink.runtime.checkpoint.CheckpointException',
        message: trigger.message ?? '',
      } as const
  }
}
