import { type SavepointRecord } from './application.ts'
import { attemptOf, withAttempt } from './attempt.ts'
import { type Action, goTo, stay, type Step } from './decision.ts'
import { startingWithoutState } from './events.ts'
import { featuresOf } from './flink-version.ts'
import { comingBack } from './high-availability.ts'
import { deriveId } from './ids.ts'
import { toInstant } from './instant.ts'
import { hasEnded, isAlive } from './job.ts'
import { type Cluster, hashLabel, hasTerminated, isMadeFor } from './cluster.ts'
import { lastState } from './phases/start-from.ts'
import { type Situation } from './situation.ts'
import { leftovers } from './start-deploy.ts'
import { cancelJob } from './stop-job.ts'
import { beginSubmission, firstRestorePath } from './submission.ts'
import { leftMs, pollMs } from './deadline.ts'
import { jobLeft, tasksLeft } from './tasks-left.ts'

type Next = 'Savepointing' | 'Cancelling' | 'SubmittingJob'

/**
 * The new cluster can take the job. What becomes of the old one first: nothing where there is none, a savepoint,
 * or, with `savepointDisabled`, a cancellation. In BlueGreen the old job runs on.
 */
export function stopOldJob(s: Situation): Step<Next> {
  const { spec } = s
  if (s.isFirstDeploy) {
    if (!isAlone(s)) {
      return stay('WaitingForClusterToEnd', {
        message: 'The cluster of an earlier attempt has to be gone before the job is submitted',
        actions: leftovers(s, attemptOf(s).hash).actions,
        requeueAfterMs: 1_000,
      })
    }
    return beginSubmission(s, { restorePath: firstRestorePath(spec) }, 'ClusterReady')
  }
  const oldJobId = s.currentJobStatus.jobID ?? ''
  const isStopped = !s.blueGreen && (oldJobId === '' || hasEnded(s.currentJob))
  const left = leftMs(s, s.settings.maxErrDurationMs)
  const mayRun = left > 0 ? tasksLeft : jobLeft
  const held = isStopped && oldJobId !== '' ? mayRun(s.current, oldJobId) : undefined
  if (held !== undefined) {
    return stay('WaitingForJobToEnd', { message: held, requeueAfterMs: pollMs(s, 200, 2_000) })
  }
  const last = isStopped ? lastState(s) : undefined
  // Where neither is given, `Savepointing` waits for it.
  const lost = last || spec.savepointDisabled ? comingBack(s, s.current, oldJobId) : undefined
  if (isStopped && lost !== undefined)
    return stay('JobLost', { message: lost, requeueAfterMs: pollMs(s, 200, 2_000) })
  const withoutState = (why: string) =>
    beginSubmission(s, { restorePath: '', restoreReason: why }, 'ClusterReady', {
      events: [startingWithoutState(why)],
    })
  if (last?.restoreReason !== undefined) return withoutState(last.restoreReason)
  if (last) return beginSubmission(s, last, 'ClusterReady')
  if (spec.savepointDisabled) {
    if (s.blueGreen || isStopped) return withoutState('savepointDisabled is set')
    return goTo('Cancelling', 'CancellingJob', {
      message: `Cancelling job ${oldJobId} without a savepoint`,
      status: withAttempt(s, { stopRequested: true }),
      actions: [cancelJob(s.current.hash, oldJobId)],
      requeueAfterMs: 100,
    })
  }
  const savepoint = newSavepoint(s, s.current, oldJobId, s.blueGreen ? 'keep' : 'stop')
  return goTo('Savepointing', 'SavepointRequested', {
    message: `Taking a savepoint of job ${oldJobId}`,
    status: { ...withAttempt(s, { savepoint }), savepointTriggerId: savepoint.triggerId },
    actions: isAlive(s.currentJob) ? requestSavepoint(s.current, savepoint) : [],
    events: [
      s.blueGreen
        ? {
            type: 'Normal',
            reason: 'SavepointingJob',
            message: `Savepointing job ${oldJobId} with a final savepoint`,
          }
        : {
            type: 'Normal',
            reason: 'CancellingJob',
            message: `Cancelling job ${oldJobId} with a final savepoint`,
          },
    ],
    requeueAfterMs: 100,
  })
}

/** No pod of another attempt is left, nor of an application of the same name before, whose job nobody would know of. */
function isAlone({ objects, target }: Situation): boolean {
  const own = new Set([
    ...target.jobManagerPods.filter((pod) => isMadeFor(pod, target.jobManager)),
    ...target.taskManagerPods.filter((pod) => isMadeFor(pod, target.taskManager)),
  ])
  return objects.pods.every(
    (pod) => own.has(pod) || hasTerminated(pod) || pod.metadata.annotations?.[hashLabel] === undefined,
  )
}

/**
 * A savepoint to be taken: by stop-with-savepoint where the Flink can be told the trigger id (1.15), so that
 * nothing is processed after the savepoint; by cancel-with-savepoint before.
 */
export function newSavepoint(
  s: Situation,
  cluster: Cluster,
  jobId: string,
  mode: 'stop' | 'keep',
  retries = 0,
): SavepointRecord {
  const version = cluster.answer.state === 'ready' ? cluster.answer.flinkVersion : ''
  const { takesTriggerId } = featuresOf(version, s.spec.flinkVersion)
  const requestedAt = toInstant(s.nowMs)
  const number = s.attempt?.number ?? s.status.attempts ?? 0
  return {
    jobId,
    hash: cluster.hash,
    mode: mode === 'keep' ? 'keep' : takesTriggerId ? 'stop' : 'cancel',
    requestedAt,
    retries,
    ...(takesTriggerId && {
      triggerId: deriveId('savepoint', s.app.metadata.uid, jobId, number, mode, retries, requestedAt),
    }),
  }
}

/**
 * The savepoint as it is asked for: the same each time, but for a Flink before 1.15 that has forgotten the id that it chose. It takes
 * none, and would begin another savepoint with each request, under an id that nobody asks for.
 */
export function asking(s: Situation, cluster: Cluster, savepoint: SavepointRecord): SavepointRecord {
  const version = cluster.answer.state === 'ready' ? cluster.answer.flinkVersion : ''
  const { takesTriggerId } = featuresOf(version, s.spec.flinkVersion)
  if (savepoint.triggerId === undefined || takesTriggerId) return savepoint
  const { jobId, mode, retries } = savepoint
  return newSavepoint(s, cluster, jobId, mode === 'keep' ? 'keep' : 'stop', retries + 1)
}

/** The request for a recorded savepoint; the same each time. */
export function requestSavepoint(cluster: Cluster, savepoint: SavepointRecord): Action[] {
  const { jobId, triggerId, mode } = savepoint
  const id = savepointActionId(savepoint)
  if (mode === 'stop' && triggerId !== undefined) {
    return [{ type: 'stopWithSavepoint', id, hash: cluster.hash, jobId, triggerId }]
  }
  return [
    {
      type: 'triggerSavepoint',
      id,
      hash: cluster.hash,
      jobId,
      cancelJob: mode !== 'keep',
      ...(triggerId !== undefined && { triggerId }),
    },
  ]
}

export function savepointActionId({ jobId, triggerId, retries }: SavepointRecord): string {
  return `savepoint/${triggerId ?? `${jobId}/${retries}`}`
}
