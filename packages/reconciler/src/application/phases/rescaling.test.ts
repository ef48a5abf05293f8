import { describe, expect, test } from 'vitest'
import { type ApplicationSpec, type Attempt } from '../application.ts'
import { hashLabel, typeLabel } from '../cluster.ts'
import { type Situation } from '../situation.ts'
import { rescaling } from './rescaling.ts'

const limitMs = 300_000

interface Given {
  /** The hash that the Deployments bear: `old` before the rescale, `new` after it. */
  labelled?: 'old' | 'new'
  /** The TaskManagers, of one slot each, that the Deployment asks for. */
  replicas?: number
  slotsTotal?: number
  spec?: ApplicationSpec
  attempt?: Partial<Attempt>
  /** Without one the JobManager does not know the job. */
  jobState?: string | undefined
  nowMs?: number
  retryCount?: number
}

/** A cluster of two TaskManagers that is to have four, for the hash `new`. All of it is done unless `given` says else. */
function step(given: Given = {}) {
  const { labelled = 'new', replicas = 4, slotsTotal = 4, nowMs = 0 } = given
  const jobState = 'jobState' in given ? given.jobState : 'RUNNING'
  const deployment = (type: string) => ({
    metadata: {
      name: type,
      uid: type,
      labels: { [hashLabel]: labelled, [typeLabel]: type },
      ownerReferences: [{ uid: 'u' }],
    },
    spec: { replicas: type === 'taskmanager' ? replicas : 1 },
  })
  const jobManager = deployment('jobmanager')
  const taskManager = deployment('taskmanager')
  const answer = {
    state: 'ready',
    flinkVersion: '1.20.5',
    slotsTotal,
    slotsAvailable: slotsTotal,
    taskManagers: slotsTotal,
    jobs: jobState === undefined ? [] : [{ id: 'job', state: jobState, tasks: {} }],
    details: { job: 'absent' },
  }
  const pods = { jobManagerPods: [], taskManagerPods: [] }
  const cluster = { hash: labelled, isGone: false, isBuilt: true, jobManager, taskManager, answer, ...pods }
  const isTerminal = jobState !== 'RUNNING'
  const attempt = {
    number: 2,
    kind: 'Rescale',
    hash: 'new',
    inputs: 'i',
    job: { parallelism: 4 },
    ...given.attempt,
  }
  return rescaling({
    phase: 'Rescaling',
    nowMs,
    phaseSinceMs: 0,
    settings: { maxErrDurationMs: limitMs },
    app: { metadata: { name: 'app', uid: 'u' } },
    spec: { parallelism: 4, taskManagerConfig: { taskSlots: 1 }, savepointDisabled: true, ...given.spec },
    status: {
      deployHash: 'old',
      attempt,
      retryCount: given.retryCount ?? 0,
      lastSeenError: given.retryCount === undefined ? undefined : { appError: 'not now' },
    },
    wanted: { hash: 'new', inputs: 'i' },
    attempt,
    objects: { services: [], deployments: [jobManager, taskManager], pods: [] },
    target: cluster,
    current: cluster,
    currentJobStatus: { jobID: 'job', parallelism: 2 },
    currentJob:
      jobState === undefined ? { presence: 'absent' } : { presence: 'present', state: jobState, isTerminal },
    isInFlight: () => false,
  } as unknown as Situation)
}

test('the job is stopped once the slots are there', () => {
  expect(step({ slotsTotal: 3 })).toMatchObject({ phase: 'stay', reason: 'SlotsMissing', actions: [] })
  expect(step()).toMatchObject({ phase: 'Cancelling', actions: [{ type: 'cancelJob', jobId: 'job' }] })
})

test.each<[string, Given]>([
  ['has ended meanwhile', { jobState: 'FINISHED' }],
  [
    'is lost, and that Flink may bring back,',
    { jobState: undefined, spec: { flinkConfig: { 'high-availability.type': 'kubernetes' } } },
  ],
])('a job that %s is left to the phase that tells what it starts from', (_, given) => {
  expect(step(given)).toEqual({
    phase: 'Savepointing',
    reason: 'ClusterReady',
    requeueAfterMs: 0,
  })
})

describe('Deployments that cannot be changed', () => {
  const refused = { labelled: 'old', replicas: 2 } as const
  const patches = [{ type: 'patchObject' }, { type: 'patchObject' }]

  test.each([
    ['before the time is up', { nowMs: limitMs - 1 }],
    ['while there are retries left', { retryCount: 20 }],
  ])('are patched again %s', (_, given) => {
    expect(step({ ...refused, ...given })).toMatchObject({
      phase: 'stay',
      reason: 'RescalingCluster',
      actions: patches,
    })
  })

  test.each([
    ['when the time is up', { nowMs: limitMs }],
    ['once the retries are spent', { retryCount: 21 }],
  ])('are what the failure is told by %s', (_, given) => {
    expect(step({ ...refused, ...given })).toMatchObject({
      phase: 'DeployFailed',
      reason: 'ObjectsMissing',
      message: 'New taskmanagers failed to become available: the Deployments cannot be changed',
    })
  })
})

describe('a rescale that cannot be taken back', () => {
  const rollback = { reason: 'Unschedulable', message: 'why' }
  const superseded = { reason: 'Superseded', message: 'why' }

  test('has the time of a phase of its own for it', () => {
    expect(step({ slotsTotal: 2, nowMs: limitMs })).toMatchObject({
      reason: 'RescaleBeingUndone',
      status: { attempt: { phaseSince: '1970-01-01T00:05:00.000Z', rollback: { reason: 'SlotsMissing' } } },
    })
  })

  test.each([
    ['before the time is up', { nowMs: limitMs - 1 }],
    ['while there are retries left', { retryCount: 20 }],
  ])('is patched again %s', (_, given) => {
    const undone = step({ attempt: { rollback }, ...given })
    expect(undone).toMatchObject({ phase: 'stay', reason: 'RescaleBeingUndone', message: 'why' })
    expect(undone.actions).toHaveLength(2)
    expect(undone.status).toBeUndefined()
  })

  test.each([
    ['when the time is up', { nowMs: limitMs }],
    ['once the retries are spent', { retryCount: 21 }],
  ])('is told %s, and remembered by its label', (_, given) => {
    expect(step({ attempt: { rollback }, ...given })).toMatchObject({
      phase: 'DeployFailed',
      reason: 'Unschedulable',
      message: 'why',
      status: { deployed: { labelledAs: 'new' } },
    })
    expect(step({ attempt: { rollback: superseded }, ...given })).toMatchObject({
      phase: 'Updating',
      reason: 'Superseded',
      status: { attempt: undefined, deployed: { labelledAs: 'new' } },
    })
  })

  test('is not remembered where it has been taken back', () => {
    const given = { labelled: 'old', replicas: 2 } as const
    expect(step({ attempt: { rollback }, ...given }).status).not.toHaveProperty('deployed')
    expect(step({ attempt: { rollback: superseded }, ...given }).status).not.toHaveProperty('deployed')
  })
})

test('a rescale that was given up is taken back to its end, though what stood against it is no more', () => {
  const attempt = { rollback: { reason: 'ForceRollback', message: 'why' } }
  expect(step({ attempt })).toMatchObject({ phase: 'stay', reason: 'RescaleBeingUndone', message: 'why' })
  expect(step({ attempt, labelled: 'old', replicas: 2 })).toMatchObject({
    phase: 'DeployFailed',
    reason: 'ForceRollback',
    message: 'why',
  })
})
