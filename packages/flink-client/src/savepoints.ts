import { type Schemas } from './decode.ts'
import { MalformedAnswerError, UnsupportedError } from './errors.ts'
import { hexId, newId } from './ids.ts'
import { errorOfOperation, LongCall, type LongCallOptions, type OperationStatus } from './operation.ts'
import { type CallOptions, type Requester } from './request.ts'
import { sinceVersion, supports, type FlinkVersion } from './version.ts'

export interface SnapshotOptions {
  /** A directory for the savepoint's own directory. @default the cluster's `execution.checkpointing.savepoint-dir` */
  targetDirectory?: string | undefined
  /**
   * An id of one's own (32 hexadecimal digits, see `newId`): record it, and the same request may be sent again without
   * starting a second one. Before 1.15 Flink chooses the id itself: look at the one returned. Use each for one savepoint
   * or one stop only.
   */
  triggerId?: string | undefined
  /** Since 1.15. @default CANONICAL */
  format?: Schemas['SavepointFormat'] | undefined
}

export interface SavepointOptions extends SnapshotOptions {
  /** Cancels the job once the savepoint is there. What the job wrote in between is written again after a resume. */
  cancelJob?: boolean | undefined
}

export interface StopOptions extends SnapshotOptions {
  /** Ends all time windows first: the savepoint is then no place to resume the same program from. */
  drain?: boolean | undefined
}

export interface Triggered {
  /** The one in force: the caller's, or Flink's on versions before 1.15. */
  triggerId: string
}

export interface Savepoint extends Triggered {
  location: string
}

export interface Savepoints {
  /**
   * Asks for a savepoint and returns at once, also for a job that does not exist: what came of it is in `status`.
   */
  trigger(jobId: string, options?: SavepointOptions & CallOptions): Promise<Triggered>
  /**
   * Asks for stop-with-savepoint and returns at once. On 1.7 and 1.8, which have no stop, a savepoint with `cancelJob`
   * takes its place: the job ends CANCELED.
   */
  triggerStop(jobId: string, options?: StopOptions & CallOptions): Promise<Triggered>
  /**
   * Of a savepoint or a stop.
   *
   * @throws GoneError when the JobManager does not know the id: results are kept for five minutes, in memory.
   */
  status(
    jobId: string,
    triggerId: string,
    options?: CallOptions,
  ): Promise<OperationStatus<{ location: string }>>
  /** Takes a savepoint and waits for it. A job that is still starting fails with `BusyError`. */
  take(jobId: string, options?: SavepointOptions & LongCallOptions): Promise<Savepoint>
  /** Deletes what the metadata at this path points to, and waits for it. Works on any cluster that can read the path. */
  dispose(savepointPath: string, options?: LongCallOptions): Promise<void>
  triggerDisposal(savepointPath: string, options?: CallOptions): Promise<Triggered>
  disposalStatus(triggerId: string, options?: CallOptions): Promise<OperationStatus<object>>
}

export function createSavepoints(
  requester: Requester,
  version: (options?: CallOptions) => Promise<FlinkVersion>,
): Savepoints {
  const { api, via, within, read, describe } = requester
  const savepoints: Savepoints = {
    async trigger(jobId, options = {}) {
      const path = { jobid: hexId('job id', jobId) }
      const span = within(options)
      const body = savepointRequest(
        await version(span.each),
        options,
        describe('POST', `/jobs/${jobId}/savepoints`),
      )
      const answer = api.POST('/jobs/{jobid}/savepoints', { params: { path }, body, ...via(span.rest) })
      return { triggerId: (await read('Triggered', answer))['request-id'] }
    },
    async triggerStop(jobId, options = {}) {
      const path = { jobid: hexId('job id', jobId) }
      const span = within(options)
      const found = await version(span.each)
      const request = describe('POST', `/jobs/${jobId}/stop`)
      if (!supports(found, 'stop')) {
        if (options.drain === true) throw unsupported('drain', '1.9', found, request)
        return savepoints.trigger(jobId, { ...options, ...span.rest, cancelJob: true })
      }
      const body = stopRequest(found, options, request)
      const answer = api.POST('/jobs/{jobid}/stop', { params: { path }, body, ...via(span.rest) })
      return { triggerId: (await read('Triggered', answer))['request-id'] }
    },
    async status(jobId, triggerId, options) {
      const path = { jobid: hexId('job id', jobId), triggerid: hexId('trigger id', triggerId) }
      const answer = api.GET('/jobs/{jobid}/savepoints/{triggerid}', { params: { path }, ...via(options) })
      const { status, operation } = await read('SavepointStatus', answer)
      if (status.id !== 'COMPLETED') return { state: 'inProgress' }
      const request = describe('GET', `/jobs/${jobId}/savepoints/${triggerId}`)
      const cause = operation?.['failure-cause']
      if (cause != null) return { state: 'failed', error: errorOfOperation(cause, request) }
      const location = operation?.location
      if (location != null) return { state: 'completed', location }
      throw new MalformedAnswerError('Completed with neither a location nor a failure.', {
        request,
        httpStatus: 200,
      })
    },
    async take(jobId, options = {}) {
      const call = new LongCall(requester, options)
      return takeSnapshot(
        call,
        await call.answerOf(version),
        options,
        (id, each) => savepoints.trigger(id, each),
        (...asked) => savepoints.status(...asked),
        jobId,
      )
    },
    async dispose(savepointPath, options = {}) {
      const call = new LongCall(requester, options)
      const triggerId = await call.trigger(
        true,
        async (each) => (await savepoints.triggerDisposal(savepointPath, each)).triggerId,
      )
      await call.awaitEnd(describe('POST', '/savepoint-disposal'), (each) =>
        savepoints.disposalStatus(triggerId, each),
      )
    },
    async triggerDisposal(savepointPath, options) {
      const answer = api.POST('/savepoint-disposal', {
        body: { 'savepoint-path': savepointPath },
        ...via(options),
      })
      return { triggerId: (await read('Triggered', answer))['request-id'] }
    },
    async disposalStatus(triggerId, options) {
      const path = { triggerid: hexId('trigger id', triggerId) }
      const answer = api.GET('/savepoint-disposal/{triggerid}', { params: { path }, ...via(options) })
      return plainStatus(
        await read('OperationStatus', answer),
        describe('GET', `/savepoint-disposal/${triggerId}`),
      )
    },
  }
  return savepoints
}

/** Trigger, then look until it has ended: savepoints and stops alike. */
export async function takeSnapshot<Options extends SnapshotOptions & LongCallOptions>(
  call: LongCall,
  version: FlinkVersion,
  options: Options,
  trigger: (jobId: string, options: Options & CallOptions) => Promise<Triggered>,
  status: Savepoints['status'],
  jobId: string,
): Promise<Savepoint> {
  const isRepeatable = supports(version, 'chosenTriggerId')
  const chosen = options.triggerId ?? newId()
  const triggerId = await call.trigger(
    isRepeatable,
    async (each) =>
      (await trigger(jobId, { ...options, timeoutMs: undefined, ...each, triggerId: chosen })).triggerId,
  )
  const request = `the savepoint ${triggerId} of job ${jobId}`
  const { location } = await call.awaitEnd(request, (each) => status(jobId, triggerId, each))
  return { location, triggerId }
}

/** Success of a disposal or a deletion has no cause, or a null one. */
export function plainStatus(
  { status, operation }: Schemas['OperationStatus'],
  request: string,
): OperationStatus<object> {
  if (status.id !== 'COMPLETED') return { state: 'inProgress' }
  const cause = operation?.['failure-cause']
  return cause == null ? { state: 'completed' } : { state: 'failed', error: errorOfOperation(cause, request) }
}

function savepointRequest(
  version: FlinkVersion,
  options: SavepointOptions,
  request: string,
): Schemas['SavepointRequest'] {
  const { targetDirectory, cancelJob } = options
  return {
    ...(targetDirectory === undefined ? {} : { 'target-directory': targetDirectory }),
    // Absent, it is read as false; some old versions insist on it.
    'cancel-job': cancelJob ?? false,
    ...snapshotFields(version, options, request),
  }
}

function stopRequest(version: FlinkVersion, options: StopOptions, request: string): Schemas['StopRequest'] {
  const { targetDirectory, drain } = options
  return {
    ...(targetDirectory === undefined ? {} : { targetDirectory }),
    drain: drain ?? false,
    ...snapshotFields(version, options, request),
  }
}

function snapshotFields(version: FlinkVersion, { triggerId, format }: SnapshotOptions, request: string) {
  if (format === 'NATIVE' && !supports(version, 'savepointFormat')) {
    throw unsupported('format NATIVE', sinceVersion('savepointFormat'), version, request)
  }
  return {
    ...(triggerId !== undefined && supports(version, 'chosenTriggerId')
      ? { triggerId: hexId('trigger id', triggerId) }
      : {}),
    ...(format !== undefined && supports(version, 'savepointFormat') ? { formatType: format } : {}),
  }
}

function unsupported(what: string, since: string, version: FlinkVersion, request: string): UnsupportedError {
  return new UnsupportedError(
    `${what} needs Flink ${since}; this is ${version.text}.`,
    'Nothing was sent. Leave it out.',
    { request },
  )
}
