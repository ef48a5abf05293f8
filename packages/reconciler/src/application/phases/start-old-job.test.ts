import { describe, expect, test } from 'vitest'
import { type ApplicationStatus, type Attempt, type JobStatus } from '../application.ts'
import { type ActionOutcome, type JobManagerAnswer } from '../observation.ts'
import { type Situation } from '../situation.ts'
import { startOldJob } from './start-old-job.ts'

const ready = (state?: string, rootCause?: string): JobManagerAnswer => ({
  state: 'ready',
  flinkVersion: '1.20.5',
  slotsTotal: 2,
  slotsAvailable: 2,
  taskManagers: 1,
  healthyTaskManagers: 1,
  jobs:
    state === undefined
      ? []
      : [{ id: 'j', state, tasks: { total: 2, running: state === 'RUNNING' ? 2 : 0 } }],
  details:
    state === undefined
      ? { j: 'absent' }
      : { j: { id: 'j', state, startTimeMs: 0, nowMs: 0, vertices: [], ...(rootCause && { rootCause }) } },
  savepoints: {},
})

interface Given {
  answer?: JobManagerAnswer
  attempt?: Partial<Attempt>
  status?: ApplicationStatus
  job?: JobStatus
  outcome?: ActionOutcome
  /** The replicas of the old JobManager, which has as many pods. */
  jobManagers?: number
  savepointDisabled?: boolean
}

const rollback = { reason: 'MainFailed', message: 'it threw', jobId: 'j' }

function start(
  left: number,
  {
    answer = ready(),
    attempt = { rollback },
    status = {},
    job = { parallelism: 2 },
    outcome,
    jobManagers,
    savepointDisabled = false,
  }: Given,
) {
  const cluster = {
    hash: 'old',
    isBuilt: true,
    isGone: false,
    ...(jobManagers !== undefined && {
      jobManager: { metadata: { name: 'old-jm', uid: 'u' }, spec: { replicas: jobManagers } },
    }),
    jobManagerPods: Array.from({ length: jobManagers ?? 0 }, () => ({ metadata: {} })),
    taskManagerPods: [],
    answer,
  }
  const situation = {
    phase: 'RollingBackJob',
    nowMs: 0,
    phaseSinceMs: 0,
    app: { metadata: { uid: 'u', name: 'app', namespace: 'ns' }, spec: {}, status },
    spec: { flinkVersion: '1.20', savepointDisabled },
    status,
    objects: { services: [] },
    attempt: { hash: 'new', number: 1, kind: 'Deploy', startedAt: '', submissions: 1, ...attempt },
    current: cluster,
    currentJobStatus: job,
    isInFlight: () => false,
    outcomeOf: () => outcome,
  } as unknown as Situation
  return startOldJob(situation, left)
}

const failed = (why: string) => ({
  phase: 'DeployFailed',
  reason: 'RollbackFailed',
  message: `it threw. Failed to rollback to original deployment, manual intervention needed: ${why}`,
  status: { jobStatus: { jobID: '' } },
})

const stopping = {
  phase: 'stay',
  reason: 'WaitingForClusterToEnd',
  actions: [{ type: 'patchObject', patch: [{ op: 'test' }, { path: '/spec/replicas', value: 0 }] }],
}
const asked = { ...rollback, jobId: 'r', asked: true }
const oldest = { ...ready(), flinkVersion: '1.7.2', details: { r: 'absent' } } as JobManagerAnswer
const silent: JobManagerAnswer = { state: 'unreachable', reason: 'refused' }

test.each<[string, number, Given, object]>([
  ['is not answered and may still come', 0, { jobManagers: 1 }, stopping],
  ['may be there, where nobody answers', 0, { jobManagers: 1, answer: silent }, stopping],
  ['can no longer come', 0, { jobManagers: 0, answer: silent }, failed('its submission is not answered')],
  [
    'was never asked for',
    0,
    { jobManagers: 1, answer: silent, attempt: {} },
    { phase: 'DeployFailed', reason: 'RollbackFailed' },
  ],
  [
    'gets the JobManager back that was stopped for the new one, and its id with it',
    1,
    { jobManagers: 0, answer: silent, attempt: {}, status: { savepointPath: 's3://s' } },
    {
      phase: 'stay',
      reason: 'OldClusterNotReady',
      message: 'The JobManager of cluster old is started again',
      status: {
        attempt: {
          restorePath: 's3://s',
          rollback: { jobId: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
        },
      },
      actions: [{ type: 'patchObject', patch: [{ op: 'test' }, { path: '/spec/replicas', value: 1 }] }],
    },
  ],
  [
    'runs again',
    1,
    { answer: ready('RUNNING') },
    { phase: 'DeployFailed', reason: 'MainFailed', message: 'it threw' },
  ],
  ['has finished', 1, { answer: ready('FINISHED') }, { phase: 'DeployFailed', reason: 'MainFailed' }],
  ['is about to run', 1, { answer: ready('CREATED') }, { phase: 'stay', reason: 'OldJobStarting' }],
  [
    'is about to run when the time is up',
    0,
    { answer: ready('CREATED') },
    { phase: 'DeployFailed', reason: 'MainFailed' },
  ],
  ['has failed', 1, { answer: ready('FAILED', 'why') }, failed('job j is FAILED: why')],
  [
    'has failed, and its details cannot be read',
    1,
    { answer: { ...ready('FAILED'), details: {} } as JobManagerAnswer },
    failed('job j is FAILED: '),
  ],
  ['has failed when the time is up', 0, { answer: ready('FAILED') }, failed('job j is FAILED: ')],
  [
    'is refused',
    1,
    {
      outcome: {
        id: '',
        atMs: 0,
        result: { kind: 'refused', status: 400, message: 'no jar', cause: 'jarNotFound' },
      },
    },
    failed('no jar'),
  ],
  ['is not answered', 0, {}, failed('its submission is not answered')],
  [
    'has no cluster that answers in time',
    0,
    { answer: { state: 'unreachable', reason: 'refused' } },
    failed('The JobManager of cluster old does not answer yet: refused'),
  ],
  [
    'has no cluster that answers yet',
    1,
    { answer: { state: 'unreachable', reason: 'refused' } },
    {
      phase: 'stay',
      reason: 'OldClusterNotReady',
      message: 'The JobManager of cluster old does not answer yet: refused',
    },
  ],
  [
    'is gone again with its JobManager while a TaskManager holds slots for it',
    1,
    { answer: { ...ready(), slotsAvailable: 1 } as JobManagerAnswer },
    {
      phase: 'stay',
      reason: 'WaitingForJobToEnd',
      message: expect.stringMatching(/^Job j is gone, and TaskManagers may still run its tasks/) as string,
    },
  ],
  [
    'needs more slots than there are',
    1,
    { job: { parallelism: 3 } },
    {
      phase: 'stay',
      reason: 'OldClusterNotReady',
      message: 'Cluster old offers 2 of the 3 task slots that the job needs',
    },
  ],
  [
    'cannot be looked for',
    1,
    { answer: { ...ready(), details: {} } as JobManagerAnswer },
    { phase: 'stay', reason: 'OldClusterNotReady', message: 'The old job cannot be looked for' },
  ],
  [
    'is being started by the operator before, under an id that is recorded now',
    1,
    { attempt: {}, answer: ready('CREATED') },
    { phase: 'stay', reason: 'OldJobStarting', status: { attempt: { rollback: { jobId: 'j' } } } },
  ],
  [
    'has another id on a Flink before 1.8, which is recorded now',
    1,
    {
      attempt: { rollback: asked },
      answer: { ...ready('CREATED'), flinkVersion: '1.7.2' } as JobManagerAnswer,
    },
    { phase: 'stay', reason: 'OldJobStarting', status: { attempt: { rollback: { jobId: 'j' } } } },
  ],
  [
    'is asked for once of a Flink before 1.8',
    1,
    {
      attempt: { rollback: asked },
      answer: oldest,
      outcome: { id: '', atMs: 0, result: { kind: 'unknown', message: 'timed out' } },
    },
    { phase: 'stay', reason: 'OldJobSubmitted', actions: [] },
  ],
  [
    'may have been asked for of a Flink before 1.8, whose JobManager ends',
    1,
    { attempt: { rollback: asked }, answer: oldest, jobManagers: 1 },
    stopping,
  ],
  [
    'is asked for anew of a Flink before 1.8 whose JobManager has ended',
    1,
    { attempt: { rollback: asked }, answer: oldest, jobManagers: 0 },
    {
      reason: 'OldClusterNotReady',
      status: { attempt: expect.objectContaining({ rollback: { ...rollback, jobId: 'r' } }) as Attempt },
    },
  ],
  [
    'was started by the operator before',
    1,
    { attempt: {}, answer: ready('RUNNING') },
    { phase: 'DeployFailed', reason: 'DeployFailed', message: '' },
  ],
])('the old job %s', (_, left, given, want) => {
  expect(start(left, given)).toMatchObject(want)
})

test.each<[string, Given, string | undefined]>([
  ['which nobody knows a snapshot of', {}, 'no snapshot of it is known'],
  ['which was cancelled', { savepointDisabled: true }, 'savepointDisabled is set'],
  [
    'for the reason that is recorded',
    { attempt: { rollback, restoreReason: 'it has never made one' } },
    'it has never made one',
  ],
  ['and was told of', { status: { waitingFor: { what: 'OldJobSubmitted', since: '' } } }, undefined],
  ['and goes on from its state', { attempt: { rollback, restorePath: 's3://s' } }, undefined],
])('an event tells of an old job that starts without state, %s', (_, given, why) => {
  const message = `The old version's job starts without state: ${why ?? ''}`
  const told = [{ type: 'Warning', reason: 'StartingWithoutState', message }]
  const step = start(1, given)
  expect(step.reason).toBe('OldJobSubmitted')
  expect(step.events).toEqual(why === undefined ? [] : told)
})

test.each([
  [{ rollback }, 'MainFailed', 'it threw'],
  [{}, 'DeployFailed', ''],
])('an old job that had finished is not run a second time', (attempt, reason, message) => {
  const status = { savepointPath: 's3://old', jobStatus: { jobID: 'new', parallelism: 2 } }
  expect(start(1, { attempt: { ...attempt, finishedJobId: 'old' }, status })).toMatchObject({
    phase: 'DeployFailed',
    reason,
    message,
    status: { savepointPath: undefined, jobStatus: { jobID: 'old', parallelism: 2 } },
  })
})

test('the old job is submitted as it was recorded, from where it stopped', () => {
  const job = {
    jarName: 'j.jar',
    parallelism: 2,
    entryClass: 'a.B',
    programArgs: '--x',
    allowNonRestoredState: true,
  }
  expect(
    start(1, { job, attempt: { rollback, restorePath: 's3://s' }, status: { savepointPath: 's3://older' } }),
  ).toMatchObject({
    phase: 'stay',
    reason: 'OldJobSubmitted',
    message: "Starting the old version's job again from s3://s",
    status: { attempt: { rollback, restorePath: 's3://s' } },
    actions: [{ type: 'runJar', jobId: 'j', job, savepointPath: 's3://s' }],
  })
})

test('a Flink before 1.8 is not told the id of the old job, and it is recorded that it was asked', () => {
  expect(start(1, { answer: oldest, attempt: { rollback: { ...asked, asked: false } } })).toMatchObject({
    status: { attempt: { rollback: asked } },
    actions: [expect.not.objectContaining({ jobId: 'r' })],
  })
})

test('of a job of which the original operator recorded nothing, the defaults are submitted', () => {
  const { message, status, actions } = start(1, { job: {}, attempt: {}, status: { savepointPath: 's3://s' } })
  expect(message).toBe("Starting the old version's job again from s3://s")
  expect(status?.attempt?.rollback).toMatchObject({ reason: 'DeployFailed', message: 'the deploy failed' })
  expect(actions).toMatchObject([
    {
      savepointPath: 's3://s',
      job: { jarName: '', parallelism: 1, entryClass: '', programArgs: '', allowNonRestoredState: false },
    },
  ])
})

test('what it started from is the newest state that is known once it runs', () => {
  const { status } = start(1, { answer: ready('RUNNING'), status: { savepointPath: 's3://s' } })
  expect(status).toMatchObject({
    jobStatus: { jobID: 'j', restorePath: 's3://s' },
    restorePoint: { used: { path: 's3://s' }, newest: { path: 's3://s', jobId: 'j' } },
  })
  const without = start(1, { answer: ready('RUNNING') }).status
  expect(without?.restorePoint).toBeUndefined()
  expect(without?.jobStatus).not.toHaveProperty('restorePath')
})

test('where nothing runs, the path of what it would start from stays', () => {
  expect(start(0, { status: { savepointPath: 's3://s' } }).status?.savepointPath).toBe('s3://s')
  expect(start(0, { attempt: { rollback, restorePath: 's3://r' } }).status?.savepointPath).toBe('s3://r')
})

test('an old job that high availability did not bring back is not asked for again', () => {
  const looking = { ...rollback, lookedForAt: '1970-01-01T00:00:00.000Z' }
  expect(start(1, { attempt: { rollback: looking } })).toMatchObject(
    failed('its submission was not answered'),
  )
  const outcome: ActionOutcome = {
    id: '',
    atMs: 0,
    result: { kind: 'refused', status: 400, message: 'no jar', cause: 'jarNotFound' },
  }
  expect(start(1, { attempt: { rollback: looking }, outcome })).toMatchObject(failed('no jar'))
})

describe('after calls that failed too often', () => {
  const spent = { retryCount: 21, lastSeenError: { appError: 'not now' } }
  const why = '21 submissions in a row failed: not now'

  test('an old job that was asked for is given up, which is recorded', () => {
    expect(start(1, { jobManagers: 1, status: spent })).toMatchObject({
      ...stopping,
      status: { attempt: { rollback: { ...rollback, givenUp: why } } },
    })
  })

  test('one that was not asked for yet is asked for', () => {
    const { jobId: _, ...unasked } = rollback
    expect(start(1, { jobManagers: 1, status: spent, attempt: { rollback: unasked } })).toMatchObject({
      reason: 'OldJobSubmitted',
    })
  })

  test('one that was given up is not asked for again, though no call fails any more', () => {
    const attempt = { rollback: { ...rollback, givenUp: why } }
    expect(start(1, { jobManagers: 1, attempt })).toMatchObject(stopping)
    expect(start(1, { jobManagers: 0, answer: silent, attempt })).toMatchObject(failed(why))
  })

  test('with high availability it may yet be there, and if not, it failed for the same reason', () => {
    const attempt = { rollback: { ...rollback, givenUp: why, lookedForAt: '1970-01-01T00:00:00Z' } }
    expect(start(1, { jobManagers: 1, attempt })).toMatchObject(failed(why))
  })
})
