import { type FakeJob, type FakeSnapshot } from './fake-job.ts'
import { type Personality } from './personality.ts'

/** What the routes of a job answer, field by field and version by version. */

export const sourceVertexId = '46114d370e18a7da1e4362472aa88fba'
export const countVertexId = '0da08f51eaa85fc298e176a139b3649a'

const jobStates = [
  'FAILING',
  'CREATED',
  'RECONCILING',
  'CANCELLING',
  'FINISHED',
  'RUNNING',
  'SUSPENDED',
  'RESTARTING',
  'FAILED',
  'CANCELED',
]
const taskStates = [
  'CREATED',
  'CANCELING',
  'DEPLOYING',
  'CANCELED',
  'RECONCILING',
  'FINISHED',
  'SCHEDULED',
  'RUNNING',
  'FAILED',
]

const vertices = [
  { id: sourceVertexId, name: 'Source: ticks' },
  { id: countVertexId, name: 'count -> discard: Writer' },
]

export interface JobView {
  job: FakeJob
  nowMs: number
  like: Personality
  scheduler: 'Default' | 'Adaptive'
}

/** A job that could not even be started has no vertices. */
const wasStarted = ({ job }: JobView) => job.timestamps.has('RUNNING')

export function jobDetail(view: JobView) {
  const { job, nowMs, like, scheduler } = view
  const { jobId, settings, endedAtMs } = job
  const shown = wasStarted(view) ? vertices : []
  return {
    jid: jobId,
    ...like.since('2.3', { 'application-id': jobId }),
    name: settings.name,
    isStoppable: false,
    state: job.stateAt(nowMs),
    ...like.since('1.20', { 'job-type': 'STREAMING' }),
    ...like.since('2.3', { schedulerType: wasStarted(view) ? scheduler : null }),
    'start-time': settings.submittedAtMs,
    'end-time': endedAtMs,
    duration: (endedAtMs === -1 ? nowMs : endedAtMs) - settings.submittedAtMs,
    ...like.since('1.13', { maxParallelism: -1 }),
    now: nowMs,
    timestamps: Object.fromEntries(
      [...jobStates, ...(like.from('1.12') ? ['INITIALIZING'] : [])].map((state) => [
        state,
        job.timestamps.get(state) ?? 0,
      ]),
    ),
    vertices: shown.map(({ id, name }) => jobVertex(view, id, name)),
    'status-counts': taskCounts(view, shown.length),
    plan: wasStarted(view) ? plan(view) : like.from('2.1') ? { jid: '', name: '', type: '', nodes: [] } : {},
    ...like.since('2.0', { 'pending-operators': 0 }),
  }
}

function jobVertex(view: JobView, id: string, name: string) {
  const { job, nowMs, like } = view
  const isPlaced = job.taskStateAt(nowMs) !== 'SCHEDULED'
  const startedAtMs = isPlaced ? job.settings.submittedAtMs + job.settings.startTasksMs : -1
  return {
    id,
    ...like.since('1.20', { slotSharingGroupId: 'd6886603c0a68de2e04cbbc1bd0c078b' }),
    name,
    ...like.since('1.13', { maxParallelism: 128 }),
    parallelism: job.settings.parallelism,
    status: isPlaced ? job.taskStateAt(nowMs) : 'CREATED',
    'start-time': startedAtMs,
    'end-time': job.endedAtMs,
    duration: isPlaced ? (job.endedAtMs === -1 ? nowMs : job.endedAtMs) - startedAtMs : -1,
    tasks: taskCounts(view, job.settings.parallelism),
    metrics: ioMetrics(view),
  }
}

function taskCounts({ job, nowMs, like }: JobView, count: number) {
  const states = [...taskStates, ...(like.from('1.13') ? ['INITIALIZING'] : [])]
  return Object.fromEntries(states.map((state) => [state, state === job.taskStateAt(nowMs) ? count : 0]))
}

function ioMetrics({ job, nowMs, like }: JobView) {
  const records = Math.max(0, Math.floor((nowMs - job.settings.submittedAtMs) / 50))
  return {
    'read-bytes': 0,
    'read-bytes-complete': true,
    'write-bytes': records * 20,
    'write-bytes-complete': true,
    'read-records': 0,
    'read-records-complete': true,
    'write-records': records,
    'write-records-complete': true,
    ...like.since('1.16', {
      'accumulated-backpressured-time': 0,
      'accumulated-idle-time': 0,
      'accumulated-busy-time': 'NaN',
    }),
  }
}

export function plan({ job, like }: JobView) {
  const { parallelism, name } = job.settings
  const node = (id: string, description: string) => ({
    id,
    operator: '',
    parallelism,
    operator_strategy: '',
    description,
    optimizer_properties: {},
  })
  return {
    jid: job.jobId,
    name,
    ...like.since('1.16', { type: 'STREAMING' }),
    nodes: [
      {
        ...node(countVertexId, 'count<br/>+- discard: Writer<br/>'),
        inputs: [{ id: sourceVertexId, num: 0, exchange: 'pipelined_bounded', ship_strategy: 'HASH' }],
      },
      node(sourceVertexId, 'Source: ticks<br/>'),
    ],
  }
}

export function jobOverview(view: JobView) {
  const { job, nowMs, like, scheduler } = view
  const subtasks = wasStarted(view) ? job.settings.parallelism * vertices.length : 0
  const states = [...taskStates, ...(like.from('1.13') ? ['INITIALIZING'] : [])].map((state) =>
    state.toLowerCase(),
  )
  const tasks = Object.fromEntries(
    states.map((state) => [state, state === job.taskStateAt(nowMs).toLowerCase() ? subtasks : 0]),
  )
  return {
    jid: job.jobId,
    name: job.settings.name,
    ...like.since('2.3', { jobType: 'STREAMING', schedulerType: wasStarted(view) ? scheduler : null }),
    'start-time': job.settings.submittedAtMs,
    'end-time': job.endedAtMs,
    duration: (job.endedAtMs === -1 ? nowMs : job.endedAtMs) - job.settings.submittedAtMs,
    state: job.stateAt(nowMs),
    'last-modification': Math.max(...job.timestamps.values()),
    tasks: { ...tasks, total: subtasks },
    ...like.since('2.0', { 'pending-operators': 0 }),
  }
}

export function jobConfig(view: JobView) {
  const { job, like } = view
  const config = {
    ...like.until('1.20', { 'execution-mode': 'PIPELINED' }),
    'restart-strategy': 'Cluster level default restart strategy',
    'job-parallelism': job.settings.parallelism,
    'object-reuse-mode': false,
    'user-config': {},
  }
  return {
    jid: job.jobId,
    name: job.settings.name,
    ...(wasStarted(view) ? { 'execution-config': config } : {}),
  }
}

export function jobExceptions({ job, like }: JobView) {
  const [latest] = job.failures
  const entries = job.failures.map(({ stackTrace, atMs }) => ({
    exceptionName: stackTrace.split(':')[0] ?? '',
    stacktrace: stackTrace,
    timestamp: atMs,
    ...like.since('1.18', { failureLabels: {} }),
    ...like.since('1.14', { concurrentExceptions: [] }),
  }))
  return {
    ...like.until('1.20', {
      'root-exception': latest?.stackTrace ?? null,
      timestamp: latest?.atMs ?? null,
      'all-exceptions': job.failures.map(({ stackTrace, atMs }) => ({
        exception: stackTrace,
        task: 'count (1/1)',
        location: 'tm-1:6122',
        timestamp: atMs,
      })),
      truncated: false,
    }),
    ...like.since('1.13', { exceptionHistory: { entries, truncated: false } }),
  }
}

export function executionResult({ job, nowMs, like }: JobView) {
  if (!job.hasEndedAt(nowMs)) return { status: { id: 'IN_PROGRESS' } }
  const state = job.stateAt(nowMs)
  const [latest] = job.failures
  return {
    status: { id: 'COMPLETED' },
    'job-execution-result': {
      id: job.jobId,
      ...like.since('2.3', { name: job.settings.name, 'application-id': job.jobId }),
      'application-status': state === 'FINISHED' ? 'SUCCEEDED' : state,
      'accumulator-results': {},
      'net-runtime': job.endedAtMs - job.settings.submittedAtMs,
      ...like.since('2.3', { 'start-time': job.settings.submittedAtMs, 'end-time': job.endedAtMs }),
      ...(state === 'FAILED' && latest !== undefined
        ? {
            'failure-cause': {
              class: latest.stackTrace.split(':')[0],
              'stack-trace': latest.stackTrace,
              'serialized-throwable': 'rO0ABXNy',
            },
          }
        : {}),
    },
  }
}

export function vertexDetail(view: JobView, vertexId: string) {
  const { job, nowMs, like } = view
  const vertex = vertices.find(({ id }) => id === vertexId)
  if (vertex === undefined || !wasStarted(view)) return undefined
  const startedAtMs = job.settings.submittedAtMs + job.settings.startTasksMs
  return {
    id: vertexId,
    name: vertex.name,
    parallelism: job.settings.parallelism,
    ...like.since('1.13', { maxParallelism: 128 }),
    now: nowMs,
    subtasks: Array.from({ length: job.settings.parallelism }, (_, subtask) => ({
      subtask,
      status: job.taskStateAt(nowMs),
      attempt: 0,
      ...like.until('1.20', { host: 'tm-1' }),
      ...like.since('1.19', { endpoint: 'tm-1:6122' }),
      'start-time': startedAtMs,
      'end-time': job.endedAtMs,
      duration: Math.max(0, nowMs - startedAtMs),
      metrics: ioMetrics(view),
      ...like.since('1.10', { 'taskmanager-id': 'tm-1:6122-000001' }),
      ...like.since('1.16', { 'status-duration': { RUNNING: Math.max(0, nowMs - startedAtMs) } }),
      start_time: startedAtMs,
    })),
    ...like.since('1.16', { aggregated: { metrics: {}, 'status-duration': {} } }),
  }
}

const none = { min: 0, max: 0, avg: 0 }

export function checkpointStatistics(view: JobView, retained: boolean) {
  const { job, nowMs, like } = view
  job.stateAt(nowMs)
  const checkpoints = job.snapshots.filter(({ isSavepoint }) => !isSavepoint)
  const [latestCheckpoint] = checkpoints
  const latestSavepoint = job.snapshots.find(({ isSavepoint }) => isSavepoint)
  const show = (snapshot: FakeSnapshot) => checkpoint(view, snapshot, retained)
  const percentiles = (value: number | string) =>
    like.since('1.14', { p50: value, p90: value, p95: value, p99: value, p999: value })
  const measured = (value: number) =>
    job.snapshots.length === 0
      ? { ...none, ...percentiles('NaN') }
      : { min: value, max: value, avg: value, ...percentiles(value) }
  const savepointCount = job.snapshots.length - checkpoints.length
  const { restored } = job.settings
  return {
    counts: {
      restored: job.restoredCount,
      total: job.completedCount + savepointCount,
      in_progress: 0,
      completed: job.completedCount + savepointCount,
      failed: 0,
    },
    summary: {
      ...like.since('1.15', { checkpointed_size: measured(4_188) }),
      state_size: measured(4_188),
      end_to_end_duration: measured(20),
      alignment_buffered: { ...none, ...percentiles(0) },
      ...like.since('1.12', { processed_data: measured(0), persisted_data: measured(0) }),
    },
    latest: {
      completed: latestCheckpoint === undefined ? null : show(latestCheckpoint),
      savepoint: latestSavepoint === undefined ? null : show(latestSavepoint),
      failed: null,
      restored:
        restored === undefined
          ? null
          : {
              id: restored.id,
              restore_timestamp: job.settings.submittedAtMs,
              is_savepoint: restored.isSavepoint,
              external_path: restored.path,
            },
    },
    history: job.snapshots.slice(0, 10).map(show),
  }
}

export function checkpoint(view: JobView, snapshot: FakeSnapshot, retained: boolean) {
  const { job, like, nowMs } = view
  const newest = job.snapshots.find(({ isSavepoint }) => !isSavepoint)
  const state = job.stateAt(nowMs)
  const isLost = state === 'FINISHED' || (state === 'CANCELED' && !retained)
  const subtasks = job.settings.parallelism * vertices.length
  return {
    [like.from('1.16') ? 'className' : '@class']: 'completed',
    id: snapshot.id,
    status: 'COMPLETED',
    is_savepoint: snapshot.isSavepoint,
    ...like.since('1.17', { savepointFormat: snapshot.isSavepoint ? 'CANONICAL' : null }),
    trigger_timestamp: snapshot.triggeredAtMs,
    latest_ack_timestamp: snapshot.triggeredAtMs + snapshot.durationMs,
    ...like.since('1.15', { checkpointed_size: 4_188 }),
    state_size: 4_188,
    end_to_end_duration: snapshot.durationMs,
    alignment_buffered: 0,
    ...like.since('1.12', { processed_data: 0, persisted_data: 0 }),
    num_subtasks: subtasks,
    num_acknowledged_subtasks: subtasks,
    ...like.since('1.12', { checkpoint_type: snapshot.isSavepoint ? 'SAVEPOINT' : 'CHECKPOINT' }),
    tasks: {},
    external_path: snapshot.path,
    discarded: !snapshot.isSavepoint && (snapshot !== newest || isLost),
  }
}

export function checkpointConfig({ job, like }: JobView, retained: boolean) {
  const config = {
    mode: 'exactly_once',
    interval: job.settings.checkpointIntervalMs ?? 'MAX_LONG',
    timeout: 600_000,
    min_pause: 0,
    max_concurrent: 1,
    externalization: { enabled: retained, delete_on_cancellation: !retained },
    ...like.since('1.10', { state_backend: 'HashMapStateBackend' }),
    ...like.since('1.13', { checkpoint_storage: 'FileSystemCheckpointStorage' }),

    ...like.since('1.12', { unaligned_checkpoints: false, tolerable_failed_checkpoints: 0 }),
    ...like.since('1.14', { aligned_checkpoint_timeout: 0, checkpoints_after_tasks_finish: true }),
    ...like.since('1.16', {
      state_changelog_enabled: false,
      changelog_periodic_materialization_interval: 600_000,
      changelog_storage: 'memory',
    }),
  }
  // JSON.stringify cannot write Long.MAX_VALUE.
  return JSON.stringify(config).replace('"MAX_LONG"', '9223372036854775807')
}
