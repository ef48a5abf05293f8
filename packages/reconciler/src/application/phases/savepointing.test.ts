import { describe, expect, test } from 'vitest'
import { play, startStory, type Story } from '../../testing/simulation.ts'
import { type Situation } from '../situation.ts'
import { type ApplicationStatus } from '../application.ts'
import { toInstant } from '../instant.ts'
import { savepointing } from './savepointing.ts'

const limitMs = 300_000
const checkpoints = { completed: 1, latestCompleted: { id: 1 }, retainedOnCancellation: true }
const withCheckpoint = { presence: 'present', details: { checkpoints } }
const outOfRetries = { retryCount: 21, lastSeenError: { appError: 'not now' } }

/** A job that runs, and what its JobManager says of the savepoint `t`. */
function step(savepoint: object | undefined, nowMs: number, others: object = {}) {
  const current = {
    hash: 'h',
    isGone: false,
    jobManager: { metadata: { name: 'jm', uid: 'jm' } },
    jobManagerPods: [],
    taskManagerPods: [],
    answer: {
      state: 'ready',
      flinkVersion: '1.20.5',
      jobs: [{ id: 'old', state: 'RUNNING', tasks: {} }],
      details: {},
      savepoints: { t: savepoint },
    },
  }
  const record = { jobId: 'old', hash: 'h', mode: 'stop', retries: 0, triggerId: 't' }
  return savepointing({
    phase: 'Savepointing',
    nowMs,
    phaseSinceMs: 0,
    settings: { maxErrDurationMs: limitMs },
    wanted: { hash: '', inputs: 'i' },
    unreadable: 'so that nothing takes the place of the attempt',
    app: { metadata: { uid: 'u' } },
    spec: { flinkVersion: '1.20' },
    status: {},
    attempt: { number: 2, hash: 'h2', inputs: 'i', kind: 'Deploy', savepoint: record },
    current,
    currentJobStatus: { jobID: 'old' },
    currentJob: withCheckpoint,
    outcomeOf: () => undefined,
    ...others,
  } as unknown as Situation)
}

const tooLong = 'Could not savepoint existing job: failed to make progress after 300s'

test('a savepoint that Flink does not take is asked for until the time is up', () => {
  expect(step(undefined, limitMs - 1)).toMatchObject({
    phase: 'stay',
    reason: 'SavepointRequested',
    message: 'Asking for a savepoint of job old',
  })
  expect(step(undefined, limitMs)).toMatchObject({
    phase: 'Recovering',
    reason: 'SavepointTimedOut',
    message: tooLong,
  })
})

test.each([
  ['what was said last', outOfRetries, 'not now'],
  ['nothing was said', { retryCount: 21, lastSeenError: {} }, ''],
])('a savepoint that is refused again and again is given up: %s', (_, status, said) => {
  const message = `Could not savepoint existing job: 21 requests in a row failed: ${said}`
  expect(step(undefined, 0, { status })).toMatchObject({ reason: 'SavepointFailed', message })
})

test.each([
  [undefined, 'stop'],
  [true, 'keep'],
])('a savepoint that is not recorded is recorded with its request (BlueGreen: %s)', (blueGreen, mode) => {
  const { status, actions } = step(undefined, 0, { blueGreen, attempt: { number: 2, kind: 'Deploy' } })
  const triggerId = expect.any(String) as string
  expect(status).toMatchObject({
    attempt: { savepoint: { jobId: 'old', mode, triggerId } },
    savepointTriggerId: triggerId,
  })
  expect(actions).toMatchObject([{ jobId: 'old', triggerId: status?.savepointTriggerId }])
})

const chk = { id: 1, path: 's3://chk-1', isSavepoint: false, discarded: false, triggeredAtMs: 0 }
const withNewest = (latestCompleted: object) => ({
  presence: 'present',
  isRunning: true,
  details: { nowMs: 0, checkpoints: { completed: 1, latestCompleted, retainedOnCancellation: true } },
})
const held = withNewest(chk)
const replacing = withNewest({ ...chk, discarded: true })

test.each([
  ['there is a checkpoint to go on from', held, 'SavepointTimedOut'],
  [
    'the checkpoint is older than may be',
    withNewest({ ...chk, triggeredAtMs: -3_700_000 }),
    'SavepointInProgress',
  ],
  ['the job is gone', { presence: 'absent' }, 'SavepointInProgress'],
  ['its details were not read', { presence: 'present' }, 'SavepointInProgress'],
  ['its statistics were not read', { presence: 'present', details: {} }, 'SavepointInProgress'],
  [
    'no checkpoint was made',
    {
      presence: 'present',
      details: { checkpoints: { ...checkpoints, latestCompleted: undefined } },
    },
    'SavepointInProgress',
  ],
  [
    'a cancellation deletes the checkpoint',
    {
      presence: 'present',
      details: { checkpoints: { ...held.details.checkpoints, retainedOnCancellation: false } },
    },
    'SavepointInProgress',
  ],
])('what becomes of a savepoint that takes too long when %s', (_, currentJob, reason) => {
  expect(step({ state: 'inProgress' }, limitMs - 1, { currentJob }).reason).toBe('SavepointInProgress')
  expect(step({ state: 'inProgress' }, limitMs, { currentJob }).reason).toBe(reason)
})

test('a savepoint that takes too long is awaited with forceRollback, since the stop that it ends with cannot be taken back', () => {
  const forced = { spec: { forceRollback: true }, currentJob: held }
  expect(step({ state: 'inProgress' }, 2 * limitMs, forced).reason).toBe('SavepointInProgress')
})

test('a job that does not end after its savepoint, however long that took, loses its cluster in time', () => {
  const completed = { state: 'completed', location: 's3://s' }
  const since = new Date(2 * limitMs).toISOString()
  const stopping = (nowMs: number) =>
    step(completed, nowMs, { status: { waitingFor: { what: 'WaitingForJobToEnd', since } } })
  expect(step(completed, 2 * limitMs)).toMatchObject({ reason: 'WaitingForJobToEnd', actions: [] })
  expect(stopping(3 * limitMs - 1)).toMatchObject({ reason: 'WaitingForJobToEnd', actions: [] })
  expect(stopping(3 * limitMs)).toMatchObject({
    reason: 'WaitingForJobToEnd',
    status: { savepointPath: 's3://s' },
    actions: [{ type: 'deleteObject', target: { name: 'jm' } }],
  })
})

const failed = { state: 'failed', errorClass: 'IOException', message: 'disk full' }
test.each([
  [false, 'Recovering', 'SavepointFailed'],
  [true, 'DeployFailed', 'ForceRollback'],
])('a savepoint that fails, with forceRollback %s', (forceRollback, phase, reason) => {
  const currentJob = held
  expect(step(failed, 0, { spec: { forceRollback }, currentJob })).toMatchObject({ phase, reason })
})

describe('a savepoint that fails while nothing else holds the state of its job', () => {
  const runs = { presence: 'present', isRunning: true, details: {} }
  const again = (nowMs: number, savepoint: object = {}, currentJob: object = runs, others: object = {}) =>
    step(failed, nowMs, {
      attempt: {
        ...{ number: 2, hash: 'h2', inputs: 'i', kind: 'Deploy' },
        savepoint: { jobId: 'old', hash: 'h', mode: 'stop', retries: 0, triggerId: 't', ...savepoint },
      },
      currentJob,
      ...others,
    })
  const failedAt = new Date(0).toISOString()

  test('is asked for again under another id, after a pause', () => {
    const message =
      'Since nothing else holds the state of job old, it is asked for another savepoint once it runs: ' +
      'Failed to take savepoint for job old: IOException: disk full'
    expect(again(0)).toMatchObject({
      phase: 'stay',
      reason: 'SavepointFailed',
      message,
      status: { attempt: { savepoint: { failedAt } } },
      events: [{ type: 'Warning', reason: 'SavepointFailed', message }],
      requeueAfterMs: 1_000,
    })
    expect(again(999, { failedAt })).toMatchObject({ reason: 'SavepointFailed', message, requeueAfterMs: 1 })
    expect(again(3_999, { failedAt, retries: 2 })).toMatchObject({ requeueAfterMs: 1 })
    const next = again(1_000, { failedAt })
    const triggerId = next.status?.attempt?.savepoint?.triggerId
    expect(triggerId).not.toBe('t')
    expect(next).toMatchObject({
      phase: 'stay',
      reason: 'SavepointRequested',
      message: 'Asking for a savepoint of job old again',
      status: { attempt: { savepoint: { retries: 1 } }, savepointTriggerId: triggerId },
      actions: [{ type: 'stopWithSavepoint', jobId: 'old', triggerId }],
      requeueAfterMs: 100,
    })
    expect(next.status?.attempt?.savepoint).not.toHaveProperty('failedAt')
  })

  test('leaves the job running when it is asked for again in BlueGreen', () => {
    expect(again(1_000, { failedAt, mode: 'keep' }, runs, { blueGreen: true })).toMatchObject({
      status: { attempt: { savepoint: { mode: 'keep', retries: 1 } } },
      actions: [{ type: 'triggerSavepoint', jobId: 'old' }],
    })
  })

  test('is asked for once the job runs again', () => {
    const restarts = { ...runs, isRunning: false }
    expect(again(20_000, { failedAt }, restarts)).toMatchObject({
      reason: 'SavepointFailed',
      requeueAfterMs: 2_000,
    })
  })

  test.each([
    ['its time is up', limitMs, { failedAt }, runs],
    ['it was asked for four times', 0, { retries: 3 }, runs],
    ['there is a checkpoint by now', 0, { failedAt }, held],
    ['a checkpoint that Flink does not show yet replaces the one it shows', 0, { failedAt }, replacing],
  ])('is given up when %s', (_, nowMs, savepoint, currentJob) => {
    expect(again(nowMs, savepoint, currentJob)).toMatchObject({
      phase: 'Recovering',
      reason: 'SavepointFailed',
    })
  })
})

test('a savepoint that fails with a TaskManager is asked for again, and the update succeeds', () => {
  const story: Story = {
    story: '',
    spec: { programArgs: '--no-checkpoints' },
    steps: [
      { until: 'Running' },
      { waitS: 20 },
      { world: { savepointFails: true } },
      { edit: { image: 'app:2' } },
      { until: 'Savepointing because SavepointFailed' },
      { happens: 'TaskManager pod dies' },
      { world: { savepointFails: false } },
      { until: 'Running' },
    ],
  }
  const { world } = play(story, startStory(story))
  expect(world.app?.status?.restorePoint?.used?.path).toMatch(/savepoint-/)
})

test('an old job that Flink brought back after its savepoint is asked for another one once it runs, in time', () => {
  const requestedAt = new Date(0).toISOString()
  const savepoint = { jobId: 'old', hash: 'h', mode: 'stop', retries: 0, triggerId: 't', requestedAt }
  const broughtBack = (isRunning: boolean) => ({
    attempt: { number: 2, hash: 'h2', inputs: 'i', kind: 'Deploy', savepoint },
    currentJob: {
      presence: 'present',
      state: 'RUNNING',
      isRunning,
      details: { startTimeMs: 0, nowMs: 10_000, checkpoints },
    },
  })
  const completed = { state: 'completed', location: 's3://s' }
  const message = 'Job old was brought back after its savepoint s3://s, and is asked for another one'
  expect(step(completed, 60_000, broughtBack(false))).toMatchObject({
    reason: 'WaitingForJobToEnd',
    message: `${message} once it runs`,
    status: { savepointPath: 's3://s' },
  })
  const again = step(completed, 60_000, broughtBack(true))
  const triggerId = again.status?.attempt?.savepoint?.triggerId
  expect(again).toMatchObject({
    reason: 'SavepointRequested',
    message,
    status: {
      savepointPath: 's3://s',
      savepointTriggerId: triggerId,
      attempt: { restorePath: 's3://s', savepoint: { retries: 1 } },
      restorePoint: { newest: { path: 's3://s', kind: 'Savepoint', takenAt: requestedAt, jobId: 'old' } },
    },
    actions: [{ type: 'stopWithSavepoint', jobId: 'old', triggerId }],
  })
  const status = { waitingFor: { what: 'WaitingForJobToEnd', since: requestedAt } }
  expect(step(completed, limitMs, { ...broughtBack(true), status }).actions).toMatchObject([
    { type: 'deleteObject' },
  ])
})

/** The old job's cluster, of which only the JobManager's answer matters. */
const clusterThatSays = (answer: object) => ({
  hash: 'h',
  jobManagerPods: [],
  taskManagerPods: [],
  answer: { state: 'ready', flinkVersion: '1.20.5', jobs: [], details: {}, savepoints: {}, ...answer },
})

describe('a job that has finished', () => {
  const finished = (nowMs: number, latestSavepoint?: object, more: ApplicationStatus = {}) =>
    step({ state: 'absent' }, nowMs, {
      status: { waitingFor: { what: 'ReadingLastCheckpoint', since: toInstant(0) }, ...more },
      target: { hash: 'h2', answer: { state: 'unreachable', reason: '' } },
      objects: { services: [] },
      current: clusterThatSays({
        jobs: [{ id: 'old', state: 'FINISHED', tasks: {} }],
        details: {
          old: { nowMs, startTimeMs: 0, maxAgeMs: 3_000, checkpoints: { ...checkpoints, latestSavepoint } },
        },
        savepoints: { t: { state: 'absent' } },
      }),
    })

  test('is waited for until Flink tells whether with a savepoint', () => {
    expect(finished(3_499)).toMatchObject({
      phase: 'stay',
      reason: 'ReadingLastCheckpoint',
      message: 'Job old has finished; Flink may not tell yet whether with a savepoint',
      requeueAfterMs: 1,
    })
    const savepoint = { id: 2, path: 's3://s', isSavepoint: true, discarded: false, triggeredAtMs: 0 }
    expect(finished(3_499, savepoint)).toMatchObject({ reason: 'ReadingLastCheckpoint' })
    expect(finished(3_500, savepoint)).toMatchObject({
      reason: 'SavepointCompleted',
      status: { attempt: { restorePath: 's3://s' } },
    })
    expect(finished(3_500, { ...savepoint, discarded: true })).toMatchObject({ reason: 'JobFinished' })
    expect(finished(3_500, { ...savepoint, isSavepoint: false })).toMatchObject({ reason: 'JobFinished' })
    expect(finished(3_500)).toMatchObject({
      phase: 'SubmittingJob',
      reason: 'JobFinished',
      status: { attempt: { restorePath: '', restoreReason: 'job old had finished' } },
    })
  })

  test('after a savepoint of its own is gone on from that, not from nothing', () => {
    expect(finished(3_500, undefined, { savepointPath: 's3://s' })).toMatchObject({
      phase: 'SubmittingJob',
      reason: 'SavepointCompleted',
      message: 'Job old had finished after its savepoint s3://s',
      status: { attempt: { restorePath: 's3://s' } },
    })
  })
})

describe('a job that had finished and that its JobManager has forgotten', () => {
  const newest = { path: 's3://s', kind: 'Savepoint', takenAt: toInstant(0), jobId: 'old' } as const
  const forgotten = (restorePoint: ApplicationStatus['restorePoint'], savepointPath?: string) =>
    step({ state: 'absent' }, 0, {
      status: {
        jobStatus: { jobID: 'old', state: 'FINISHED' },
        ...(restorePoint && { restorePoint }),
        ...(savepointPath && { savepointPath }),
      },
      target: { hash: 'h2', answer: { state: 'unreachable', reason: '' } },
      objects: { services: [] },
      currentJobStatus: { jobID: 'old', state: 'FINISHED' },
      currentJob: { presence: 'absent' },
      current: clusterThatSays({ details: { old: 'absent' } }),
    }).status?.attempt?.restorePath

  test('is gone on from where it was stopped with a savepoint, by whomever', () => {
    expect(forgotten({ newest })).toBe('s3://s')
    expect(forgotten({ newest }, 's3://older')).toBe('s3://s')
    expect(forgotten(undefined, 's3://older')).toBe('s3://older')
  })

  test('is started from nothing where that was a checkpoint, another job’s or what it was started from', () => {
    expect(forgotten(undefined)).toBe('')
    expect(forgotten({ newest: { ...newest, kind: 'Checkpoint' } })).toBe('')
    expect(forgotten({ newest: { ...newest, jobId: 'other' } })).toBe('')
    expect(forgotten({ newest, used: newest })).toBe('')
  })
})

test.each([
  ['1.14.6', undefined, 1],
  ['1.15.0', 't', 0],
])('with Flink %s the same savepoint is asked for with the id %s', (flinkVersion, triggerId, retries) => {
  const asked = step({ state: 'absent' }, 0, {
    spec: { flinkVersion },
    currentJob: { presence: 'present', state: 'RUNNING' },
    current: clusterThatSays({
      flinkVersion,
      jobs: [{ id: 'old', state: 'RUNNING', tasks: {} }],
      savepoints: { t: { state: 'absent' } },
    }),
  })
  expect(asked.status?.savepointTriggerId).toBe(triggerId)
  expect(asked.status?.attempt?.savepoint).toMatchObject({ jobId: 'old', retries })
  expect(asked.status?.attempt?.savepoint?.triggerId).toBe(triggerId)
  expect(asked.actions).toMatchObject([
    { type: triggerId === undefined ? 'triggerSavepoint' : 'stopWithSavepoint', jobId: 'old' },
  ])
})

test('a savepoint that is asked for anew, of a job that Flink has brought back, is as young as that', () => {
  const requestedAt = toInstant(0)
  const savepoint = { jobId: 'old', hash: 'h', mode: 'stop', retries: 0, triggerId: 't', requestedAt }
  const asked = (startTimeMs: number) =>
    step(undefined, 60_000, {
      attempt: { number: 2, hash: 'h2', inputs: 'i', kind: 'Deploy', savepoint },
      currentJob: {
        presence: 'present',
        isRunning: true,
        details: { startTimeMs, nowMs: 60_000, checkpoints: {} },
      },
    }).status?.attempt?.savepoint?.requestedAt
  expect(asked(50_000)).toBe(toInstant(60_000))
  expect(asked(-10_000)).toBe(requestedAt)
})

describe('with high availability a job that its JobManager does not know', () => {
  const since = toInstant(0)
  const spec = { flinkConfig: { 'high-availability.type': 'kubernetes' } }
  const lost = (nowMs: number, lostSince = since) =>
    step(undefined, nowMs, {
      spec,
      status: { waitingFor: { what: 'JobLost', since: lostSince } },
      current: {
        hash: 'h',
        isGone: false,
        jobManagerPods: [],
        taskManagerPods: [],
        answer: { state: 'ready', jobs: [], details: { old: 'absent' }, savepoints: {} },
      },
    })

  test('is waited for, since Flink may yet bring it back', () => {
    expect(lost(9_999)).toMatchObject({
      phase: 'stay',
      reason: 'JobLost',
      message: 'Job old is gone with its JobManager; with high availability the next one brings it back',
      requeueAfterMs: 1_000,
    })
  })

  test('is recovered when Flink does not', () => {
    expect(lost(10_000)).toMatchObject({ phase: 'Recovering', reason: 'JobLost' })
  })

  test('is not waited for once the time of the savepoint is up', () => {
    expect(lost(limitMs - 1, toInstant(limitMs - 1)).phase).toBe('stay')
    expect(lost(limitMs, toInstant(limitMs)).phase).toBe('Recovering')
  })

  test('is recovered at once when nothing of its cluster is left', () => {
    const gone = {
      hash: 'h',
      isGone: true,
      jobManagerPods: [],
      taskManagerPods: [],
      answer: { state: 'unreachable', reason: '' },
    }
    expect(step(undefined, 0, { spec, current: gone })).toMatchObject({ phase: 'Recovering' })
  })
})

test('an update of a job that has failed does not go back to a savepoint of long ago by itself', () => {
  const story: Story = {
    story: '',
    spec: { maxCheckpointRestoreAgeSeconds: 60 },
    world: { checkpointMs: 1e9 },
    steps: [
      { until: 'Running' },
      { happens: 'somebody takes a savepoint' },
      { waitS: 80 },
      { happens: 'every job fails' },
      { edit: { image: 'app:2' } },
      { until: 'DeployFailed because RestorePointMissing' },
      { edit: { image: 'app:3', maxCheckpointRestoreAgeSeconds: 600 } },
      { until: 'Running' },
    ],
  }
  const { world } = play(story, startStory(story))
  expect(world.app?.status?.jobStatus?.restorePath).toMatch(/savepoint-/)
})
