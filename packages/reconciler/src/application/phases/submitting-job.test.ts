import { expect, test } from 'vitest'
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
}

function submitting({
  state,
  kind = 'Deploy',
  jobId = 'a',
  rootCause,
  outcome,
  left = 1,
  tasks = {},
}: Given): Situation {
  const details =
    state === undefined ? { a: 'absent' } : { a: { id: 'a', state, ...(rootCause && { rootCause }) } }
  return {
    phase: 'SubmittingJob',
    nowMs,
    phaseSinceMs: nowMs - 180_000 + left,
    settings: { flinkJobVertexTimeoutMs: 180_000, maxErrDurationMs: 300_000 },
    app: { metadata: { uid: 'u', name: 'app' } },
    spec: {},
    status: {},
    objects: { services: [] },
    attempt: { hash: 'h', kind, jobId, submissions: 1, job: {} },
    currentJobStatus: {},
    target: {
      hash: 'h',
      isGone: false,
      taskManagerPods: [],
      jobManagerPods: [],
      answer: {
        state: 'ready',
        flinkVersion: '1.20.5',
        jobs: state === undefined ? [] : [{ id: 'a', state, tasks }],
        details,
      },
    },
    isInFlight: () => false,
    outcomeOf: () => outcome && { id: '', atMs: 0, result: outcome },
  } as unknown as Situation
}

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
    },
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
    { state: 'INITIALIZING', kind: 'Recovery' },
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
    'is submitted again',
    { outcome: { kind: 'unknown', message: `${long}\nat x` } },
    { message: `The job is being submitted to cluster h; last answer: ${long.slice(0, 500)}` },
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
