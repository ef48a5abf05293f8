import { type Dispatcher } from 'undici'
import { systemClock, type Clock } from '../clock.ts'
import { hex } from './fake-id.ts'
import { FakeJob, type FakeProgram, type FakeSnapshot } from './fake-job.ts'
import { InMemoryDispatcher, type FakeRequest } from './in-memory-dispatcher.ts'
import { personalityOf, type Personality } from './personality.ts'
import { isCarriedOut, stepsOf, type Fault, type Step } from './reply.ts'
import { answer, type FakeOperation, type FakeState, type FakeTimings } from './fake-routes.ts'
import { serve, type ServedJobManager } from './serve.ts'

export interface FakeJobManagerOptions {
  /** Whose ways it has: any version from 1.7 on. @default 1.20.5 */
  version?: string
  /** @default the system's; with a fake clock nothing waits */
  clock?: Clock
  /** @default 4 */
  slots?: number
  /** @default Default */
  scheduler?: 'Default' | 'Adaptive'
  /** Without jar routes; the one job is added with `addJob`. */
  applicationMode?: boolean
  /** Where savepoints go unless the request says. Null for none. @default file:/savepoints */
  savepointDirectory?: string | null
  /** Undefined stands for no periodic checkpoints. @default 1_000 */
  checkpointIntervalMs?: number | undefined
  /** Whether checkpoints outlive a cancelled job. @default false */
  retainsCheckpoints?: boolean
  /** How long things take, in ms. */
  timings?: Partial<FakeTimings>
}

export interface FaultRule {
  /** @default any */
  method?: string
  /** Of the path without the query, such as `/\/savepoints$/`. @default any */
  path?: RegExp
  /** How many requests it hits. @default 1 */
  times?: number
  fault: Fault
}

/** A JobManager in memory. */
export interface FakeJobManager {
  readonly version: string
  /** For `createFlinkClient`, together with `dispatcher`; nothing listens there. */
  readonly baseUrl: string
  /** Takes the requests without a socket. */
  readonly dispatcher: Dispatcher
  /** Listens on a loopback port as well. */
  serve(port?: number): Promise<ServedJobManager>
  /** Every request so far, oldest first. */
  readonly requests: readonly FakeRequest[]
  readonly jobs: readonly FakeJob[]
  job(jobId: string): FakeJob
  /** Makes coming requests go wrong; the returned function ends that. */
  inject(rule: FaultRule): () => void
  /** A jar on its disk. @returns its id */
  addJar(name: string, program?: Partial<FakeProgram>): string
  /** A running job that nobody submitted over REST. */
  addJob(options?: { jobId?: string; name?: string; parallelism?: number; restoredFrom?: string }): FakeJob
  /** A snapshot that a job can be started from. */
  addSnapshot(path: string, options?: { id?: number; uid?: string }): void
  /** The next savepoints or stops end so: with this exception (`class: message`) in place of a location. */
  failSavepoints(cause: string, times?: number): void
  /** As if the process had been restarted: refused, then 503, then anew, with the jobs kept or lost. */
  restart(options?: { downMs?: number; electionMs?: number; keepsJobs?: boolean }): void
  /** Forgets savepoints and other operations under way, as a new leader has. */
  forgetOperations(): void
}

export function createFakeJobManager(options: FakeJobManagerOptions = {}): FakeJobManager {
  const clock = options.clock ?? systemClock
  const like: Personality = personalityOf(options.version ?? '1.20.5')
  const timings: FakeTimings = {
    runMs: 0,
    startTasksMs: 300,
    savepointMs: 100,
    cancelMs: 50,
    operationStoreMs: 300_000,
    ...options.timings,
  }
  const requests: FakeRequest[] = []
  const rules: { rule: FaultRule; left: number }[] = []
  let refusedUntilMs = -Infinity
  let electionUntilMs = -Infinity

  const state: FakeState = {
    like,
    clock,
    timings,
    slots: options.slots ?? 4,
    scheduler: options.scheduler ?? 'Default',
    applicationMode: options.applicationMode ?? false,
    savepointDirectory:
      options.savepointDirectory === undefined ? 'file:/savepoints' : options.savepointDirectory,
    checkpointDirectory: 'file:/checkpoints',
    checkpointIntervalMs: 'checkpointIntervalMs' in options ? options.checkpointIntervalMs : 1_000,
    retainsCheckpoints: options.retainsCheckpoints ?? false,
    jars: new Map<string, FakeProgram & { uploadedAtMs: number }>(),
    jobs: new Map<string, FakeJob>(),
    snapshots: new Map<string, FakeSnapshot>(),
    operations: new Map<string, FakeOperation>(),
    requirements: new Map(),
    savepointFailures: [],
    isShutDown: false,
    startedAtMs: clock.nowMs(),
    ids: 0,
  }

  function* respond(request: FakeRequest): Generator<Step, void, void> {
    requests.push(request)
    const nowMs = clock.nowMs()
    if (nowMs < refusedUntilMs || state.isShutDown) return yield { do: 'refuse' }
    const found = rules.find(
      ({ rule, left }) =>
        left > 0 &&
        (rule.method ?? request.method) === request.method &&
        (rule.path?.test(request.path) ?? true),
    )
    if (found !== undefined) found.left--
    const fault = found?.rule.fault
    if (fault !== undefined && !isCarriedOut(fault)) return yield* stepsOf({ status: 200, body: '' }, fault)
    // Seen on real ones: /config answers while the election is still on.
    if (nowMs < electionUntilMs && !request.path.endsWith('/config')) return yield* stepsOf(election, fault)
    const isRun = request.method === 'POST' && request.path.endsWith('/run')
    if (isRun && timings.runMs > 0) yield { do: 'wait', ms: timings.runMs }
    yield* stepsOf(answer(state, request), fault)
  }

  return {
    version: like.version,
    baseUrl: 'http://fake-job-manager:8081',
    dispatcher: new InMemoryDispatcher(respond, clock),
    serve: (port) => serve(respond, clock, port),
    requests,
    get jobs() {
      return [...state.jobs.values()]
    },
    job(jobId) {
      const job = state.jobs.get(jobId)
      if (job === undefined) throw new Error(`The fake JobManager has no job ${jobId}.`)
      return job
    },
    inject(rule) {
      const entry = { rule, left: rule.times ?? 1 }
      rules.push(entry)
      return () => void (entry.left = 0)
    },
    addJar(name, program = {}) {
      const id = `${String(++state.ids).padStart(8, '0')}-0000-4000-8000-000000000000_${name}`
      state.jars.set(id, { name, entryClass: 'testjobs.Counter', uploadedAtMs: clock.nowMs(), ...program })
      return id
    },
    addJob({ jobId = hex(++state.ids), name = 'fake-job', parallelism = 1, restoredFrom } = {}) {
      const job = new FakeJob({
        jobId,
        name,
        parallelism,
        uid: 'count',
        slots: state.slots,
        submittedAtMs: clock.nowMs(),
        startTasksMs: timings.startTasksMs,
        cancelMs: timings.cancelMs,
        checkpointIntervalMs: state.checkpointIntervalMs,
        checkpointDirectory: state.checkpointDirectory,
        endsAfterMs: undefined,
        restored: restoredFrom === undefined ? undefined : state.snapshots.get(restoredFrom),
      })
      state.jobs.set(jobId, job)
      return job
    },
    addSnapshot(path, { id = 1, uid = 'count' } = {}) {
      state.snapshots.set(path, {
        id,
        path,
        uid,
        isSavepoint: true,
        triggeredAtMs: clock.nowMs(),
        durationMs: 20,
      })
    },
    failSavepoints(cause, times = 1) {
      for (let count = 0; count < times; count++) state.savepointFailures.push(cause)
    },
    restart({ downMs = 0, electionMs = 0, keepsJobs = false } = {}) {
      refusedUntilMs = clock.nowMs() + downMs
      electionUntilMs = refusedUntilMs + electionMs
      state.isShutDown = false
      state.operations.clear()
      state.jars.clear()
      if (!keepsJobs) state.jobs.clear()
    },
    forgetOperations() {
      state.operations.clear()
    },
  }
}

const election = {
  status: 503,
  body: JSON.stringify({
    errors: ['Service temporarily unavailable due to an ongoing leader election. Please refresh.'],
  }),
}
