import { expect, test } from 'vitest'
import { type JobManagerAnswer } from '../observation.ts'
import { type Situation } from '../situation.ts'
import { recovering } from './recovering.ts'

/** The cluster of a job that its JobManager does not know any more. */
function recover(answer: Partial<JobManagerAnswer>, pods = ['Running', 'Running'], nowMs = 0) {
  const ready = {
    state: 'ready',
    flinkVersion: '1.20.5',
    taskManagers: 2,
    healthyTaskManagers: 2,
    slotsTotal: 4,
    slotsAvailable: 4,
    jobs: [],
    details: { lost: 'absent' },
    savepoints: {},
    ...answer,
  }
  const status = {
    phase: 'Recovering',
    restorePoint: {
      newest: { path: 'file:/chk-6', kind: 'checkpoint', completedAt: '1970-01-01T00:00:00Z' },
    },
  }
  const attempt = {
    hash: 'h',
    number: 2,
    kind: 'Recovery',
    startedAt: '1970-01-01T00:00:00Z',
    submissions: 0,
    job: { parallelism: 4 },
  }
  const cluster = {
    hash: 'h',
    isBuilt: true,
    isGone: false,
    jobManagerPods: [],
    taskManagerPods: pods.map((phase, number) => ({ metadata: { name: `tm-${number}` }, status: { phase } })),
    answer: ready,
  }
  return recovering({
    phase: 'Recovering',
    nowMs,
    phaseSinceMs: 0,
    settings: { maxErrDurationMs: 300_000 },
    app: { metadata: { uid: 'u', name: 'app', namespace: 'ns' }, spec: {}, status },
    spec: { flinkVersion: '1.20' },
    status,
    attempt,
    objects: { services: [] },
    target: cluster,
    current: cluster,
    currentJobStatus: { jobID: 'lost' },
    currentJob: { presence: 'absent' },
    isInFlight: () => false,
    outcomeOf: () => undefined,
  } as unknown as Situation)
}

test.for<[string, Partial<JobManagerAnswer>, string[]?]>([
  ['none has come to the new JobManager yet', { taskManagers: 0, slotsTotal: 0, slotsAvailable: 0 }],
  ['one of two has come', { taskManagers: 1, slotsTotal: 2, slotsAvailable: 2 }],
  ['one still holds a slot for it', { slotsAvailable: 3 }],
])('a lost job is not started again while TaskManagers may run its tasks: %s', ([, answer]) => {
  expect(recover(answer)).toMatchObject({ phase: 'stay', reason: 'WaitingForJobToEnd' })
})

test('a lost job is started again once all TaskManagers have come and hold no slot', () => {
  expect(recover({})).toMatchObject({ phase: 'SubmittingJob', reason: 'RestorePointFound' })
})

test('a TaskManager whose pod does not run yet has nothing to run on', () => {
  const one = { taskManagers: 1, slotsTotal: 2, slotsAvailable: 2 }
  expect(recover(one, ['Running', 'Pending'])).toMatchObject({ phase: 'SubmittingJob' })
})

test('a TaskManager that does not come is not waited for longer than the phase may take', () => {
  expect(recover({ slotsAvailable: 3 }, undefined, 300_000)).toMatchObject({ phase: 'SubmittingJob' })
})
