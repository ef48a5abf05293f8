import { expect, test } from 'vitest'
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
}

const rollback = { reason: 'MainFailed', message: 'it threw', jobId: 'j' }

function start(
  left: number,
  { answer = ready(), attempt = { rollback }, status = {}, job = { parallelism: 2 }, outcome }: Given,
) {
  const cluster = {
    hash: 'old',
    isBuilt: true,
    isGone: false,
    jobManagerPods: [],
    taskManagerPods: [],
    answer,
  }
  const situation = {
    phase: 'RollingBackJob',
    nowMs: 0,
    phaseSinceMs: 0,
    app: { metadata: { uid: 'u', name: 'app', namespace: 'ns' }, spec: {}, status },
    spec: { flinkVersion: '1.20' },
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

test.each<[string, number, Given, object]>([
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
    'was started by the operator before',
    1,
    { attempt: {}, answer: ready('RUNNING') },
    { phase: 'DeployFailed', reason: 'DeployFailed', message: '' },
  ],
])('the old job %s', (_, left, given, want) => {
  expect(start(left, given)).toMatchObject(want)
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
