import { describe, expect, test } from 'vitest'
import { type ApplicationStatus, type Attempt, type SavepointRecord } from '../application.ts'
import { toInstant } from '../instant.ts'
import { type Situation } from '../situation.ts'
import { deleting } from './deleting.ts'

const limitMs = 300_000

interface Given {
  deleteMode?: 'ForceCancel'
  /** Since the deletion. */
  elapsedMs?: number
  /** What its JobManager knows; without a state it does not know the job. */
  jobs?: Readonly<Record<string, string | undefined>>
  /** The pod of an earlier JobManager is still ending. */
  oldJobManager?: boolean
  /** Its Deployments are gone, but not its pods. */
  isDeleted?: boolean
  status?: ApplicationStatus
  /** The attempt that the deletion interrupts. */
  attempt?: Partial<Attempt>
  /** The id of the request that has not been answered yet. */
  inFlight?: string
  isHighlyAvailable?: boolean
}

/** In BlueGreen, where there may be two jobs; both are told of by the same JobManager. */
function step({
  deleteMode,
  elapsedMs = 0,
  jobs = { a: 'RUNNING' },
  oldJobManager,
  isDeleted,
  status,
  attempt,
  inFlight,
  isHighlyAvailable = false,
}: Given) {
  const known = Object.entries(jobs)
  const cluster = {
    hash: 'h',
    isGone: false,
    ...(!isDeleted && { jobManager: { metadata: { name: 'jm', uid: 'jm' }, spec: { replicas: 1 } } }),
    jobManagerPods: oldJobManager
      ? [{ metadata: { deletionTimestamp: toInstant(0) }, status: { phase: 'Running' } }]
      : [],
    taskManagerPods: [],
    answer: {
      state: 'ready',
      flinkVersion: '1.20.5',
      jobs: known.flatMap(([id, state]) => (state === undefined ? [] : [{ id, state, tasks: {} }])),
      details: Object.fromEntries(known.map(([id, state]) => [id, state === undefined ? 'absent' : { id }])),
      savepoints: {},
    },
  }
  return deleting({
    phase: 'Deleting',
    nowMs: elapsedMs,
    phaseSinceMs: 0,
    settings: { maxErrDurationMs: limitMs },
    app: { metadata: { name: 'app', uid: 'u' } },
    spec: {
      ...(deleteMode && { deleteMode }),
      ...(isHighlyAvailable && { flinkConfig: { 'high-availability.type': 'kubernetes' } }),
    },
    status: {
      versionStatuses: known.map(([jobID]) => ({ versionHash: 'h', jobStatus: { jobID } })),
      ...status,
    },
    objects: { deployments: [] },
    blueGreen: true,
    current: cluster,
    currentJobStatus: {},
    clusterOf: () => cluster,
    ...(attempt && { attempt: { hash: 'h', number: 1, submissions: 1, ...attempt }, target: cluster }),
    isInFlight: (id: string) => id === inFlight,
    outcomeOf: () => undefined,
  } as unknown as Situation)
}

describe('a JobManager that ends and may still run its job', () => {
  test.each<[string, Given, object]>([
    ['is waited for', { elapsedMs: limitMs - 1, jobs: { a: undefined } }, { reason: 'WaitingForJobToEnd' }],
    [
      'is not waited for beyond the limit',
      { elapsedMs: limitMs, jobs: { a: undefined } },
      { reason: 'Deleted' },
    ],
    ['does not matter once the job has come to the next', {}, { reason: 'WaitingForSavepoint' }],
  ])('%s', (_, given, decision) => {
    expect(step({ ...given, oldJobManager: true })).toMatchObject(decision)
  })
})

describe('a job that is not there, since its submission has not been answered yet, is waited for', () => {
  const rollback = { reason: 'JobFailed', message: 'it failed', jobId: 'a' }

  test.each<[string, Partial<Attempt>, string, string]>([
    ['that of the attempt', { jobId: 'a' }, 'runJar/a', 'a'],
    ['that of the attempt, which a Flink before 1.8 names', {}, 'runJar/h/1', ''],
    ['the old one of a rollback', { jobId: 'new', rollback }, 'runJar/a', 'a'],
    ['the old one of a rollback, which a Flink before 1.8 names', { rollback }, 'runJar/a', 'a'],
  ])('%s', (_, attempt, inFlight, told) => {
    const given: Given = { jobs: { a: undefined }, attempt }
    expect(step({ ...given, inFlight })).toMatchObject({
      phase: 'stay',
      reason: 'WaitingForSubmission',
      message: `The submission of job ${told} is still being answered`,
      requeueAfterMs: 200,
    })
    expect(step(given).reason).not.toBe('WaitingForSubmission')
  })
})

describe('a job that is gone with its JobManager, and may be brought back by high availability', () => {
  const lost = (what: string, elapsedMs: number, others: Given = {}) => {
    const status = { waitingFor: { what, since: toInstant(elapsedMs - 9_999) } } as ApplicationStatus
    return step({ jobs: { a: undefined }, isHighlyAvailable: true, elapsedMs, status, ...others })
  }
  const cancelled = { deleteMode: 'ForceCancel' } as const
  const waitedLong: Given = { status: { waitingFor: { what: 'JobLost', since: toInstant(0) } } }
  const ofBoth: Given = { jobs: { a: undefined, b: undefined } }
  const besideOther: Given = { jobs: { a: undefined, b: 'RUNNING' }, ...cancelled }
  const why = (jobId: string) =>
    `Job ${jobId} is gone with its JobManager; with high availability the next one brings it back`
  const awaited = { phase: 'stay', reason: 'JobLost', message: why('a') }
  const other = { reason: 'WaitingForJobToEnd', message: 'Job b is RUNNING' }

  test.each<[string, string, number, Given, object]>([
    ['is waited for', 'JobLost', 9_999, {}, awaited],
    ['is waited for beside another', 'JobLost', 9_999, ofBoth, { message: `${why('a')}; ${why('b')}` }],
    ['is waited for however long its savepoint has taken', 'JobLost', limitMs, {}, awaited],
    ['is not waited for any longer', 'JobLost', 10_000, waitedLong, { reason: 'Deleted' }],
    ['is not waited for again', 'Deleted', 9_999, {}, { reason: 'Deleted' }],
    ['is waited for to be cancelled, too', 'JobLost', limitMs - 1, cancelled, awaited],
    ['is not waited for to be cancelled for ever', 'JobLost', limitMs, cancelled, { reason: 'Deleted' }],
    ['is waited for once the other one has ended', 'JobLost', 9_999, besideOther, other],
  ])('%s', (_, what, elapsedMs, others, want) => {
    expect(lost(what, elapsedMs, others)).toMatchObject(want)
  })

  test('is told to be gone without a savepoint once it is not waited for any longer', () => {
    expect(lost('JobLost', 9_999).events).toEqual([])
    expect(lost('JobLost', 10_000, waitedLong).events).toMatchObject([
      {
        type: 'Warning',
        reason: 'SavepointFailed',
        message: expect.stringContaining('Job a is gone') as string,
      },
    ])
  })
})

describe('a job that is cancelled', () => {
  const waiting = (what: string) => ({
    status: { waitingFor: { what, since: toInstant(0) } } as ApplicationStatus,
  })
  const cancelled = { actions: [{ type: 'cancelJob', jobId: 'a' }] }

  test.each<[string, Given, object]>([
    ['is given time', { ...waiting('WaitingForJobToEnd'), elapsedMs: limitMs - 1 }, cancelled],
    [
      'loses its cluster at the limit',
      { ...waiting('WaitingForJobToEnd'), elapsedMs: limitMs },
      { actions: [{ type: 'deleteObject' }], message: 'Job a is RUNNING; the clusters are being deleted' },
    ],
    [
      'is given all of the time when its savepoint was waited for before',
      { ...waiting('WaitingForSavepoint'), elapsedMs: limitMs },
      cancelled,
    ],
  ])('%s', (_, given, decision) => {
    expect(step({ ...given, deleteMode: 'ForceCancel' })).toMatchObject(decision)
  })
})

describe('a job whose savepoint is complete', () => {
  const saved = (mode: SavepointRecord['mode'], others: object = {}): ApplicationStatus => ({
    ...others,
    deletion: {
      savepoints: [
        { jobId: 'a', hash: 'h', mode, requestedAt: toInstant(0), retries: 0, location: 's3://a' },
      ],
    },
  })
  const waiting = { waitingFor: { what: 'WaitingForJobToEnd', since: toInstant(0) } }
  const awaited = { reason: 'WaitingForJobToEnd', status: { savepointPath: 's3://a' } }

  test.each<[string, Given, object]>([
    ['is about to end', { status: saved('stop') }, { ...awaited, message: 'Job a is RUNNING', actions: [] }],
    ['is told to, where it was to run on', { status: saved('keep') }, { actions: [{ type: 'cancelJob' }] }],
    [
      'is given time',
      { status: saved('stop', waiting), elapsedMs: limitMs - 1 },
      { ...awaited, actions: [] },
    ],
    [
      'loses its cluster at the limit',
      { status: saved('stop', waiting), elapsedMs: limitMs },
      { ...awaited, actions: [{ type: 'deleteObject' }] },
    ],
    [
      'is told of when only its pods are left',
      { status: saved('stop', waiting), elapsedMs: limitMs, isDeleted: true },
      { ...awaited, reason: 'DeletionBlocked' },
    ],
    [
      'is not waited for once it has ended',
      { status: saved('stop'), jobs: { a: 'FINISHED' } },
      { reason: 'Deleted' },
    ],
    [
      'is waited for alone when another has ended',
      { status: saved('stop'), jobs: { a: 'RUNNING', b: 'CANCELED' } },
      { ...awaited, message: 'Job a is RUNNING' },
    ],
    [
      'waits for the savepoint of another',
      { status: saved('stop', waiting), elapsedMs: limitMs, jobs: { a: 'RUNNING', b: 'RUNNING' } },
      { reason: 'WaitingForSavepoint', actions: [{ jobId: 'b' }] },
    ],
  ])('%s', (_, given, decision) => {
    expect(step(given)).toMatchObject(decision)
  })
})

test('the savepoint of one job stays recorded when the other one has none', () => {
  const record: SavepointRecord = {
    ...{ jobId: 'a', hash: 'h', triggerId: 't', mode: 'stop', requestedAt: toInstant(0), retries: 0 },
    location: 's3://a',
  }
  const deletion = { savepoints: [record, { ...record, jobId: 'b', triggerId: 'u', location: undefined }] }
  const jobs = { a: 'FINISHED', b: 'FAILED' }
  expect(step({ jobs, status: { deletion } as ApplicationStatus }).status).toMatchObject({
    savepointPath: 's3://a',
  })
})

test('pods that do not end though their cluster was deleted block the deletion, which says what may be done', () => {
  const late = (others: Partial<Given>) => step({ deleteMode: 'ForceCancel', elapsedMs: limitMs, ...others })
  expect(late({ isDeleted: true, jobs: { a: 'RUNNING', b: 'CREATED' } })).toMatchObject({
    reason: 'DeletionBlocked',
    message:
      'Job a is RUNNING; Job b is CREATED; of the clusters only pods are left, which do not end. If they are on a ' +
      'node that is down for good, remove it, or set the annotation flink.k8s.io/force-delete: "true"',
    requeueAfterMs: 5_000,
  })
  expect(late({ isDeleted: true, elapsedMs: limitMs - 1 }).reason).toBe('WaitingForJobToEnd')
  expect(late({}).reason).toBe('WaitingForJobToEnd')
})
