import { expect, test } from 'vitest'
import { type Attempt } from '../application.ts'
import { type Situation } from '../situation.ts'
import { submittingJob } from './submitting-job.ts'

const nowMs = Date.parse('2026-01-01T00:00:10Z')

/** The job has failed, and Flink does not tell the cause. */
function failed(what: string, since: string): Situation {
  return {
    phase: 'SubmittingJob',
    nowMs,
    phaseSinceMs: nowMs - 10_000,
    settings: { flinkJobVertexTimeoutMs: 180_000 },
    spec: {},
    status: { waitingFor: { what, since } },
    attempt: { hash: 'h', kind: 'Deploy', jobId: 'a', submissions: 1 },
    target: {
      isGone: false,
      answer: { state: 'ready', jobs: [{ id: 'a', state: 'FAILED', tasks: {} }], details: {} },
    },
    outcomeOf: () => undefined,
  } as unknown as Situation
}

test.each<[string, string, string, string]>([
  ['is waited for', 'JobFailed', '2026-01-01T00:00:06.001Z', 'stay'],
  [
    'is not waited for longer than Flink repeats itself',
    'JobFailed',
    '2026-01-01T00:00:06Z',
    'RollingBackJob',
  ],
  ['is waited for from when the failure was seen', 'JobStarting', '2026-01-01T00:00:00Z', 'stay'],
])('the cause of a failure %s', (_, what, since, phase) => {
  expect(submittingJob(failed(what, since))).toMatchObject({ phase, reason: 'JobFailed' })
})

interface Given {
  state?: string
  kind?: 'Deploy' | 'Recovery'
  jobId?: string
  rootCause?: string
  outcome?: object
  left?: number
  tasks?: Record<string, number>
  /** Of two slots. */
  free?: number
  attempt?: Partial<Attempt>
  /** A quota refuses the pods of its TaskManagers. */
  noPods?: boolean
  /** One before 1.8 names a job itself. */
  flinkVersion?: string
  /** Whether its JobManager runs, and has a pod. */
  isStopped?: boolean
  /** Flink remembers its jobs. */
  isHighlyAvailable?: boolean
  /** For how long it has been known that the job is lost. */
  lostMs?: number
  /** Nothing of its cluster is left. */
  isGone?: boolean
}

function submitting({
  state,
  kind = 'Deploy',
  jobId = 'a',
  rootCause,
  outcome,
  left = 1,
  tasks = {},
  free = 2,
  attempt = {},
  noPods = false,
  flinkVersion = '1.20.5',
  isStopped = false,
  isHighlyAvailable = false,
  lostMs = 0,
  isGone = false,
}: Given): Situation {
  const details =
    state === undefined ? { a: 'absent' } : { a: { id: 'a', state, ...(rootCause && { rootCause }) } }
  return {
    phase: 'SubmittingJob',
    nowMs,
    phaseSinceMs: nowMs - 180_000 + left,
    settings: { flinkJobVertexTimeoutMs: 180_000, maxErrDurationMs: 300_000 },
    app: { metadata: { uid: 'u', name: 'app' } },
    spec: isHighlyAvailable ? { flinkConfig: { 'high-availability.type': 'kubernetes' } } : {},
    status: { waitingFor: { what: 'JobLost', since: new Date(nowMs - lostMs).toISOString() } },
    objects: { services: [] },
    attempt: { hash: 'h', number: 1, kind, jobId, submissions: 1, job: {}, ...attempt },
    wanted: { hash: 'other' },
    current: { hash: 'old' },
    clusterOf: () => ({ isGone: true }),
    currentJobStatus: {},
    target: {
      hash: 'h',
      isBuilt: true,
      isGone,
      ...(noPods && { taskManager: { metadata: { name: 'h-tm' }, status: { conditions: [podsRefused] } } }),
      jobManager: { metadata: { name: 'h-jm', uid: 'u' }, spec: { replicas: isStopped ? 0 : 1 } },
      taskManagerPods: [],
      jobManagerPods: isStopped ? [] : [{ metadata: {} }],
      answer: {
        state: isStopped || isGone ? 'unreachable' : 'ready',
        flinkVersion,
        taskManagers: 0,
        slotsTotal: 2,
        slotsAvailable: free,
        jobs: state === undefined ? [] : [{ id: 'a', state, tasks }],
        details,
      },
    },
    isInFlight: () => false,
    outcomeOf: () => outcome && { id: '', atMs: 0, result: outcome },
  } as unknown as Situation
}

const unnamed = { flinkVersion: '1.7.2', attempt: { jobId: undefined as never } }
const podsRefused = { type: 'ReplicaFailure', status: 'True', message: 'exceeded quota' }
const comingBack = 'Job a is gone with its JobManager; with high availability the next one brings it back'
const anId = expect.stringMatching(/^[0-9a-f]{32}$/) as string
const long = 'x'.repeat(600)

test.each<[string, Given, object]>([
  [
    'starts',
    { state: 'CREATED', tasks: { total: 2, running: 1 } },
    {
      phase: 'stay',
      reason: 'JobStarting',
      message: 'Job a is CREATED, 1 of its 2 tasks run',
      status: { attempt: { jobSeen: true, jobId: 'a' }, jobStatus: { jobID: 'a' } },
      events: [{ reason: 'JobSubmitted' }],
    },
  ],
  [
    'starts, which was told when it was seen first',
    { state: 'CREATED', attempt: { jobSeen: true } },
    { reason: 'JobStarting', events: [] },
  ],
  [
    'gets no pods for its tasks',
    { state: 'CREATED', noPods: true },
    { phase: 'stay', reason: 'PodsRefused' },
  ],
  [
    'restarts',
    { state: 'RESTARTING', rootCause: 'why', tasks: { total: 2 } },
    { phase: 'stay', message: 'Job a is RESTARTING, 0 of its 2 tasks run: why' },
  ],
  [
    'was cancelled',
    { state: 'CANCELED' },
    { phase: 'RollingBackJob', reason: 'JobCanceled', message: 'Job a is CANCELED' },
  ],
  [
    'has failed',
    { state: 'FAILED', rootCause: 'why' },
    { phase: 'RollingBackJob', reason: 'JobFailed', message: 'Job a is FAILED: why' },
  ],
  [
    'has failed a moment ago, whose cause is not known yet',
    { state: 'FAILED' },
    { phase: 'stay', reason: 'JobFailed', message: 'Job a is FAILED' },
  ],
  [
    'has failed when the time is up',
    { state: 'FAILED', left: 0 },
    { phase: 'RollingBackJob', reason: 'JobFailed', message: 'Job a is FAILED' },
  ],
  [
    'does not run in time',
    { state: 'CREATED', left: 0 },
    {
      phase: 'RollingBackJob',
      reason: 'TasksNotRunning',
      message: 'Not all tasks of the job run after 3.0 minutes',
    },
  ],
  [
    'initializes after it was lost',
    { state: 'INITIALIZING', kind: 'Recovery', attempt: { job: { parallelism: 2 } as Attempt['job'] } },
    { phase: 'stay', reason: 'JobStarting' },
  ],
  [
    'has failed after it was lost',
    { state: 'FAILED', rootCause: 'why', kind: 'Recovery' },
    { phase: 'RollingBackJob' },
  ],
  [
    'is submitted',
    {},
    {
      phase: 'stay',
      reason: 'JobSubmitted',
      message: 'The job is being submitted to cluster h',
      status: { attempt: { jobId: 'a' } },
    },
  ],
  [
    'is gone with its JobManager while a TaskManager holds slots for it',
    { free: 1 },
    { phase: 'stay', reason: 'WaitingForJobToEnd' },
  ],
  [
    'is gone with its JobManager is submitted under another id, with the same reason to start without state',
    { attempt: { jobSeen: true, restoreReason: 'savepointDisabled is set' } },
    {
      phase: 'stay',
      reason: 'JobLost',
      status: {
        attempt: { jobId: anId, submissions: 2, restoreReason: 'savepointDisabled is set' },
        jobStatus: { jobID: '' },
      },
      actions: [{ type: 'runJar', jobId: anId }],
    },
  ],
  [
    'Flink may yet bring back is waited for',
    { isHighlyAvailable: true, lostMs: 9_999, left: 10_000, attempt: { jobSeen: true } },
    { phase: 'stay', reason: 'JobLost', message: comingBack, actions: [], requeueAfterMs: 5_000 },
  ],
  [
    'Flink has not brought back is submitted under another id',
    { isHighlyAvailable: true, lostMs: 10_000, attempt: { jobSeen: true } },
    { reason: 'JobLost', actions: [{ type: 'runJar', jobId: anId }] },
  ],
  [
    'Flink brings back with its cluster is not submitted before that answers',
    { isHighlyAvailable: true, lostMs: 10_000, isGone: true, attempt: { jobSeen: true } },
    { phase: 'stay', reason: 'JobManagerUnreachable', message: comingBack },
  ],
  [
    'the original operator left without an id gets one before it is submitted',
    { attempt: { jobId: undefined as never } },
    {
      reason: 'JobSubmitted',
      status: { attempt: { jobId: anId } },
      actions: [{ type: 'runJar', jobId: anId }],
    },
  ],
  [
    'a Flink before 1.8 is asked for is asked for once',
    { ...unnamed, outcome: { kind: 'unknown', message: 'timed out' } },
    { phase: 'stay', reason: 'JobSubmitted', actions: [] },
  ],
  [
    'a Flink before 1.8 refused for a while is asked for again',
    { ...unnamed, outcome: { kind: 'refused', status: 503, message: 'later' } },
    { actions: [{ type: 'runJar', id: 'runJar/h/1' }], status: { attempt: { submissions: 1 } } },
  ],
  [
    'a Flink before 1.8 may have been asked for ends with its JobManager',
    unnamed,
    {
      phase: 'stay',
      reason: 'WaitingForClusterToEnd',
      actions: [{ type: 'patchObject', patch: [{ op: 'test' }, { path: '/spec/replicas', value: 0 }] }],
    },
  ],
  [
    'a Flink before 1.8 may have been asked for is asked for anew once its JobManager has ended',
    { ...unnamed, isStopped: true },
    {
      reason: 'WaitingForClusterToEnd',
      message: 'The JobManager of cluster h is started again, to be asked for the job anew',
      status: { attempt: { submissions: 0 } },
      actions: [{ type: 'patchObject', patch: [{ op: 'test' }, { path: '/spec/replicas', value: 1 }] }],
    },
  ],
  [
    'a Flink before 1.8 was not asked for yet waits for its JobManager',
    { ...unnamed, attempt: { ...unnamed.attempt, submissions: 0 }, isStopped: true },
    {
      reason: 'JobSubmitted',
      status: { attempt: { submissions: 0 } },
      actions: [{ type: 'patchObject', patch: [{ op: 'test' }, { path: '/spec/replicas', value: 1 }] }],
    },
  ],
  [
    'a Flink before 1.8 was not asked for yet is asked for, which is recorded',
    { ...unnamed, attempt: { ...unnamed.attempt, submissions: 0 }, outcome: { kind: 'done' } },
    { status: { attempt: { submissions: 1 } }, actions: [{ type: 'runJar' }] },
  ],
  [
    'is submitted again',
    { outcome: { kind: 'unknown', message: `${long}\nat x` } },
    {
      status: { attempt: { submissions: 2 } },
      message: `The job is being submitted to cluster h; last answer: ${long.slice(0, 500)}`,
    },
  ],
  [
    'was refused for a while',
    { outcome: { kind: 'refused', status: 503, message: 'later' } },
    { status: { attempt: { submissions: 1 } }, actions: [{ type: 'runJar' }] },
  ],
  ['was submitted', { outcome: { kind: 'done' } }, { message: 'The job is being submitted to cluster h' }],
  [
    'is not answered in time',
    { left: 0, outcome: { kind: 'unknown', message: 'lost' } },
    {
      phase: 'RollingBackJob',
      reason: 'SubmissionTimedOut',
      message: 'Not all tasks of the job run after 3.0 minutes: lost',
    },
  ],
])('a job that %s', (_, given, want) => {
  expect(submittingJob(submitting(given))).toMatchObject(want)
})
