import { type Clock } from '../clock.ts'
import { routes } from '../generated/routes.ts'
import { FakeJob, type FakeProgram, type FakeSnapshot } from './fake-job.ts'
import { hex } from './fake-id.ts'
import { type FakeRequest } from './in-memory-dispatcher.ts'
import {
  couldNotExecute,
  couldNotFindJob,
  failedToExecute,
  failureCause,
  restHandlerException,
  serverSide,
  stackTrace,
} from './java-text.ts'
import * as show from './job-answers.ts'
import { type Personality } from './personality.ts'
import { type Answer } from './reply.ts'

export interface FakeOperation {
  endsAtMs: number
  /** Worked out once, when it is first seen to have ended. */
  result: object | undefined
  end: (atMs: number) => object
}

/** How long things take, in ms. */
export interface FakeTimings {
  /** `main()` and the submission. @default 0 */
  runMs: number
  /** From the submission to all tasks running. @default 300 */
  startTasksMs: number
  /** @default 100 */
  savepointMs: number
  /** @default 50 */
  cancelMs: number
  /** How long the result of an ended operation is known. @default 300_000 */
  operationStoreMs: number
}

export interface FakeState {
  like: Personality
  clock: Clock
  timings: FakeTimings
  slots: number
  scheduler: 'Default' | 'Adaptive'
  applicationMode: boolean
  savepointDirectory: string | null
  checkpointDirectory: string
  checkpointIntervalMs: number | undefined
  retainsCheckpoints: boolean
  jars: Map<string, FakeProgram & { uploadedAtMs: number }>
  jobs: Map<string, FakeJob>
  snapshots: Map<string, FakeSnapshot>
  operations: Map<string, FakeOperation>
  requirements: Map<string, Record<string, { parallelism: { lowerBound: number; upperBound: number } }>>
  savepointFailures: string[]
  isShutDown: boolean
  startedAtMs: number
  ids: number
}

interface Call {
  state: FakeState
  request: FakeRequest
  nowMs: number
  params: Record<string, string>
  body: Record<string, unknown>
}

type Handler = (call: Call) => Answer

class Refusal extends Error {
  readonly answer: Answer
  constructor(answer: Answer) {
    super(answer.body)
    this.answer = answer
  }
}

const ok = (body: unknown, status = 200): Answer => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const failed = (status: number, errors: string[]): Answer => ok({ errors }, status)
const refuse = (status: number, ...links: string[]): never => {
  throw new Refusal(failed(status, [stackTrace(...links)]))
}

/** What this JobManager answers; faults are none of its business. */
export function answer(state: FakeState, request: FakeRequest): Answer {
  const path = request.path.startsWith('/v1/') ? request.path.slice(3) : request.path
  const found = match(state, request.method, path)
  if (found === undefined) return noSuchRoute(state, request)
  const { params, handler, template } = found
  try {
    for (const [name, value] of Object.entries(params)) checkId(name, value)
    const body = readBody(state, template, request)
    return handler({ state, request, nowMs: state.clock.nowMs(), params, body })
  } catch (error) {
    if (error instanceof Refusal) return error.answer
    throw error
  }
}

function match({ like, applicationMode }: FakeState, method: string, path: string) {
  const segments = path.split('/')
  // A literal segment beats a parameter: /jobs/overview is no job.
  const candidates = routes.filter((route) => route.method === method && like.from(route.since))
  let best: { template: string; params: Record<string, string>; literals: number } | undefined
  for (const { path: template } of candidates) {
    const parts = template.split('/')
    if (parts.length !== segments.length || (applicationMode && template.startsWith('/jars'))) continue
    const params: Record<string, string> = {}
    const fits = parts.every((part, index) => {
      const segment = segments[index] ?? ''
      if (!part.startsWith('{')) return part === segment
      params[part.slice(1, -1)] = decodeURIComponent(segment)
      return segment !== ''
    })
    const literals = parts.filter((part) => !part.startsWith('{')).length
    if (fits && (best === undefined || literals > best.literals)) best = { template, params, literals }
  }
  return best && { ...best, handler: handlers[`${method} ${best.template}` as RouteKey] }
}

function noSuchRoute({ like }: FakeState, { method, path }: FakeRequest): Answer {
  if (method === 'GET') return failed(404, [`Unable to load requested file ${path}.`])
  return failed(404, [like.from('1.16') ? `Not found: ${path}` : 'Not found.'])
}

function checkId(name: string, value: string): void {
  if (!['jobid', 'triggerid', 'vertexid', 'applicationid'].includes(name) || /^[0-9a-fA-F]{32}$/.test(value))
    return
  refuse(
    400,
    `${restHandlerException}: Bad request, could not parse parameters: Cannot resolve path parameter (${name}) from value "${value}".`,
  )
}

// ---- request bodies ---------------------------------------------------------------------------------------------------

interface BodyRule {
  className: string
  /** Field, and the version that brought it. */
  fields: Record<string, string>
}

const program = {
  entryClass: '1.7',
  programArgs: '1.7',
  programArgsList: '1.7',
  parallelism: '1.7',
  jobId: '1.8',
  flinkConfiguration: '1.17',
}
const bodyRules: Record<string, BodyRule> = {
  '/jars/{jarid}/run': {
    className: 'JarRunRequestBody',
    fields: {
      ...program,
      savepointPath: '1.7',
      allowNonRestoredState: '1.7',
      restoreMode: '1.15',
      claimMode: '1.20',
    },
  },
  '/jars/{jarid}/plan': { className: 'JarPlanRequestBody', fields: program },
  '/jobs/{jobid}/savepoints': {
    className: 'SavepointTriggerRequestBody',
    fields: { 'target-directory': '1.7', 'cancel-job': '1.7', formatType: '1.15', triggerId: '1.15' },
  },
  '/jobs/{jobid}/stop': {
    className: 'StopWithSavepointRequestBody',
    fields: { targetDirectory: '1.9', drain: '1.9', formatType: '1.15', triggerId: '1.15' },
  },
  '/jobs/{jobid}/checkpoints': {
    className: 'CheckpointTriggerRequestBody',
    fields: { checkpointType: '1.17', triggerId: '1.17' },
  },
}

const enumerations: Record<string, string[]> = {
  claimMode: ['CLAIM', 'NO_CLAIM', 'LEGACY'],
  restoreMode: ['CLAIM', 'NO_CLAIM', 'LEGACY'],
  formatType: ['CANONICAL', 'NATIVE'],
  checkpointType: ['CONFIGURED', 'FULL', 'INCREMENTAL'],
}

function readBody(
  { like }: FakeState,
  template: string,
  { method, body, headers }: FakeRequest,
): Record<string, unknown> {
  if (method === 'GET' || headers['content-type']?.startsWith('multipart/') === true || body === '') return {}
  const rule = bodyRules[template]
  const unexpected = () =>
    refuse(
      400,
      `${restHandlerException}: Request did not match expected format ${rule?.className ?? 'RequestBody'}.`,
    )
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return unexpected()
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return unexpected()
  const fields: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(parsed)) {
    const since = rule?.fields[name]
    const isKnown =
      rule === undefined ||
      (since !== undefined && like.from(since) && !(name === 'programArgs' && like.from('2.0')))
    // FLINK-35302: ignored since 1.20, refused before.
    if (!isKnown && !like.from('1.20')) return unexpected()
    if (enumerations[name]?.includes(String(value)) === false) return unexpected()
    if ((name === 'jobId' || name === 'triggerId') && !/^[0-9a-fA-F]{32}$/.test(String(value)))
      return unexpected()
    if (isKnown) fields[name] = value
  }
  return fields
}

// ---- what handlers share ----------------------------------------------------------------------------------------------

function jobOf({ state, params }: Call): FakeJob {
  const jobId = params['jobid'] ?? ''
  const job = state.jobs.get(jobId)
  if (job !== undefined) return job
  const notFound = `org.apache.flink.runtime.rest.NotFoundException: Job ${jobId} not found`
  return state.like.from('1.14') ? refuse(404, notFound) : refuse(404, notFound, couldNotFindJob(jobId))
}

function viewOf(call: Call): show.JobView {
  const { like, scheduler } = call.state
  return { job: jobOf(call), nowMs: call.nowMs, like, scheduler }
}

function unknownJobAsServerError({ state, params }: Call): void {
  const jobId = params['jobid'] ?? ''
  if (!state.jobs.has(jobId)) throw new Refusal(failed(500, serverSide(couldNotFindJob(jobId))))
}

function triggered(
  { state, body, params, nowMs }: Call,
  table: string,
  endsAfterMs: number,
  end: FakeOperation['end'],
  status = 202,
): Answer {
  const triggerId = typeof body['triggerId'] === 'string' ? body['triggerId'] : hex(++state.ids)
  const key = `${table} ${params['jobid'] ?? ''} ${triggerId}`
  const known = state.operations.get(key)
  if (known === undefined)
    state.operations.set(key, { endsAtMs: nowMs + endsAfterMs, end, result: undefined })
  return ok({ 'request-id': triggerId }, status)
}

function operationStatus({ state, params, nowMs }: Call, table: string, what: string): Answer {
  const triggerId = params['triggerid'] ?? ''
  const key = `${table} ${params['jobid'] ?? ''} ${triggerId}`
  const operation = state.operations.get(key)
  if (operation === undefined || nowMs > operation.endsAtMs + state.timings.operationStoreMs) {
    const isOld = !state.like.from('1.15') || params['jobid'] === undefined
    return isOld
      ? refuse(
          404,
          'org.apache.flink.runtime.rest.NotFoundException: Operation not found under key: org.apache.flink.runtime.rest.handler.async.OperationKey@d4c692dc',
        )
      : refuse(
          404,
          `${restHandlerException}: There is no ${what} operation with triggerId=${triggerId} for job ${params['jobid'] ?? ''}.`,
        )
  }
  if (nowMs < operation.endsAtMs) return ok({ status: { id: 'IN_PROGRESS' }, operation: null })
  operation.result ??= operation.end(operation.endsAtMs)
  return ok({ status: { id: 'COMPLETED' }, operation: operation.result })
}

const checkpointException = 'org.apache.flink.runtime.checkpoint.CheckpointException'

/** @returns the exception a snapshot of this job would end with at once */
function whyNoSnapshot({ state, params, nowMs }: Call): string | undefined {
  const jobId = params['jobid'] ?? ''
  const job = state.jobs.get(jobId)
  if (job === undefined || job.hasEndedAt(nowMs)) return couldNotFindJob(jobId)
  if (job.hasAllTasksAt(nowMs)) return undefined
  return `${checkpointException}: Checkpoint triggering task Source: ticks (1/1) of job ${jobId} is not being executed at the moment. Aborting checkpoint. Failure reason: Not all required tasks are currently running.`
}

function takeSavepoint(
  call: Call,
  directoryField: string,
  then: (job: FakeJob, atMs: number) => void,
): Answer {
  const { state, body, params } = call
  const directory = body[directoryField] ?? state.savepointDirectory
  if (typeof directory !== 'string') {
    const key = state.like.from('1.20') ? 'execution.checkpointing.savepoint-dir' : 'state.savepoints.dir'
    return refuse(
      400,
      `${restHandlerException}: Config key [${key}] is not set. Property [${directoryField}] must be provided.`,
    )
  }
  const impossible = whyNoSnapshot(call)
  if (impossible !== undefined)
    return triggered(call, 'savepoint', 0, () => ({ 'failure-cause': failureCause(impossible) }))
  const jobId = params['jobid'] ?? ''
  return triggered(call, 'savepoint', state.timings.savepointMs, (atMs) => {
    const cause = state.savepointFailures.shift()
    if (cause !== undefined) return { 'failure-cause': failureCause(cause) }
    const job = state.jobs.get(jobId)
    if (job === undefined) return { 'failure-cause': failureCause(couldNotFindJob(jobId)) }
    const location = `${directory.replace(/\/+$/, '')}/savepoint-${jobId.slice(0, 6)}-${hex(++state.ids).slice(0, 12)}`
    state.snapshots.set(
      location,
      job.addSnapshot(() => location, true, atMs, state.timings.savepointMs),
    )
    then(job, atMs)
    return { location }
  })
}

// ---- running a jar ----------------------------------------------------------------------------------------------------

const programInvocationException = 'org.apache.flink.client.program.ProgramInvocationException'

/** The arguments the test job knows too. */
interface ProgramRun {
  throwsInMain: boolean
  hasNoJob: boolean
  uid: string
  endsAfterMs: number | undefined
  failsInTasks: boolean
}

function programOf({ state, params, body, request }: Call): ProgramRun {
  const jarId = params['jarid'] ?? ''
  const jar = state.jars.get(jarId)
  if (jar === undefined) {
    const wrapper = 'java.util.concurrent.CompletionException'
    throw new Refusal(
      failed(
        500,
        serverSide(
          `${wrapper}: ${restHandlerException}: Jar file /tmp/flink-web-upload/${jarId} does not exist`,
        ),
      ),
    )
  }
  const named = typeof body['entryClass'] === 'string' ? body['entryClass'] : undefined
  const entryClass = named ?? request.query.get('entry-class') ?? jar.entryClass
  if (entryClass !== jar.entryClass) {
    const wrapper = 'java.util.concurrent.CompletionException'
    throw new Refusal(
      failed(
        500,
        serverSide(
          `${wrapper}: ${programInvocationException}: The program's entry point class '${entryClass}' was not found in the jar file.`,
        ),
      ),
    )
  }
  if (body['programArgs'] !== undefined && body['programArgsList'] !== undefined) {
    refuse(
      400,
      `${restHandlerException}: Confusing request: programArgs and programArgsList are specified, please, use only programArgsList.`,
    )
  }
  const line = typeof body['programArgs'] === 'string' ? body['programArgs'].split(/\s+/) : []
  const list = Array.isArray(body['programArgsList']) ? body['programArgsList'].map(String) : line
  const value = (name: string) => (list.includes(name) ? list[list.indexOf(name) + 1] : undefined)
  const count = value('--count')
  return {
    throwsInMain: list.includes('--throw-in-main'),
    hasNoJob: list.includes('--no-job'),
    uid: value('--uid') ?? 'count',
    failsInTasks: value('--fail-file') !== undefined,
    endsAfterMs: count === undefined ? undefined : (Number(count) / Number(value('--rps') ?? 20)) * 1_000,
  }
}

function runJar(call: Call): Answer {
  const { state, body, nowMs } = call
  const run = programOf(call)
  const parallelism = typeof body['parallelism'] === 'number' ? body['parallelism'] : 1
  if (parallelism < 1 || run.throwsInMain) {
    const message = run.throwsInMain
      ? 'thrown in main'
      : 'Parallelism must be at least one, or ExecutionConfig.PARALLELISM_DEFAULT (use system default).'
    const cause = `java.lang.${run.throwsInMain ? 'IllegalState' : 'IllegalArgument'}Exception: ${message}`
    return failed(
      400,
      couldNotExecute(`${programInvocationException}: The main method caused an error: ${message}`, cause),
    )
  }
  if (run.hasNoJob) return refuse(400, `${restHandlerException}: No jobs included in application.`)
  const jobId = typeof body['jobId'] === 'string' ? body['jobId'] : hex(++state.ids)
  const jobName = 'counter'
  const earlier = state.jobs.get(jobId)
  // Before 1.14 the id of an ended job was free again.
  if (earlier !== undefined && (state.like.from('1.14') || !earlier.hasEndedAt(nowMs))) {
    const kind = state.like.from('2.3') ? 'Application' : 'Job'
    return failed(
      400,
      failedToExecute(
        jobName,
        `org.apache.flink.runtime.client.Duplicate${kind}SubmissionException: ${kind} has already been submitted.`,
      ),
    )
  }
  const path =
    typeof body['savepointPath'] === 'string' ? body['savepointPath'].replace(/\/_metadata$/, '') : undefined
  const restored =
    path === undefined ? undefined : (state.snapshots.get(path) ?? checkpointAt(state, path, nowMs))
  const job = new FakeJob({
    jobId,
    name: jobName,
    parallelism,
    uid: run.uid,
    slots: state.slots,
    submittedAtMs: nowMs,
    startTasksMs: state.timings.startTasksMs,
    cancelMs: state.timings.cancelMs,
    checkpointIntervalMs: intervalIn(body) ?? state.checkpointIntervalMs,
    checkpointDirectory: state.checkpointDirectory,
    endsAfterMs: run.endsAfterMs,
    restored,
  })
  state.jobs.set(jobId, job)
  if (run.failsInTasks) {
    const cause = 'java.lang.IllegalStateException: asked to fail by --fail-file'
    job.fail(stackTrace(cause), nowMs, state.timings.startTasksMs)
  }
  const impossible = whyNotRestored(path, restored, run, body)
  if (impossible !== undefined) {
    // As on a real one, the job stays listed as FAILED, and was never CREATED.
    const wrapped = [
      'org.apache.flink.runtime.client.JobInitializationException: Could not start the JobMaster.',
      impossible,
    ]
    job.fail(stackTrace(...wrapped), nowMs)
    job.timestamps.delete('RUNNING')
    job.timestamps.delete('CREATED')
    return failed(400, failedToExecute(jobName, ...wrapped))
  }
  return ok({ jobid: jobId, ...state.like.since('2.3', { applicationId: jobId }) })
}

function intervalIn({ flinkConfiguration }: Record<string, unknown>): number | undefined {
  const text = (flinkConfiguration as Record<string, string> | undefined)?.[
    'execution.checkpointing.interval'
  ]
  const [, count, unit] = /^(\d+) ?(ms|s)$/.exec(text ?? '') ?? []
  return count === undefined ? undefined : Number(count) * (unit === 's' ? 1_000 : 1)
}

function checkpointAt(state: FakeState, path: string, nowMs: number): FakeSnapshot | undefined {
  for (const job of state.jobs.values()) {
    const endState = job.stateAt(nowMs)
    const [newest] = job.snapshots.filter(({ isSavepoint }) => !isSavepoint)
    if (
      newest?.path === path &&
      (endState !== 'CANCELED' || state.retainsCheckpoints) &&
      endState !== 'FINISHED'
    )
      return newest
  }
  return undefined
}

function whyNotRestored(
  path: string | undefined,
  restored: FakeSnapshot | undefined,
  run: ProgramRun,
  body: Record<string, unknown>,
) {
  if (path === undefined) return undefined
  if (restored === undefined) {
    return `java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory '${path}' on file system 'file'.`
  }
  if (restored.uid === run.uid || body['allowNonRestoredState'] === true) return undefined
  return (
    `java.lang.IllegalStateException: Failed to rollback to checkpoint/savepoint ${path}. Cannot map checkpoint/savepoint state for operator ` +
    `${show.countVertexId} to the new program, because the operator is not available in the new program.`
  )
}

function uploadJar({ state, request, nowMs }: Call): Answer {
  const name = /filename="([^"]*)"/.exec(request.body)?.[1]
  if (name === undefined)
    return refuse(400, `${restHandlerException}: Exactly 1 file must be sent, received 0.`)
  if (!name.endsWith('.jar')) return refuse(400, `${restHandlerException}: Only Jar files are allowed.`)
  const jarId = `${String(++state.ids).padStart(8, '0')}-0000-4000-8000-000000000000_${name}`
  state.jars.set(jarId, { name, entryClass: 'testjobs.Counter', uploadedAtMs: nowMs })
  return ok({ filename: `/tmp/flink-web-upload/${jarId}`, status: 'success' })
}

// ---- ending a job -----------------------------------------------------------------------------------------------------

function cancelJob(call: Call): Answer {
  const { state, params, request, nowMs } = call
  const mode = request.query.get('mode') ?? 'cancel'
  if (mode === 'stop' && state.like.from('1.9')) {
    return refuse(
      308,
      `${restHandlerException}: The termination mode "stop" has been removed. For an ungraceful shutdown, please use "cancel" instead. For a graceful shutdown, please use "jobs/:jobId/stop" instead.`,
    )
  }
  const job = state.jobs.get(params['jobid'] ?? '')
  // No job of today has sources that can be stopped.
  if (mode === 'stop' && job !== undefined) {
    const cause = 'org.apache.flink.runtime.StoppingException: This job is not stoppable.'
    throw new Refusal(failed(500, serverSide(cause)))
  }
  const couldNotBeFound = `${restHandlerException}: Job could not be found.`
  const isOld = !state.like.from('1.14')
  if (job === undefined)
    return isOld
      ? refuse(404, couldNotBeFound, couldNotFindJob(params['jobid'] ?? ''))
      : refuse(404, couldNotBeFound)
  const endState = job.stateAt(nowMs)
  if (endState === 'FINISHED' || endState === 'FAILED' || (isOld && endState === 'CANCELED')) {
    return isOld
      ? refuse(404, couldNotBeFound, couldNotFindJob(job.jobId))
      : refuse(
          409,
          `${restHandlerException}: Job cancellation failed because the job has already reached another terminal state (${endState}).`,
        )
  }
  if (endState !== 'CANCELED') job.cancel(nowMs)
  return ok({}, 202)
}

// ---- metrics ----------------------------------------------------------------------------------------------------------

function metrics(values: Record<string, string>): Handler {
  return ({ request }) => {
    const asked = request.query.get('get')?.split(',')
    const known = Object.entries(values)
    if (asked === undefined) return ok(known.map(([id]) => ({ id })))
    return ok(known.filter(([id]) => asked.includes(id)).map(([id, value]) => ({ id, value })))
  }
}

function aggregated(values: Record<string, number>): Handler {
  return ({ state, request }) => {
    const asked = request.query.get('get')?.split(',')
    if (asked === undefined) return ok(Object.keys(values).map((id) => ({ id })))
    // One unknown name, and there is no answer for the others either.
    if (asked.some((id) => values[id] === undefined)) return ok([])
    const kinds = request.query.get('agg')?.split(',') ?? [
      'min',
      'max',
      'avg',
      'sum',
      ...(state.like.from('1.20') ? ['skew'] : []),
    ]
    return ok(
      asked.map((id) => ({
        id,
        ...Object.fromEntries(kinds.map((kind) => [kind, kind === 'skew' ? 0 : values[id]])),
      })),
    )
  }
}

const jobMetrics = metrics({
  numRestarts: '0',
  uptime: '1200',
  lastCheckpointExternalPath: 'file:/checkpoints/1',
})
const vertexMetrics = metrics({
  '0.numRecordsOut': '42',
  '0.busyTimeMsPerSecond': 'NaN',
  '0.idleTimeMsPerSecond': '1000',
})

// ---- the cluster ------------------------------------------------------------------------------------------------------

function overview({ state, nowMs }: Call): Answer {
  const states = [...state.jobs.values()].map((job) => job.stateAt(nowMs))
  const count = (wanted: string) => states.filter((name) => name === wanted).length
  const ended = count('FINISHED') + count('CANCELED') + count('FAILED')
  return ok({
    taskmanagers: 1,
    'slots-total': state.slots,
    'slots-available': freeSlots(state, nowMs),
    'jobs-running': states.length - ended,
    'jobs-finished': count('FINISHED'),
    'jobs-cancelled': count('CANCELED'),
    'jobs-failed': count('FAILED'),
    'flink-version': state.like.version,
    'flink-commit': 'c0f8d1a',
  })
}

function freeSlots(state: FakeState, nowMs: number): number {
  const running = [...state.jobs.values()].filter((job) => job.hasAllTasksAt(nowMs))
  return Math.max(0, state.slots - running.reduce((sum, job) => sum + job.settings.parallelism, 0))
}

function taskManager({ state, nowMs }: Call) {
  const { like, slots } = state
  const resource = {
    cpuCores: slots,
    taskHeapMemory: 112,
    taskOffHeapMemory: 0,
    managedMemory: 0,
    networkMemory: 16,
    extendedResources: {},
  }
  return {
    id: 'tm-1:6122-000001',
    path: `${like.from('1.18') ? 'pekko' : 'akka'}.tcp://flink@tm-1:6122/user/rpc/taskmanager_0`,
    dataPort: 34_209,
    ...like.since('1.12', { jmxPort: -1 }),
    timeSinceLastHeartbeat: nowMs - 1_000,
    slotsNumber: slots,
    freeSlots: freeSlots(state, nowMs),
    ...like.since('2.3', { assignedTasks: 0 }),
    ...like.since('1.11', { totalResource: resource, freeResource: resource }),
    hardware: { cpuCores: 2, physicalMemory: 25_276_502_016, freeMemory: 178_454_528, managedMemory: 0 },
    ...like.since('1.12', {
      memoryConfiguration: {
        frameworkHeap: 67_108_864,
        taskHeap: 117_440_512,
        frameworkOffHeap: 33_554_432,
        taskOffHeap: 0,
        networkMemory: 16_777_216,
        managedMemory: 0,
        jvmMetaspace: 117_440_512,
        jvmOverhead: 50_331_648,
        totalFlinkMemory: 234_881_024,
        totalProcessMemory: 402_653_184,
      },
    }),
  }
}

function taskManagerOf(call: Call): ReturnType<typeof taskManager> {
  const id = call.params['taskmanagerid'] ?? ''
  const known = taskManager(call)
  if (id === known.id) return known
  throw new Refusal(
    failed(
      500,
      serverSide(
        `org.apache.flink.runtime.resourcemanager.exceptions.UnknownTaskExecutorException: No TaskExecutor registered under ${id}.`,
      ),
    ),
  )
}

const configuration = [
  { key: 'rest.port', value: '8081' },
  { key: 's3.secret-key', value: '******' },
]

function requireAdaptive({ state }: Call): void {
  if (state.scheduler === 'Adaptive') return
  throw new Refusal(
    failed(
      500,
      serverSide(
        'java.lang.UnsupportedOperationException: The DefaultScheduler does not support changing the parallelism without a job restart. This feature is currently only expected to work with the AdaptiveScheduler.',
      ),
    ),
  )
}

function putRequirements(call: Call): Answer {
  unknownJobAsServerError(call)
  requireAdaptive(call)
  const { state, params, body } = call
  const wanted = body as Record<string, { parallelism: { lowerBound: number; upperBound: number } }>
  for (const vertexId of [show.sourceVertexId, show.countVertexId]) {
    const bounds = wanted[vertexId]?.parallelism
    if (bounds === undefined)
      return refuse(
        400,
        `${restHandlerException}: The request is incomplete, missing job vertex [${vertexId}] resource requirements.`,
      )
    if (bounds.lowerBound > bounds.upperBound) {
      return refuse(
        400,
        `${restHandlerException}: The requested lower bound [${bounds.lowerBound}] for job vertex [${vertexId}] is higher than the upper bound [${bounds.upperBound}].`,
      )
    }
  }
  state.requirements.set(params['jobid'] ?? '', wanted)
  const upper = wanted[show.countVertexId]?.parallelism.upperBound ?? 1
  jobOf(call).rescale(Math.min(upper, state.slots), call.nowMs)
  return ok({})
}

function vertexAnswer(view: show.JobView, vertexId: string): object {
  return (
    show.vertexDetail(view, vertexId) ??
    refuse(404, `org.apache.flink.runtime.rest.NotFoundException: JobVertex ${vertexId} not found`)
  )
}

function snapshotOf(call: Call): FakeSnapshot {
  const { job } = viewOf(call)
  job.stateAt(call.nowMs)
  const id = call.params['checkpointid'] ?? ''
  return (
    job.snapshots.find((snapshot) => snapshot.id === Number(id)) ??
    refuse(404, `${restHandlerException}: Could not find checkpointing statistics for checkpoint ${id}.`)
  )
}

/** An application of one job, as every plain run makes it. */
function applicationOverview({ nowMs }: Call, job: FakeJob) {
  const status = job.stateAt(nowMs)
  return {
    id: job.jobId,
    name: job.settings.name,
    'start-time': job.settings.submittedAtMs,
    'end-time': job.endedAtMs,
    duration: nowMs - job.settings.submittedAtMs,
    status: status === 'CANCELLING' ? 'CANCELING' : status,
    jobs: { [status]: 1 },
  }
}

function applicationOf({ state, params, request }: Call): FakeJob {
  const id = params['applicationid'] ?? ''
  const known = state.jobs.get(id)
  if (known !== undefined) return known
  const cause = `org.apache.flink.runtime.messages.FlinkApplicationNotFoundException: Could not find Flink application (${id})`
  if (request.method === 'POST')
    return refuse(404, `${restHandlerException}: Application could not be found.`, cause)
  throw new Refusal(failed(500, serverSide(cause)))
}

function noLogOf({ state, params }: Call): string[] {
  const text = `The file ${params['filename'] ?? ''} does not exist on the TaskExecutor.`
  const flinkException = 'org.apache.flink.util.FlinkException'
  return state.like.from('1.17')
    ? [
        `${flinkException}: Failed to transfer file from TaskExecutor ${params['taskmanagerid'] ?? ''}.`,
        `java.io.FileNotFoundException: ${text}`,
      ]
    : [`${flinkException}: ${text}`]
}

type RouteKey<Route extends { method: string; path: string } = (typeof routes)[number]> =
  Route extends unknown ? `${Route['method']} ${Route['path']}` : never

/** One for each route that is described. */
const handlers: Record<RouteKey, Handler> = {
  'GET /overview': overview,
  'GET /config': ({ state }) =>
    ok({
      'refresh-interval': 3_000,
      'timezone-name': 'Coordinated Universal Time',
      'timezone-offset': 0,
      'flink-version': state.like.version,
      'flink-revision': 'c0f8d1a @ 2026-06-14T16:29:03+02:00',
      features: {
        'web-submit': !state.applicationMode,
        ...state.like.since('1.14', { 'web-cancel': true }),
        ...state.like.since('1.16', { 'web-history': false }),
        ...state.like.since('1.18', { 'web-rescale': state.scheduler === 'Adaptive' }),
      },
    }),
  'GET /jobmanager/config': () => ok(configuration),
  'GET /jobmanager/environment': () =>
    ok({ jvm: { version: 'OpenJDK 64-Bit Server VM', arch: 'amd64', options: [] }, classpath: [] }),
  'GET /jobmanager/logs': ({ state }) =>
    ok({
      logs: [{ name: 'jobmanager.log', size: 5, ...state.like.since('1.15', { mtime: state.startedAtMs }) }],
    }),
  'GET /jobmanager/logs/{filename}': ({ params }) =>
    params['filename'] === 'jobmanager.log'
      ? { status: 200, type: 'text/plain', body: 'ready' }
      : failed(404, ['This file does not exist in JobManager log dir.']),
  'GET /jobmanager/thread-dump': () =>
    ok({ threadInfos: [{ threadName: 'main', stringifiedThreadInfo: '"main" RUNNABLE' }] }),
  'GET /jobmanager/metrics': metrics({ 'Status.JVM.Memory.Heap.Used': '40339832', numRunningJobs: '1' }),
  'DELETE /cluster': ({ state }) => {
    state.isShutDown = true
    return ok({})
  },

  'GET /jars': ({ state }) =>
    ok({
      address: 'http://fake-job-manager:8081',
      files: [...state.jars].map(([id, { name, entryClass, uploadedAtMs }]) => ({
        id,
        name,
        uploaded: uploadedAtMs,
        entry: [{ name: entryClass, description: null }],
      })),
    }),
  'POST /jars/upload': uploadJar,
  'DELETE /jars/{jarid}': ({ state, params }) =>
    state.jars.delete(params['jarid'] ?? '')
      ? ok({})
      : refuse(
          400,
          `${restHandlerException}: File ${params['jarid'] ?? ''} does not exist in /tmp/flink-web-upload.`,
        ),
  'POST /jars/{jarid}/run': runJar,
  'POST /jars/{jarid}/plan': (call) => planJar(call),
  'GET /jars/{jarid}/plan': (call) => planJar(call),

  'GET /jobs': ({ state, nowMs }) =>
    ok({ jobs: [...state.jobs.values()].map((job) => ({ id: job.jobId, status: job.stateAt(nowMs) })) }),
  'GET /jobs/overview': ({ state, nowMs }) =>
    ok({
      jobs: [...state.jobs.values()].map((job) =>
        show.jobOverview({ job, nowMs, like: state.like, scheduler: state.scheduler }),
      ),
    }),
  'GET /jobs/metrics': aggregated({ uptime: 1_200, numRestarts: 0 }),
  'GET /jobs/{jobid}': (call) => ok(show.jobDetail(viewOf(call))),
  'PATCH /jobs/{jobid}': cancelJob,
  'GET /jobs/{jobid}/status': (call) => {
    unknownJobAsServerError(call)
    return ok({ status: jobOf(call).stateAt(call.nowMs) })
  },
  'GET /jobs/{jobid}/plan': (call) => ok({ plan: show.plan(viewOf(call)) }),
  'GET /jobs/{jobid}/config': (call) => ok(show.jobConfig(viewOf(call))),
  'GET /jobs/{jobid}/exceptions': (call) => ok(show.jobExceptions(viewOf(call))),
  'GET /jobs/{jobid}/execution-result': (call) => ok(show.executionResult(viewOf(call))),
  'GET /jobs/{jobid}/accumulators': (call) => {
    jobOf(call)
    return ok({
      'job-accumulators': [],
      'user-task-accumulators': [],
      'serialized-user-task-accumulators': {},
    })
  },
  // An unknown job has no metrics.
  'GET /jobs/{jobid}/metrics': (call) =>
    call.state.jobs.has(call.params['jobid'] ?? '') ? jobMetrics(call) : ok([]),
  'GET /jobs/{jobid}/jobmanager/config': () => ok(configuration),

  'POST /jobs/{jobid}/stop': (call) =>
    takeSavepoint(call, 'targetDirectory', (job, atMs) => job.finish(atMs)),
  'POST /jobs/{jobid}/savepoints': (call) =>
    takeSavepoint(call, 'target-directory', (job, atMs) => {
      if (call.body['cancel-job'] === true) job.cancel(atMs)
    }),
  'GET /jobs/{jobid}/savepoints/{triggerid}': (call) => operationStatus(call, 'savepoint', 'savepoint'),
  'POST /savepoint-disposal': (call) => {
    const path = call.body['savepoint-path']
    if (typeof path !== 'string')
      return refuse(400, `${restHandlerException}: Field savepoint-path must not be omitted or be null.`)
    const end = () =>
      call.state.snapshots.delete(path)
        ? call.state.like.from('1.20')
          ? {}
          : { 'failure-cause': null }
        : {
            'failure-cause': {
              class: 'org.apache.flink.util.FlinkException',
              'stack-trace': stackTrace(
                `org.apache.flink.util.FlinkException: Could not dispose savepoint ${path}.`,
                `java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory '${path}' on file system 'file'.`,
              ),
              'serialized-throwable': 'rO0ABXNy',
            },
          }
    return triggered(call, 'disposal', 20, end, 200)
  },
  'GET /savepoint-disposal/{triggerid}': (call) => operationStatus(call, 'disposal', 'disposal'),

  'GET /jobs/{jobid}/checkpoints': (call) =>
    ok(show.checkpointStatistics(viewOf(call), call.state.retainsCheckpoints)),
  'POST /jobs/{jobid}/checkpoints': (call) => {
    const impossible = whyNoSnapshot(call)
    if (impossible !== undefined)
      return triggered(call, 'checkpoint', 0, () => ({ failureCause: failureCause(impossible) }))
    return triggered(call, 'checkpoint', 50, (atMs) => {
      const job = call.state.jobs.get(call.params['jobid'] ?? '')
      if (job === undefined)
        return { failureCause: failureCause(couldNotFindJob(call.params['jobid'] ?? '')) }
      return { checkpointId: job.addSnapshot((id) => job.checkpointPath(id), false, atMs, 50).id }
    })
  },
  'GET /jobs/{jobid}/checkpoints/{triggerid}': (call) => operationStatus(call, 'checkpoint', 'checkpoint'),
  'GET /jobs/{jobid}/checkpoints/config': (call) =>
    ok(show.checkpointConfig(viewOf(call), call.state.retainsCheckpoints)),
  'GET /jobs/{jobid}/checkpoints/details/{checkpointid}': (call) =>
    ok(show.checkpoint(viewOf(call), snapshotOf(call), call.state.retainsCheckpoints)),

  'GET /jobs/{jobid}/checkpoints/details/{checkpointid}/subtasks/{vertexid}': (call) => {
    const snapshot = snapshotOf(call)
    const view = viewOf(call)
    return ok({
      id: snapshot.id,
      status: 'COMPLETED',
      subtasks: Array.from({ length: view.job.settings.parallelism }, (_, index) => ({
        index,
        status: 'completed',
        ack_timestamp: snapshot.triggeredAtMs + snapshot.durationMs,
        end_to_end_duration: snapshot.durationMs,
        state_size: 4_188,
      })),
    })
  },

  'GET /jobs/{jobid}/resource-requirements': (call) => {
    unknownJobAsServerError(call)
    requireAdaptive(call)
    const { parallelism } = jobOf(call).settings
    const bounds = { parallelism: { lowerBound: 1, upperBound: parallelism } }
    return ok(
      call.state.requirements.get(call.params['jobid'] ?? '') ?? {
        [show.sourceVertexId]: bounds,
        [show.countVertexId]: bounds,
      },
    )
  },
  'PUT /jobs/{jobid}/resource-requirements': putRequirements,
  'GET /jobs/{jobid}/rescales/config': (call) => {
    jobOf(call)
    return ok({
      rescaleHistoryMax: 0,
      schedulerExecutionMode: null,
      submissionResourceWaitTimeoutInMillis: 30_000,
      submissionResourceStabilizationTimeoutInMillis: 10_000,
      slotIdleTimeoutInMillis: 50_000,
      executingCooldownTimeoutInMillis: 30_000,
      executingResourceStabilizationTimeoutInMillis: 60_000,
      maximumDelayForTriggeringRescaleInMillis: 6_000,
      rescaleOnFailedCheckpointCount: 2,
    })
  },
  'GET /jobs/{jobid}/rescales/history': (call) => {
    jobOf(call)
    return ok([])
  },

  'GET /jobs/{jobid}/vertices/{vertexid}': (call) =>
    ok(vertexAnswer(viewOf(call), call.params['vertexid'] ?? '')),
  'GET /jobs/{jobid}/vertices/{vertexid}/backpressure': (call) => {
    vertexAnswer(viewOf(call), call.params['vertexid'] ?? '')
    const level = {
      ...call.state.like.since('1.17', { backpressureLevel: 'ok' }),
      'backpressure-level': 'ok',
    }
    return ok({
      status: 'ok',
      ...level,
      'end-timestamp': call.nowMs,
      subtasks: [{ subtask: 0, ...level, ratio: 0, idleRatio: 1, busyRatio: 'NaN' }],
    })
  },
  'GET /jobs/{jobid}/vertices/{vertexid}/metrics': vertexMetrics,
  'GET /jobs/{jobid}/vertices/{vertexid}/jm-operator-metrics': metrics({ 'coordinator.numSplits': '1' }),
  'GET /jobs/{jobid}/vertices/{vertexid}/subtasks/metrics': aggregated({
    numRecordsOut: 375,
    busyTimeMsPerSecond: 0,
  }),
  'GET /jobs/{jobid}/vertices/{vertexid}/subtasks/{subtaskindex}/metrics': metrics({ numRecordsOut: '42' }),
  'GET /jobs/{jobid}/vertices/{vertexid}/watermarks': () =>
    ok([
      { id: '0.currentInputWatermark', value: '-9223372036854775808' },
      { id: '1.currentInputWatermark', value: '9223372036854775807' },
    ]),
  'GET /jobs/{jobid}/vertices/{vertexid}/flamegraph': (call) => flameGraph(call),
  'GET /jobs/{jobid}/vertices/{vertexid}/accumulators': (call) =>
    ok({ id: call.params['vertexid'], 'user-accumulators': [] }),
  'GET /jobs/{jobid}/vertices/{vertexid}/subtasktimes': (call) =>
    ok({
      id: call.params['vertexid'],
      name: 'Source: ticks',
      now: call.nowMs,
      subtasks: [{ subtask: 0, duration: 1, timestamps: {} }],
    }),
  'GET /jobs/{jobid}/vertices/{vertexid}/taskmanagers': (call) =>
    ok({
      id: call.params['vertexid'],
      name: 'Source: ticks',
      now: call.nowMs,
      taskmanagers: [{ status: 'RUNNING' }],
    }),

  'GET /taskmanagers': (call) => ok({ taskmanagers: [taskManager(call)] }),
  'GET /taskmanagers/metrics': aggregated({ 'Status.JVM.Memory.Heap.Used': 40_339_832 }),
  'GET /taskmanagers/{taskmanagerid}': (call) =>
    ok({
      ...taskManagerOf(call),
      ...call.state.like.since('1.13', { allocatedSlots: [] }),
      metrics: { heapUsed: 0, garbageCollectors: [] },
    }),
  'GET /taskmanagers/{taskmanagerid}/logs': (call) => {
    taskManagerOf(call)
    const logs = [
      {
        name: 'taskmanager.log',
        size: 5,
        ...call.state.like.since('1.15', { mtime: call.state.startedAtMs }),
      },
    ]
    return ok({ logs })
  },
  'GET /taskmanagers/{taskmanagerid}/logs/{filename}': (call) => {
    taskManagerOf(call)
    return call.params['filename'] === 'taskmanager.log'
      ? { status: 200, type: 'text/plain', body: 'ready' }
      : failed(500, serverSide(...noLogOf(call)))
  },
  'GET /taskmanagers/{taskmanagerid}/thread-dump': (call) => {
    taskManagerOf(call)
    return ok({ threadInfos: [{ threadName: 'main', stringifiedThreadInfo: '"main" RUNNABLE' }] })
  },
  'GET /taskmanagers/{taskmanagerid}/metrics': metrics({
    'Status.JVM.Memory.Heap.Used': '40339832',
    'Status.JVM.CPU.Load': '0.03',
  }),

  'GET /datasets': () => ok({ dataSets: [] }),
  // There is none, which is soon done, but for old versions, which never see the end of it.
  'DELETE /datasets/{datasetid}': (call) =>
    triggered(call, 'data set', call.state.like.from('1.16') ? 0 : Infinity, () => ({})),
  'GET /datasets/delete/{triggerid}': (call) => operationStatus(call, 'data set', 'data set'),

  'GET /applications/overview': (call) =>
    ok({
      applications: [...call.state.jobs.values()].map((job) => applicationOverview(call, job)),
    }),
  'GET /applications/{applicationid}': (call) => {
    const job = applicationOf(call)
    const { state, nowMs } = call
    return ok({
      ...applicationOverview(call, job),
      timestamps: { CREATED: job.settings.submittedAtMs, RUNNING: job.settings.submittedAtMs },
      jobs: [show.jobOverview({ job, nowMs, like: state.like, scheduler: state.scheduler })],
    })
  },
  'GET /applications/{applicationid}/exceptions': (call) => {
    applicationOf(call)
    return ok({ exceptionHistory: { entries: [] } })
  },
  'POST /applications/{applicationid}/cancel': (call) => {
    applicationOf(call).cancel(call.nowMs)
    return ok({}, 202)
  },
  'POST /jars/{jarid}/run-application': (call) => {
    const submitted = runJar(call)
    if (submitted.status !== 200) return submitted
    const { jobid } = JSON.parse(submitted.body) as { jobid: string }
    return ok({ applicationid: jobid }, 202)
  },
}

function flameGraph(call: Call): Answer {
  vertexAnswer(viewOf(call), call.params['vertexid'] ?? '')
  return ok({ endTimestamp: call.nowMs, data: { name: 'root', value: 0, children: [] } })
}

function planJar(call: Call): Answer {
  const { state, body, nowMs } = call
  programOf(call)
  const job = new FakeJob({
    jobId: typeof body['jobId'] === 'string' ? body['jobId'] : hex(++state.ids),
    name: 'counter',
    parallelism: typeof body['parallelism'] === 'number' ? body['parallelism'] : 1,
    uid: 'count',
    slots: 0,
    submittedAtMs: nowMs,
    startTasksMs: 0,
    cancelMs: 0,
    checkpointIntervalMs: undefined,
    checkpointDirectory: '',
    endsAfterMs: undefined,
    restored: undefined,
  })
  return ok({ plan: show.plan({ job, nowMs, like: state.like, scheduler: state.scheduler }) })
}
