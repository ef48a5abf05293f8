import { expect, test } from 'vitest'
import { type Attempt } from '../application.ts'
import { type ActionOutcome } from '../observation.ts'
import { type Situation } from '../situation.ts'
import { endNewJob } from './end-new-job.ts'

interface Given {
  attempt?: Partial<Attempt>
  /** The state of the attempt's job; absent when the JobManager does not know it. */
  state?: string
  isInFlight?: boolean
  isFirstDeploy?: boolean
  isGone?: boolean
  sameCluster?: boolean
  outcome?: ActionOutcome['result']
  /** Of two slots. */
  free?: number
  /** The replicas and pods of its JobManager. */
  jobManagers?: number
  isSilent?: boolean
  isHighlyAvailable?: boolean
  /** One before 1.8 names a job itself. */
  flinkVersion?: string
  left?: number
  taskManagers?: number
}

function end(given: Given) {
  const {
    attempt,
    state,
    isInFlight = false,
    isFirstDeploy = false,
    isGone = false,
    outcome,
    free = 2,
    jobManagers = 1,
  } = given
  return endNewJob(
    {
      phase: 'RollingBackJob',
      spec: { flinkConfig: given.isHighlyAvailable ? { 'high-availability.type': 'kubernetes' } : {} },
      status: {},
      nowMs: 0,
      phaseSinceMs: 0,
      attempt: { hash: 'new', kind: 'Deploy', submissions: 1, jobId: 'j', ...attempt },
      isFirstDeploy,
      current: { hash: given.sameCluster ? 'new' : 'old' },
      target: {
        hash: 'new',
        isGone,
        jobManager: { metadata: { name: 'new-jm', uid: 'u' }, spec: { replicas: jobManagers } },
        jobManagerPods: Array.from({ length: jobManagers }, () => ({ metadata: {} })),
        taskManagerPods: Array.from({ length: given.taskManagers ?? 0 }, () => ({ metadata: {} })),
        answer: {
          state: given.isSilent ? 'unreachable' : 'ready',
          reason: 'refused',
          flinkVersion: given.flinkVersion ?? '1.20.5',
          taskManagers: 1,
          slotsTotal: 2,
          slotsAvailable: free,
          jobs: state === undefined ? [] : [{ id: 'j', state, tasks: {} }],
          details: state === undefined ? { j: 'absent' } : {},
        },
      },
      isInFlight: () => isInFlight,
      outcomeOf: () => outcome && { id: '', atMs: 0, result: outcome },
    } as unknown as Situation,
    given.left ?? 1,
  )
}

const clusterGoes = { reason: 'WaitingForClusterToEnd', actions: [{ type: 'deleteObject' }] }
const jobManagerGoes = {
  reason: 'WaitingForClusterToEnd',
  actions: [{ type: 'patchObject', patch: [{ op: 'test' }, { path: '/spec/replicas', value: 0 }] }],
}

test.each<[string, Given, object | undefined]>([
  [
    'the answer to its submission',
    { isInFlight: true },
    { reason: 'WaitingForSubmission', message: 'The submission of job j is still being answered' },
  ],
  [
    'its end',
    { state: 'RUNNING' },
    { reason: 'WaitingForJobToEnd', actions: [{ type: 'cancelJob', jobId: 'j' }] },
  ],
  ['nothing, once it has ended', { state: 'CANCELED' }, undefined],
  [
    'its last tasks, once its JobManager has forgotten it',
    { attempt: { jobSeen: true }, free: 1 },
    { reason: 'WaitingForJobToEnd', actions: [] },
  ],
  [
    'nothing, once the old job is being started',
    { attempt: { rollback: { reason: '', message: '', jobId: 'o' } }, state: 'RUNNING' },
    undefined,
  ],
  ['the end of its cluster, where it may still come', {}, clusterGoes],
  [
    'the end of its cluster, where the answer was lost',
    { outcome: { kind: 'unknown', message: '' } },
    clusterGoes,
  ],
  [
    'nothing, where the submission was refused',
    { outcome: { kind: 'refused', status: 400, message: '' } },
    undefined,
  ],
  ['nothing, where it was there and is gone', { attempt: { jobSeen: true } }, undefined],
  [
    'Flink, which may bring it back with high availability where it was there and is gone',
    { attempt: { jobSeen: true }, isHighlyAvailable: true },
    {
      reason: 'JobLost',
      message: 'Job j is gone with its JobManager; with high availability the next one brings it back',
      actions: [],
    },
  ],
  [
    'nothing, where Flink has not brought it back',
    { attempt: { jobSeen: true, submissions: 0 }, isHighlyAvailable: true },
    undefined,
  ],
  [
    'nothing with high availability, where the submission was refused',
    { isHighlyAvailable: true, outcome: { kind: 'refused', status: 400, message: '' } },
    undefined,
  ],
  ['nothing, where it was not submitted', { attempt: { submissions: 0 } }, undefined],
  ['nothing, where its cluster is gone', { isGone: true }, undefined],
  [
    'the end of its cluster, where the answer to an earlier request was lost',
    { attempt: { submissions: 2 }, outcome: { kind: 'refused', status: 400, message: '' } },
    clusterGoes,
  ],
  [
    'the end of its JobManager on a first deploy, whose cluster is kept',
    { isFirstDeploy: true },
    jobManagerGoes,
  ],
  [
    'the end of its JobManager on the cluster of the old job',
    { attempt: { kind: 'Rescale' }, sameCluster: true },
    jobManagerGoes,
  ],
  [
    'the end of its JobManager in a recovery',
    { attempt: { kind: 'Recovery' }, sameCluster: true },
    jobManagerGoes,
  ],
  [
    'the answer of a JobManager in a recovery, before it goes',
    { attempt: { kind: 'Recovery' }, sameCluster: true, isSilent: true },
    { reason: 'WaitingForJobToEnd', actions: [] },
  ],
  [
    'no answer in a recovery when the time is up',
    { attempt: { kind: 'Recovery' }, sameCluster: true, isSilent: true, left: 0 },
    jobManagerGoes,
  ],
  [
    'nothing in a recovery whose JobManager is gone and cannot answer',
    { attempt: { kind: 'Recovery' }, sameCluster: true, isSilent: true, jobManagers: 0 },
    undefined,
  ],
  [
    'nothing in a recovery without a JobManager',
    { attempt: { kind: 'Recovery' }, sameCluster: true, jobManagers: 0 },
    undefined,
  ],
  [
    'the next JobManager, which Flink may give the job back with high availability',
    { attempt: { kind: 'Rescale' }, sameCluster: true, isHighlyAvailable: true, jobManagers: 0 },
    {
      reason: 'WaitingForClusterToEnd',
      message:
        'The JobManager of cluster new is started again, since Flink may bring back the job of the program that was ended with it',
      actions: [{ type: 'patchObject', patch: [{ op: 'test' }, { path: '/spec/replicas', value: 1 }] }],
      status: { attempt: { jobSeen: true } },
    },
  ],
  [
    'the same JobManager, until it has been started',
    {
      attempt: { kind: 'Rescale', jobSeen: true },
      sameCluster: true,
      isHighlyAvailable: true,
      isSilent: true,
      jobManagers: 0,
    },
    {
      reason: 'WaitingForJobToEnd',
      actions: [{ type: 'patchObject', patch: [{ op: 'test' }, { path: '/spec/replicas', value: 1 }] }],
    },
  ],
  [
    'nothing in a recovery whose submission was refused',
    {
      attempt: { kind: 'Recovery' },
      sameCluster: true,
      outcome: { kind: 'refused', status: 400, message: '' },
    },
    undefined,
  ],
  [
    'nothing on the cluster of the old job, which the operator before may have started again',
    { attempt: { kind: 'Rescale', jobId: undefined as never }, sameCluster: true },
    undefined,
  ],
  [
    'the end of a job that Flink named itself',
    { attempt: { jobId: undefined as never, jobSeen: true }, state: 'RUNNING' },
    { reason: 'WaitingForJobToEnd', actions: [{ type: 'cancelJob', jobId: 'j' }] },
  ],
  [
    'nothing that runs on the cluster of the old job, where the operator before may have started it again',
    {
      attempt: { jobId: undefined as never, kind: 'Rescale', jobSeen: true },
      state: 'RUNNING',
      sameCluster: true,
    },
    undefined,
  ],
  [
    'the end of a job that a Flink before 1.8 named itself on the cluster of the old job',
    {
      attempt: { jobId: undefined as never, kind: 'Rescale' },
      state: 'RUNNING',
      sameCluster: true,
      flinkVersion: '1.7.2',
    },
    { reason: 'WaitingForJobToEnd', actions: [{ type: 'cancelJob', jobId: 'j' }] },
  ],
  [
    'the end of a JobManager before Flink 1.8, which may be about to start the job of a recovery',
    {
      attempt: { jobId: undefined as never, kind: 'Recovery' },
      sameCluster: true,
      flinkVersion: '1.7.2',
    },
    jobManagerGoes,
  ],
])('the job that is rolled back: what is waited for is %s', (_, given, want) => {
  const waiting = end(given)
  if (want === undefined) expect(waiting).toBeUndefined()
  else expect(waiting).toMatchObject(want)
})

test('a job of the last moment loses the TaskManagers that run its tasks, unless the next one waits for them', () => {
  const ended = { sameCluster: true, jobManagers: 0, isSilent: true, taskManagers: 1 }
  expect(end({ ...ended, attempt: { kind: 'Recovery' } })).toMatchObject({ reason: 'WaitingForClusterToEnd' })
  expect(end({ ...ended, attempt: { kind: 'Rescale' } })).toBeUndefined()
})
