import { sleep } from './clock.ts'
import { type Schemas } from './decode.ts'
import { isPassing, MalformedAnswerError } from './errors.ts'
import { hexId, newId } from './ids.ts'
import { hasEnded } from './job-state.ts'
import { errorOfOperation, LongCall, type LongCallOptions, type OperationStatus } from './operation.ts'
import { type CallOptions, type Requester } from './request.ts'
import { type Triggered } from './savepoints.ts'

/** A completed checkpoint or savepoint that a job can be started from. */
export interface Snapshot {
  /** Grows within one lineage: compare by this, not by time. */
  id: number
  /** A path a run request takes as `savepointPath`. */
  path: string
  isSavepoint: boolean
  triggeredAtMs: number
}

export interface CheckpointSettings extends Omit<Schemas['CheckpointConfig'], 'interval'> {
  /** Undefined when there are no periodic checkpoints. */
  intervalMs: number | undefined
  /** Whether a checkpoint is still there after the job was cancelled or its JobManager ended in good order. */
  survivesCancellation: boolean
}

export interface CheckpointTriggerOptions {
  /** @default CONFIGURED */
  type?: Schemas['CheckpointType'] | undefined
  /** See `SnapshotOptions.triggerId`. */
  triggerId?: string | undefined
}

export interface Checkpoints {
  /**
   * Counts, the latest of each kind and the last few.
   *
   * @throws NotFoundError for an unknown job, and for one without checkpointing (or, on some versions, still initialising)
   */
  statistics(jobId: string, options?: CallOptions): Promise<Schemas['CheckpointStatistics']>
  settings(jobId: string, options?: CallOptions): Promise<CheckpointSettings>
  /** @throws NotFoundError once it fell out of the history (10) */
  detail(jobId: string, checkpointId: number, options?: CallOptions): Promise<Schemas['Checkpoint']>
  /** Statistics of one checkpoint by subtask of a vertex. */
  subtasks(
    jobId: string,
    checkpointId: number,
    vertexId: string,
    options?: CallOptions,
  ): Promise<Schemas['CheckpointSubtasks']>
  /** Since 1.17. */
  trigger(jobId: string, options?: CheckpointTriggerOptions & CallOptions): Promise<Triggered>
  /** Since 1.17. @throws GoneError when the JobManager does not know the id */
  status(
    jobId: string,
    triggerId: string,
    options?: CallOptions,
  ): Promise<OperationStatus<{ checkpointId: number }>>
  /** Takes a checkpoint and waits for it. Since 1.17. */
  take(
    jobId: string,
    options?: CheckpointTriggerOptions & LongCallOptions,
  ): Promise<{ checkpointId: number; triggerId: string }>
  /**
   * The newest snapshot the job could be started from; undefined when there is none. Between the moment a checkpoint is
   * subsumed and the moment its successor is counted, the statistics of a running job show neither, only what is older:
   * this asks again until they show the newest, 10 s at most.
   */
  newest(jobId: string, options?: LongCallOptions): Promise<Snapshot | undefined>
  /** Each newly completed checkpoint, until the loop is left, the signal fires or the job is unknown. */
  watch(
    jobId: string,
    options?: { signal?: AbortSignal; pollIntervalMs?: number },
  ): AsyncGenerator<Schemas['Checkpoint'], void, void>
}

export function createCheckpoints(requester: Requester): Checkpoints {
  const { api, via, read, clock, describe } = requester
  const checkpoints: Checkpoints = {
    statistics: async (jobId, options) =>
      read(
        'CheckpointStatistics',
        api.GET('/jobs/{jobid}/checkpoints', { ...ofJob(jobId), ...via(options) }),
      ),
    async settings(jobId, options) {
      const answer = api.GET('/jobs/{jobid}/checkpoints/config', { ...ofJob(jobId), ...via(options) })
      const { interval, ...config } = await read('CheckpointConfig', answer)
      const { enabled, delete_on_cancellation } = config.externalization
      return {
        ...config,
        // Long.MAX_VALUE stands for "off" and is beyond what a number holds exactly.
        intervalMs: interval > Number.MAX_SAFE_INTEGER ? undefined : interval,
        survivesCancellation: enabled && !delete_on_cancellation,
      }
    },
    async detail(jobId, checkpointId, options) {
      const params = { path: { jobid: hexId('job id', jobId), checkpointid: checkpointId } }
      return read(
        'Checkpoint',
        api.GET('/jobs/{jobid}/checkpoints/details/{checkpointid}', { params, ...via(options) }),
      )
    },
    async subtasks(jobId, checkpointId, vertexId, options) {
      const params = {
        path: {
          jobid: hexId('job id', jobId),
          checkpointid: checkpointId,
          vertexid: hexId('vertex id', vertexId),
        },
      }
      return read(
        'CheckpointSubtasks',
        api.GET('/jobs/{jobid}/checkpoints/details/{checkpointid}/subtasks/{vertexid}', {
          params,
          ...via(options),
        }),
      )
    },
    async trigger(jobId, options = {}) {
      const { type, triggerId } = options
      const body = {
        checkpointType: type ?? 'CONFIGURED',
        ...(triggerId === undefined ? {} : { triggerId: hexId('trigger id', triggerId) }),
      }
      const answer = api.POST('/jobs/{jobid}/checkpoints', { ...ofJob(jobId), body, ...via(options) })
      return { triggerId: (await read('Triggered', answer))['request-id'] }
    },
    async status(jobId, triggerId, options) {
      const params = { path: { jobid: hexId('job id', jobId), triggerid: hexId('trigger id', triggerId) } }
      const answer = api.GET('/jobs/{jobid}/checkpoints/{triggerid}', { params, ...via(options) })
      const { status, operation } = await read('CheckpointStatus', answer)
      if (status.id !== 'COMPLETED') return { state: 'inProgress' }
      const request = describe('GET', `/jobs/${jobId}/checkpoints/${triggerId}`)
      const cause = operation?.failureCause
      if (cause != null) return { state: 'failed', error: errorOfOperation(cause, request) }
      const checkpointId = operation?.checkpointId
      if (checkpointId != null) return { state: 'completed', checkpointId }
      throw new MalformedAnswerError('Completed with neither an id nor a failure.', {
        request,
        httpStatus: 200,
      })
    },
    async take(jobId, options = {}) {
      const call = new LongCall(requester, options)
      const chosen = options.triggerId ?? newId()
      const triggerId = await call.trigger(
        true,
        async (each) =>
          (await checkpoints.trigger(jobId, { type: options.type, ...each, triggerId: chosen })).triggerId,
      )
      const request = `the checkpoint ${triggerId} of job ${jobId}`
      const { checkpointId } = await call.awaitEnd(request, (each) =>
        checkpoints.status(jobId, triggerId, each),
      )
      return { checkpointId, triggerId }
    },
    async newest(jobId, options = {}) {
      const call = new LongCall(requester, { timeoutMs: 10_000, ...options })
      for (;;) {
        const found = await call.answerOf((each) => checkpoints.statistics(jobId, each))
        const snapshot = newestSnapshot(found)
        if (!isBetweenCheckpoints(found)) return snapshot
        const { state } = await call.answerOf((each) =>
          read('JobDetail', api.GET('/jobs/{jobid}', { ...ofJob(jobId), ...via(each) })),
        )
        // What an ended job has lost, it has lost for good.
        if (hasEnded(state) || !(await call.pause())) return snapshot
      }
    },
    async *watch(jobId, { signal, pollIntervalMs = 1_000 } = {}) {
      let seenId = -1
      let isFirst = true
      for (;;) {
        try {
          const { latest, history } = await checkpoints.statistics(jobId, { signal })
          const known = history.length > 0 ? history : [latest.completed].filter((it) => it != null)
          const fresh = known.filter(
            ({ id, status, is_savepoint }) => status === 'COMPLETED' && !is_savepoint && id > seenId,
          )
          // The first look tells where the job is; only its newest is news.
          for (const checkpoint of (isFirst ? fresh.slice(0, 1) : fresh).reverse()) yield checkpoint
          seenId = Math.max(seenId, ...fresh.map(({ id }) => id))
          isFirst = false
        } catch (error) {
          if (!isPassing(error)) throw error
        }
        await sleep(clock, pollIntervalMs, signal)
      }
    },
  }
  return checkpoints
}

function ofJob(jobId: string) {
  return { params: { path: { jobid: hexId('job id', jobId) } } }
}

/** The newest completed one is gone, and what took its place is not there yet. */
function isBetweenCheckpoints({ latest, history }: Schemas['CheckpointStatistics']): boolean {
  const completed = [latest.completed, latest.savepoint, ...history].filter(
    (it) => it?.status === 'COMPLETED',
  )
  const newestId = Math.max(...completed.map((it) => it?.id ?? -1))
  return completed.some((it) => it?.id === newestId && it.discarded === true)
}

/**
 * The newest snapshot a job could be started from, by id. `latest.completed` alone is not it: a savepoint that is newer
 * is only in `latest.savepoint`. Leaves out what was discarded and what lives in the heap of the JobManager.
 *
 * Of a running job that retains one checkpoint, one look can show an older one: `checkpoints.newest` looks again.
 */
export function newestSnapshot({ latest, history }: Schemas['CheckpointStatistics']): Snapshot | undefined {
  let newest: Snapshot | undefined
  for (const candidate of [latest.completed, latest.savepoint, ...history]) {
    const snapshot = candidate == null ? undefined : snapshotOf(candidate)
    if (snapshot !== undefined && (newest === undefined || snapshot.id > newest.id)) newest = snapshot
  }
  return newest
}

/** @returns undefined when nothing can be started from it. */
export function snapshotOf(checkpoint: Schemas['Checkpoint']): Snapshot | undefined {
  const { id, status, is_savepoint, external_path, discarded, trigger_timestamp } = checkpoint
  if (status !== 'COMPLETED' || discarded === true || external_path == null || external_path.startsWith('<'))
    return undefined
  return { id, path: external_path, isSavepoint: is_savepoint, triggeredAtMs: trigger_timestamp }
}
