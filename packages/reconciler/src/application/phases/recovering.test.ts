import { expect, test } from 'vitest'
import { type JobManagerAnswer } from '../observation.ts'
import { type Situation } from '../situation.ts'
import { recovering } from './recovering.ts'
import { forgetfulJobManager } from '../../testing/forgetful-job-manager.ts'

/** The cluster of a job that its JobManager does not know any more. */
function recover(
  answer: Partial<JobManagerAnswer>,
  pods = ['Running', 'Running'],
  nowMs = 0,
  others: object = {},
  ofAttempt: object = {},
) {
  const ready = { ...forgetfulJobManager, ...answer }
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
    ...ofAttempt,
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
    wanted: { hash: 'h', inputs: 'i', generation: 1 },
    app: { metadata: { uid: 'u', name: 'app', namespace: 'ns' }, spec: {}, status },
    spec: { flinkVersion: '1.20' },
    status,
    attempt,
    objects: { services: [], deployments: [], ingresses: [], pods: [] },
    target: cluster,
    current: cluster,
    currentJobStatus: { jobID: 'lost' },
    currentJob: { presence: 'absent' },
    isInFlight: () => false,
    outcomeOf: () => undefined,
    ...others,
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

const unknown = { currentJob: { presence: 'unknown', reason: 'connection refused' } }
const unread = {
  currentJob: { presence: 'present', state: 'FAILED', isTerminal: true, runningTasks: 0, totalTasks: 1 },
}

test('the JobManager is asked for the newest snapshot until the time is up', () => {
  const message = 'The newest snapshot cannot be asked for: connection refused'
  expect(recover({}, undefined, 299_999, unknown)).toMatchObject({ reason: 'JobManagerUnreachable', message })
  expect(recover({}, undefined, 300_000, unknown).reason).toBe('RestorePointFound')
})

test('a job is not judged before its statistics have been read', () => {
  expect(recover({}, undefined, 0, unread)).toMatchObject({
    reason: 'JobManagerUnreachable',
    message: 'The newest snapshot cannot be asked for: its statistics have not been read',
  })
})

test.each<[string, object, object, string | undefined]>([
  ['stops the job', { mode: 'stop' }, {}, 'lost'],
  ['cancels the job', { mode: 'cancel' }, {}, 'lost'],
  ['lets the job run on', { mode: 'keep' }, {}, undefined],
  ['has failed', { mode: 'stop' }, { currentJob: { presence: 'absent' } }, undefined],
  [
    'is still being asked for',
    { mode: 'stop' },
    { currentJob: { presence: 'absent' }, isInFlight: (id: string) => id === 'savepoint/t' },
    'lost',
  ],
])(
  'an attempt that leaves the old job alone remembers that a savepoint may end it, which %s',
  (_, mode, others, want) => {
    const savepoint = { jobId: 'lost', hash: 'h', triggerId: 't', requestedAt: '', retries: 0, ...mode }
    const silent = { state: 'unreachable', reason: 'it is silent' } as Partial<JobManagerAnswer>
    const left = recover(
      'currentJob' in others ? {} : silent,
      undefined,
      300_000,
      { ...unknown, spec: { forceRollback: true }, ...others },
      { kind: 'Deploy', savepoint },
    )
    expect(left).toMatchObject({ phase: 'DeployFailed', reason: 'ForceRollback' })
    expect(left.status?.deployed?.toldToStop).toBe(want)
  },
)

test('what was chosen before the job was told to end is not asked for again', () => {
  expect(recover({}, undefined, 0, unknown, { stopRequested: true }).reason).toBe('RestorePointFound')
})

test('in BlueGreen a lost job waits for its tasks when it is started again, and not when a version comes beside it', () => {
  const held = { slotsAvailable: 3 } as Partial<JobManagerAnswer>
  const again = recover(held, undefined, 0, { blueGreen: true })
  expect(again).toMatchObject({ phase: 'stay', reason: 'WaitingForJobToEnd' })
  const beside = recover(held, undefined, 0, { blueGreen: true }, { kind: 'Deploy' })
  expect(beside).toMatchObject({ phase: 'SubmittingJob', reason: 'RestorePointFound' })
})

const replacing = {
  currentJob: {
    presence: 'present',
    state: 'RUNNING',
    isTerminal: false,
    details: {
      nowMs: 0,
      checkpoints: {
        completed: 2,
        retainedOnCancellation: true,
        latestCompleted: {
          id: 2,
          path: 'file:/chk-2',
          isSavepoint: false,
          discarded: true,
          triggeredAtMs: 0,
        },
      },
    },
  },
}

test('a checkpoint that gives way to a newer one is waited for until the time is up', () => {
  expect(recover({}, undefined, 299_999, replacing).reason).toBe('CheckpointReplaced')
  expect(recover({}, undefined, 300_000, replacing)).toMatchObject({
    phase: 'DeployFailed',
    message: expect.stringMatching(
      /^No externalized checkpoint found: the newest snapshot of job lost /,
    ) as string,
  })
})

test.each<[string, string, object, object, object]>([
  ['is left alone where Kubernetes finds its JobManager ready', 'DeployFailed', {}, {}, {}],
  ['is waited for until the time is up', 'stay', {}, {}, { nowMs: 299_999 }],
  ['is ended where the specification permits to lose state', 'stay', { fallbackWithoutState: true }, {}, {}],
  ['that was told to end is ended', 'stay', {}, { stopRequested: true, restorePath: 's3://a' }, {}],
  ['that was lost before is ended', 'stay', {}, { kind: 'Recovery' }, {}],
  ['runs on in BlueGreen', 'SubmittingJob', {}, {}, { blueGreen: true }],
])('a job that cannot be asked about %s', (_, phase, spec, attempt, others) => {
  const status = { conditions: [{ type: 'Ready', status: 'True' }] }
  const step = (pods: object[], more: object = others) =>
    recover(
      {},
      [],
      300_000,
      {
        spec: { flinkVersion: '1.20', ...spec },
        currentJob: { presence: 'unknown', reason: 'timed out' },
        current: {
          hash: 'h',
          jobManagerPods: pods,
          taskManagerPods: [],
          answer: { state: 'unreachable', reason: 'timed out' },
        },
        settings: { maxErrDurationMs: 300_000, baseBackoffMs: 100, maxBackoffMs: 30_000 },
        ...more,
      },
      { kind: 'Deploy', ...attempt },
    )
  const told = step([{ metadata: { name: 'jm' }, status }])
  expect(told.phase).toBe(phase)
  if (phase !== 'DeployFailed') return
  expect(told).toMatchObject({
    reason: 'JobManagerUnreachable',
    message: expect.stringMatching(
      / JobManager jm ready, .* \(timed out\)\. .*fallbackWithoutState/,
    ) as string,
    events: [{ type: 'Warning', reason: 'RecoveryFailed' }],
    status: { savepointPath: undefined },
  })
  const ending = { name: 'jm', deletionTimestamp: '2026-01-01T00:00:00Z' }
  const notReady = { conditions: [{ type: 'Ready', status: 'False' }] }
  const scheduled = { conditions: [{ type: 'PodScheduled', status: 'True' }] }
  for (const pod of [{ metadata: ending, status }, { status: notReady }, { status: scheduled }, {}])
    expect(step([{ metadata: { name: 'jm' }, ...pod }]).phase).toBe('stay')
  expect(step([]).phase).toBe('stay')
  const checkpoints = { completed: 0 }
  const currentJob = { presence: 'present', state: 'RUNNING', isTerminal: false, details: { checkpoints } }
  expect(step([{ metadata: { name: 'jm' }, status }], { currentJob })).toMatchObject({
    phase: 'DeployFailed',
    reason: 'RestorePointMissing',
  })
})
