import { expect, test } from 'vitest'
import { type ApplicationStatus, type Attempt, type SavepointRecord } from '../application.ts'
import { type Job } from '../job.ts'
import { type JobManagerAnswer, type SavepointAnswer } from '../observation.ts'
import { type Situation } from '../situation.ts'
import { describe as tell, endWithSavepoint } from './end-with-savepoint.ts'

const nowMs = Date.parse('2026-01-01T01:00:00Z')
const job = (state: string): Job => ({
  presence: 'present',
  state,
  isTerminal: ['FINISHED', 'CANCELED', 'FAILED'].includes(state),
  isRunning: state === 'RUNNING',
  runningTasks: 1,
  totalTasks: 1,
})
const running = job('RUNNING')

interface Given {
  of?: Job
  status?: ApplicationStatus
  attempt?: Partial<Attempt>
  blueGreen?: boolean
  savepoint?: SavepointAnswer
  answer?: JobManagerAnswer
  /** What Flink answered to the request. */
  triggerId?: string
  isHighlyAvailable?: boolean
}

function end(given: Given) {
  const { of = running, status = {}, attempt, blueGreen = false, savepoint, answer, triggerId } = given
  const flinkConfig = given.isHighlyAvailable && { 'high-availability.type': 'kubernetes' }
  const state = of.presence === 'present' ? of.state : ''
  const ready: JobManagerAnswer = {
    state: 'ready',
    flinkVersion: '1.20.5',
    slotsTotal: 1,
    slotsAvailable: 0,
    taskManagers: 1,
    healthyTaskManagers: 1,
    jobs: of.presence === 'present' ? [{ id: 'a', state, tasks: {} }] : [],
    details:
      of.presence === 'present'
        ? { a: { id: 'a', state, startTimeMs: 0, nowMs: 0, vertices: [] } }
        : { a: 'absent' },
    savepoints: savepoint ? { t: savepoint } : {},
  }
  const cluster = {
    hash: 'h',
    jobManagerPods: [],
    taskManagerPods: [],
    isGone: false,
    answer: answer ?? ready,
  }
  const situation = {
    nowMs,
    app: { metadata: { uid: 'u' } },
    spec: { flinkVersion: '1.20', flinkConfig },
    settings: { maxErrDurationMs: 300_000, maxBackoffMs: 30_000 },
    status,
    attempt,
    blueGreen,
    currentJobStatus: status.jobStatus ?? {},
    clusterOf: () => cluster,
    outcomeOf: () => triggerId && { id: '', atMs: nowMs, result: { kind: 'done', triggerId } },
  } as unknown as Situation
  return endWithSavepoint(situation, { jobId: 'a', hash: 'h', job: of })
}

const record: SavepointRecord = {
  jobId: 'a',
  hash: 'h',
  mode: 'stop',
  requestedAt: '2026-01-01T00:59:00.000Z',
  retries: 0,
  triggerId: 't',
}
const written: SavepointAnswer = { state: 'completed', location: 's3://s' }
const adopted = { jobId: 'a', hash: 'h', mode: 'cancel', requestedAt: '2026-01-01T01:00:00.000Z', retries: 0 }

test('the id that a Flink before 1.15 chose is recorded, and the savepoint not asked for again', () => {
  const { triggerId: _, ...unnamed } = record
  expect(end({ status: { deletion: { savepoints: [unnamed] } }, triggerId: 'theirs' })).toMatchObject({
    record: { ...unnamed, triggerId: 'theirs' },
    actions: [],
  })
})

test.each<[string, Given, SavepointRecord | object | undefined]>([
  [
    'that of this deletion',
    { status: { deletion: { savepoints: [record] } }, savepoint: written },
    { ...record, location: 's3://s' },
  ],
  [
    'that of the update which the deletion interrupts',
    { attempt: { savepoint: record }, savepoint: written },
    { ...record, location: 's3://s' },
  ],
  [
    'that which the original operator asked for',
    { status: { savepointTriggerId: 't' }, savepoint: written },
    { ...adopted, triggerId: 't', location: 's3://s' },
  ],
  [
    'that which the original operator ended the job with',
    { status: { savepointPath: 's3://s' }, of: job('CANCELED') },
    { ...adopted, location: 's3://s' },
  ],
  [
    'that with which the job is being cancelled',
    { status: { savepointPath: 's3://s' }, of: job('CANCELLING') },
    { ...adopted, location: 's3://s' },
  ],
])('the savepoint that a job ends with is %s', (_, given, want) => {
  expect(end(given).record).toEqual(want)
})

test.each<[string, Given]>([
  ["another job's", { status: { deletion: { savepoints: [{ ...record, jobId: 'b' }] } } }],
  ['one that an update took without ending the job', { attempt: { savepoint: { ...record, mode: 'keep' } } }],
  ["that of an update of another job's", { attempt: { savepoint: { ...record, jobId: 'b' } } }],
  ['an old path beside a job that runs on', { status: { savepointPath: 's3://s' } }],
  ['the one trigger of two versions', { status: { savepointTriggerId: 't' }, blueGreen: true }],
  [
    'the trigger of before, once this deletion has begun',
    { status: { savepointTriggerId: 't', deletion: { savepoints: [] } } },
  ],
  ['the trigger of an update that has its own record', { status: { savepointTriggerId: 't' }, attempt: {} }],
])('the savepoint that a job ends with is not %s', (_, given) => {
  const { actions, waitsFor, record: made } = end({ ...given, savepoint: written })
  expect(actions).toMatchObject([{ type: 'stopWithSavepoint', jobId: 'a', triggerId: made?.triggerId }])
  expect(made?.triggerId).not.toBe('t')
  expect(waitsFor).toBe('Job a is asked for a savepoint')
})

test('an old path is not what a job ended with that Flink may yet bring back', () => {
  const given: Given = { of: { presence: 'absent' }, status: { savepointPath: 's3://s' } }
  expect(end({ ...given, isHighlyAvailable: true }).record).toBeUndefined()
  expect(end(given).record).toEqual({ ...adopted, location: 's3://s' })
})

test('a job that is gone without a savepoint is told with its newest snapshot, unless it had finished', () => {
  const gone = (status: Given['status']) => end({ of: { presence: 'absent' }, ...(status && { status }) })
  const told = 'Job a is gone, so no savepoint could be taken; '
  expect(gone({})).toEqual({ actions: [], events: [], lost: `${told}no snapshot is known` })
  const newest = { path: 's3://chk-1', kind: 'Checkpoint' } as const
  const known = (path: string) => `${told}the newest snapshot that is known is ${path}`
  const chk: Given['status'] = { restorePoint: { newest } }
  expect(gone(chk).lost).toBe(known('s3://chk-1'))
  const recover = { ...chk, deployed: { generation: 1, inputs: '', content: '', recoverFrom: 's3://r' } }
  expect(gone(recover).lost).toBe(known('s3://r'))
  const of = { presence: 'absent' } as const
  const attempt = { restorePath: 's3://a' }
  expect(end({ of, status: recover, attempt, isHighlyAvailable: true }).lost).toBe(known('s3://a'))
  const finished = { jobID: 'a', state: 'FINISHED' }
  expect(gone({ jobStatus: finished })).toEqual({ actions: [], events: [] })
  expect(gone({ jobStatus: { ...finished, jobID: 'b' } }).lost).toContain(told)
  expect(gone({ jobStatus: { ...finished, state: 'RUNNING' } }).lost).toContain(told)
})

test('a job that runs on after a savepoint whose stop failed is cancelled', () => {
  const given: Given = {
    status: { deletion: { savepoints: [{ ...record, location: 's3://s', failure: 'it failed' }] } },
  }
  expect(end(given)).toMatchObject({
    record: { failure: 'it failed' },
    actions: [{ type: 'cancelJob', jobId: 'a' }],
    waitsFor: 'Job a is RUNNING',
  })
})

test('a job whose savepoint is complete ends by itself', () => {
  expect(end({ status: { deletion: { savepoints: [record] } }, savepoint: written }).actions).toEqual([])
})

test('a JobManager that does not answer blocks, and how to go without it is told', () => {
  const answer: JobManagerAnswer = { state: 'unreachable', reason: 'refused' }
  expect(end({ answer })).toEqual({
    actions: [],
    events: [],
    isBlocked: true,
    waitsFor:
      'The JobManager of job a cannot be asked for a savepoint: refused. To go without it, ' +
      'set deleteMode: ForceCancel or the annotation flink.k8s.io/force-delete: "true"',
  })
})

test('a savepoint that takes long blocks, and how to go without it is told', () => {
  const status = (requestedAt: string) => ({ deletion: { savepoints: [{ ...record, requestedAt }] } })
  const savepoint: SavepointAnswer = { state: 'inProgress' }
  expect(end({ status: status('2026-01-01T00:55:00Z'), savepoint })).toMatchObject({
    isBlocked: false,
    waitsFor: 'Flink writes the savepoint of job a',
  })
  expect(end({ status: status('2026-01-01T00:54:59Z'), savepoint })).toMatchObject({
    isBlocked: true,
    waitsFor:
      'Flink writes the savepoint of job a, for long; set deleteMode: ForceCancel or the annotation flink.k8s.io/force-delete: "true"',
  })
})

test.each<[Job, string]>([
  [running, 'Job a is RUNNING'],
  [{ presence: 'unknown', reason: 'refused' }, 'Job a cannot be looked for: refused'],
  [{ presence: 'absent' }, 'Job a is gone'],
])('what is waited for is told: %j', (of, text) => {
  expect(tell({ jobId: 'a', hash: 'h', job: of })).toBe(text)
})

test('what was asked for stays recorded while the JobManager does not answer, and when the job has ended without it', () => {
  const status = { deletion: { savepoints: [record] } }
  expect(end({ status, answer: { state: 'unreachable', reason: 'refused' } })).toMatchObject({ record })
  const read = { waitingFor: { what: 'ReadingLastCheckpoint', since: '2026-01-01T00:00:00Z' } }
  expect(end({ status, of: job('FAILED') })).toMatchObject({
    record,
    isReading: true,
    waitsFor: 'Job a has ended; Flink may not tell yet whether with a savepoint',
  })
  const lost = 'Job a is FAILED, so no savepoint could be taken; no snapshot is known'
  expect(end({ status: { ...status, ...read }, of: job('FAILED') })).toEqual({
    lost,
    record,
    actions: [],
    events: [],
  })
})

test('a savepoint that the job outlives by its mode is complete, and the job is cancelled then', () => {
  const status = { deletion: { savepoints: [{ ...record, mode: 'keep' as const }] } }
  expect(end({ status, savepoint: written })).toMatchObject({
    record: { location: 's3://s' },
    actions: [{ type: 'cancelJob', jobId: 'a' }],
  })
})

test('a job that has ended with its savepoint has nothing left to be done', () => {
  const status = { deletion: { savepoints: [{ ...record, location: 's3://s' }] } }
  expect(end({ status, of: job('FINISHED') })).toEqual({
    record: { ...record, location: 's3://s' },
    actions: [],
    events: [],
  })
})

test.each([
  ['2026-01-01T00:59:59.001Z', []],
  ['2026-01-01T00:59:59.000Z', [{ type: 'stopWithSavepoint', jobId: 'a' }]],
])(
  'a savepoint that failed at %s is asked for again once its pause of a second is over',
  (failedAt, actions) => {
    const status = { deletion: { savepoints: [{ ...record, failedAt }] } }
    const made = end({
      status,
      savepoint: { state: 'failed', errorClass: 'Full', message: 'the disk is full' },
    })
    expect(made.actions).toHaveLength(actions.length)
    expect(made.actions).toMatchObject(actions)
    expect(made.events).toEqual([])
  },
)

test('that a job is asked for a savepoint is told once', () => {
  expect(end({}).events).toMatchObject([{ reason: 'CancellingJob' }])
  expect(end({ status: { deletion: { savepoints: [record] } } })).toMatchObject({
    actions: [{ type: 'stopWithSavepoint', triggerId: 't' }],
    events: [],
  })
})

test('a job that Flink brought back after its savepoint is asked for another one once it runs', () => {
  const status = { deletion: { savepoints: [{ ...record, triggerId: 't', location: 's3://s' }] } }
  const broughtBack = (isRunning: boolean): Job => ({
    presence: 'present',
    state: 'RUNNING',
    isTerminal: false,
    isRunning,
    runningTasks: 1,
    totalTasks: 1,
    details: { id: 'a', state: 'RUNNING', startTimeMs: 0, nowMs: 10_000, vertices: [] },
  })
  const message = 'Job a was brought back after its savepoint s3://s, and is asked for another one'
  expect(end({ of: broughtBack(false), status })).toMatchObject({
    record: { retries: 0, location: 's3://s' },
    actions: [],
    waitsFor: `${message} once it runs`,
  })
  const again = end({ of: broughtBack(true), status })
  expect(again).toMatchObject({
    record: { retries: 1, requestedAt: new Date(nowMs).toISOString() },
    actions: [{ type: 'stopWithSavepoint', jobId: 'a', triggerId: again.record?.triggerId }],
    waitsFor: message,
  })
  expect(again.record).not.toHaveProperty('location')
})

test('a job that had ended by itself is told with the savepoint that it ended with, or with its newest snapshot', () => {
  const status = { waitingFor: { what: 'ReadingLastCheckpoint', since: '2026-01-01T00:00:00Z' } } as const
  const snapshot = {
    id: 1,
    path: 's3://s',
    isSavepoint: true,
    discarded: false,
    triggeredAtMs: 0,
    acknowledgedAtMs: 0,
  }
  const ended = (state: string, latestSavepoint?: object) => {
    const checkpoints = { restored: 0, completed: 0, failed: 0, ...(latestSavepoint && { latestSavepoint }) }
    const details = { id: 'a', state, startTimeMs: 0, nowMs: 0, vertices: [], checkpoints }
    return end({ status, of: { ...job(state), details } as Job })
  }
  expect(ended('FINISHED', snapshot)).toMatchObject({
    record: { jobId: 'a', location: 's3://s' },
    events: [{ reason: 'CanceledJob', message: "Job a had ended with savepoint 's3://s'" }],
  })
  for (const none of [undefined, { ...snapshot, discarded: true }, { ...snapshot, isSavepoint: false }])
    expect(ended('FINISHED', none)).toEqual({ actions: [], events: [] })
  const lost = 'Job a is CANCELED, so no savepoint could be taken; '
  expect(ended('CANCELED', snapshot).lost).toBe(`${lost}the newest snapshot that is known is s3://s`)
  for (const none of [undefined, { ...snapshot, discarded: true }, { ...snapshot, isSavepoint: false }])
    expect(ended('CANCELED', none).lost).toBe(`${lost}no snapshot is known`)
})

test.each(['JobLost', 'Deleted'])('the last statistics are not read again in a wait for %s', (what) => {
  const status = { waitingFor: { what, since: '2026-01-01T01:00:00Z' } } as ApplicationStatus
  expect(end({ status, of: job('FAILED') })).not.toHaveProperty('isReading')
})
