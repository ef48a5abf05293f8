import { type Schemas } from './decode.ts'
import { explainStackTrace, type Explanation } from './error-of-cause.ts'
import {
  GoneError,
  isNotFound,
  isNotReady,
  isPassing,
  OutcomeUnknownError,
  UnsupportedError,
} from './errors.ts'
import { hexId } from './ids.ts'
import { hasEnded, type JobState } from './job-state.ts'
import { LongCall, type LongCallOptions } from './operation.ts'
import { type CallOptions, type Requester } from './request.ts'
import { takeSnapshot, type Savepoint, type Savepoints, type StopOptions } from './savepoints.ts'
import { supports, type FlinkVersion } from './version.ts'

/** One failure of a job, in one form for all versions. */
export interface JobException {
  stackTrace: string
  timestampMs: number
  /** Undefined for a failure of the whole job. */
  taskName: string | undefined
  /** Host and port, where it was told. */
  endpoint: string | undefined
  taskManagerId: string | undefined
  labels: Readonly<Record<string, string>>
  /** Others that happened with it. */
  concurrent: JobException[]
}

export interface JobExceptions {
  /** Newest first. */
  entries: JobException[]
  /** There were more. */
  isTruncated: boolean
}

export interface StoppedJob extends Savepoint {
  /** FINISHED after a stop; undefined when the JobManager was gone before it could be asked. */
  jobState: JobState | undefined
}

export interface CancelOptions extends CallOptions {
  /**
   * Up to 1.8 `stop` asks the sources of a job to end, where all of them can; since 1.9 stopping is with a savepoint.
   * @default cancel
   */
  mode?: 'cancel' | 'stop' | undefined
}

export interface Jobs {
  /** Ids and states, not cached. A job whose master does not answer is left out: absence here proves nothing. */
  list(options?: CallOptions): Promise<{ jobId: string; state: JobState }[]>
  /** Not cached, with the same gap as `list`. */
  overview(options?: CallOptions): Promise<Schemas['JobOverview'][]>
  /**
   * Up to 3 s old (`web.refresh-interval`). A job that has ended is known for an hour (`jobstore.expiration-time`), or
   * until `jobstore.max-capacity` others have. `parallelism` is that of now: the adaptive scheduler may run with less
   * than what was submitted.
   *
   * @throws NotFoundError which is authoritative for this JobManager, now
   */
  detail(jobId: string, options?: CallOptions): Promise<Schemas['JobDetail']>
  /** Not cached; before 1.16 from the list, and from the detail for what the list leaves out. */
  state(jobId: string, options?: CallOptions): Promise<JobState>
  plan(jobId: string, options?: CallOptions): Promise<Schemas['Plan']>
  /** Without `execution-config` while the job is initialising. */
  configuration(jobId: string, options?: CallOptions): Promise<Schemas['JobConfig']>
  /** Of the JobManager that ran the job. Since 1.16. */
  jobManagerConfiguration(jobId: string, options?: CallOptions): Promise<Map<string, string>>
  exceptions(
    jobId: string,
    options?: CallOptions & { maxExceptions?: number | undefined },
  ): Promise<JobExceptions>
  accumulators(jobId: string, options?: CallOptions): Promise<Schemas['Accumulator'][]>
  /** Undefined while the job runs. Per-job clusters up to 1.14 end once this has been read. */
  result(jobId: string, options?: CallOptions): Promise<Schemas['JobResult'] | undefined>
  /**
   * Ends the job without a savepoint; returns when that is under way. Repeating it is harmless.
   *
   * @throws GoneError when the job had FINISHED or FAILED (up to 1.13 NotFoundError)
   */
  cancel(jobId: string, options?: CancelOptions): Promise<void>
  /**
   * Stops the job with a savepoint and waits for both. Repeats a request whose outcome is unknown where Flink recognises
   * it (1.15+).
   *
   * @throws BusyError when tasks are not all running: the job goes on
   * @throws StoppedUncleanlyError when the savepoint is good but the job runs again
   * @throws OutcomeUnknownError at the deadline, with the trigger id
   */
  stopWithSavepoint(jobId: string, options?: StopOptions & LongCallOptions): Promise<StoppedJob>
  /** Cancels the job and waits for its end. A job that had ended already, or is unknown, is fine. */
  cancelAndWait(jobId: string, options?: LongCallOptions): Promise<JobState | undefined>
  /** Waits until every task runs (or has finished its part). @throws GoneError with its explanation when the job ends instead */
  waitUntilRunning(jobId: string, options?: LongCallOptions): Promise<Schemas['JobDetail']>
  /** Waits for FINISHED, CANCELED or FAILED. */
  waitUntilEnded(jobId: string, options?: LongCallOptions): Promise<JobState>
}

export function createJobs(
  requester: Requester,
  version: (options?: CallOptions) => Promise<FlinkVersion>,
  savepoints: Savepoints,
): Jobs {
  const { api, via, within, read, describe } = requester
  /** Looks until `found` returns something; looks that fail for passing reasons do not count. */
  async function waitFor<T>(
    jobId: string,
    goal: string,
    options: LongCallOptions,
    look: (call: CallOptions) => Promise<T | undefined>,
  ) {
    const call = new LongCall(requester, options)
    for (;;) {
      try {
        const found = await look(call.each)
        if (found !== undefined) return found
        call.report('inProgress')
      } catch (error) {
        if (!isPassing(error)) throw error
        call.report('unreachable', error)
      }
      if (!(await call.pause())) {
        const request = describe('GET', `/jobs/${jobId}`)
        throw new OutcomeUnknownError(`The job was not ${goal} in time.`, 'It goes on; look again.', {
          request,
        })
      }
    }
  }

  async function whyEnded(jobId: string, state: JobState, call: CallOptions): Promise<GoneError> {
    const [latest] = await jobs.exceptions(jobId, call).then(
      ({ entries }) => entries,
      () => [],
    )
    const { rootCause, flinkClass } =
      latest === undefined ? noExplanation : explainStackTrace(latest.stackTrace)
    return new GoneError(`The job is ${state}.`, 'Look at its exceptions.', {
      request: describe('GET', `/jobs/${jobId}`),
      jobState: state,
      rootCause,
      flinkClass,
    })
  }

  const jobs: Jobs = {
    async list(options) {
      const { jobs: entries } = await read('JobList', api.GET('/jobs', via(options)))
      return entries.map(({ id, status }) => ({ jobId: id, state: status }))
    },
    async overview(options) {
      return (await read('JobsOverview', api.GET('/jobs/overview', via(options)))).jobs
    },
    detail: async (jobId, options) =>
      read('JobDetail', api.GET('/jobs/{jobid}', { ...ofJob(jobId), ...via(options) })),
    async state(jobId, options) {
      const span = within(options)
      if (supports(await version(span.each), 'jobStatus')) {
        const answer = api.GET('/jobs/{jobid}/status', { ...ofJob(jobId), ...via(span.rest) })
        return (await read('JobStatusAnswer', answer)).status
      }
      const listed = (await jobs.list(span.rest)).find((job) => job.jobId === jobId)
      return listed?.state ?? (await jobs.detail(jobId, span.rest)).state
    },
    async plan(jobId, options) {
      return (await read('PlanAnswer', api.GET('/jobs/{jobid}/plan', { ...ofJob(jobId), ...via(options) })))
        .plan
    },
    configuration: async (jobId, options) =>
      read('JobConfig', api.GET('/jobs/{jobid}/config', { ...ofJob(jobId), ...via(options) })),
    async jobManagerConfiguration(jobId, options) {
      const answer = api.GET('/jobs/{jobid}/jobmanager/config', { ...ofJob(jobId), ...via(options) })
      const entries = await read('ConfigEntries', answer)
      return new Map(entries.map(({ key, value }) => [key, value]))
    },
    async exceptions(jobId, options = {}) {
      const { maxExceptions } = options
      const params = {
        ...ofJob(jobId).params,
        ...(maxExceptions === undefined ? {} : { query: { maxExceptions } }),
      }
      return exceptionsOf(
        await read('JobExceptions', api.GET('/jobs/{jobid}/exceptions', { params, ...via(options) })),
      )
    },
    async accumulators(jobId, options) {
      const answer = api.GET('/jobs/{jobid}/accumulators', { ...ofJob(jobId), ...via(options) })
      return (await read('JobAccumulators', answer))['user-task-accumulators']
    },
    async result(jobId, options) {
      const answer = api.GET('/jobs/{jobid}/execution-result', { ...ofJob(jobId), ...via(options) })
      return (await read('JobExecutionResult', answer))['job-execution-result'] ?? undefined
    },
    async cancel(jobId, { mode = 'cancel', ...options } = {}) {
      const params = { ...ofJob(jobId).params, query: { mode } }
      const span = within(options)
      // Later versions answer 308 without a location.
      if (mode === 'stop' && supports(await version(span.each), 'stop')) {
        throw new UnsupportedError('Flink has no such mode since 1.9.', 'Use jobs.stopWithSavepoint.', {
          request: describe('PATCH', `/jobs/${jobId}`),
        })
      }
      await read('Empty', api.PATCH('/jobs/{jobid}', { params, ...via(span.rest) }))
    },
    async stopWithSavepoint(jobId, options = {}) {
      const call = new LongCall(requester, options)
      const found = await call.answerOf(version)
      const savepoint = await takeSnapshot(
        call,
        found,
        options,
        (id, each) => savepoints.triggerStop(id, each),
        (...asked) => savepoints.status(...asked),
        jobId,
      )
      return { ...savepoint, jobState: await endState(jobId, call) }
    },
    async cancelAndWait(jobId, options = {}) {
      const call = new LongCall(requester, options)
      try {
        await call.trigger(true, async (each) => {
          await jobs.cancel(jobId, each)
          return ''
        })
      } catch (error) {
        if (isNotFound(error)) return undefined
        if (!(error instanceof GoneError)) throw error
      }
      return endState(jobId, call)
    },
    waitUntilRunning: async (jobId, options = {}) =>
      waitFor(jobId, 'running', options, async (each) => {
        const job = await jobs.detail(jobId, each)
        if (hasEnded(job.state)) throw await whyEnded(jobId, job.state, each)
        return allTasksRun(job) ? job : undefined
      }),
    waitUntilEnded: async (jobId, options = {}) =>
      waitFor(jobId, 'ended', options, async (each) => {
        const state = await jobs.state(jobId, each)
        return hasEnded(state) ? state : undefined
      }),
  }

  /** In application mode the JobManager may be gone as soon as it has told the savepoint. */
  async function endState(jobId: string, call: LongCall): Promise<JobState | undefined> {
    for (;;) {
      try {
        const state = await jobs.state(jobId, call.each)
        if (hasEnded(state)) return state
      } catch (error) {
        if (isNotFound(error) || isNotReady(error)) return undefined
        if (!isPassing(error)) throw error
      }
      if (!(await call.pause())) return undefined
    }
  }

  return jobs
}

const noExplanation: Explanation = { rootCause: undefined, flinkClass: undefined, error: undefined }

function ofJob(jobId: string) {
  return { params: { path: { jobid: hexId('job id', jobId) } } }
}

/**
 * Whether every subtask runs or has finished. The states of the job and of its vertices do not tell: both say RUNNING
 * while most subtasks still wait for slots.
 */
export function allTasksRun({ state, vertices }: Schemas['JobDetail']): boolean {
  return (
    state === 'RUNNING' &&
    vertices.length > 0 &&
    vertices.every(
      ({ tasks, parallelism }) => (tasks['RUNNING'] ?? 0) + (tasks['FINISHED'] ?? 0) >= parallelism,
    )
  )
}

/** 1.13 brought the history, 2.0 took away what was before; a failure may show there first. */
function exceptionsOf(answer: Schemas['JobExceptions']): JobExceptions {
  const { exceptionHistory: history } = answer
  const isOnlyInOldFields = history?.entries.length === 0 && answer['root-exception'] != null
  if (history !== undefined && !isOnlyInOldFields) {
    return { entries: history.entries.map(exceptionOf), isTruncated: history.truncated ?? false }
  }
  const all = (answer['all-exceptions'] ?? []).map((entry) => ({
    stackTrace: entry.exception,
    timestampMs: entry.timestamp ?? -1,
    taskName: entry.task ?? undefined,
    endpoint: entry.endpoint ?? entry.location ?? undefined,
    taskManagerId: entry.taskManagerId ?? undefined,
    labels: {},
    concurrent: [],
  }))
  const root = answer['root-exception']
  const rootEntry = {
    stackTrace: root ?? '',
    timestampMs: answer.timestamp ?? -1,
    taskName: undefined,
    endpoint: undefined,
    taskManagerId: undefined,
    labels: {},
    concurrent: all,
  }
  return { entries: root == null ? all : [rootEntry], isTruncated: answer.truncated ?? false }
}

function exceptionOf(entry: Schemas['ExceptionEntry']): JobException {
  return {
    stackTrace: entry.stacktrace,
    timestampMs: entry.timestamp,
    taskName: entry.taskName ?? undefined,
    endpoint: entry.endpoint ?? entry.location ?? undefined,
    taskManagerId: entry.taskManagerId ?? undefined,
    labels: entry.failureLabels ?? {},
    concurrent: (entry.concurrentExceptions ?? []).map(exceptionOf),
  }
}
