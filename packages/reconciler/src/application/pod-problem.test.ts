import { describe, expect, test } from 'vitest'
import { play, type Run, startStory, type StoryStep } from '../testing/simulation.ts'
import { type Cluster } from './cluster.ts'
import { clusterReadiness } from './cluster-readiness.ts'
import {
  type ContainerState,
  type ContainerStatus,
  type Deployment,
  type JobManagerAnswer,
  type Pod,
} from './observation.ts'
import { causeOfFailure, podProblem } from './pod-problem.ts'

const nowMs = Date.parse('2026-01-01T12:00:00Z')

function pod(...containerStatuses: ContainerStatus[]): Pod {
  return { metadata: { name: 'app-tm-1', namespace: 'ns', uid: 'u' }, status: { containerStatuses } }
}

const killed = (finishedAt: string) => ({
  terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt },
})

test.each<[string, ContainerStatus, string, RegExp]>([
  [
    'an image that cannot be pulled',
    { name: 'f', image: 'i:1', state: { waiting: { reason: 'ErrImagePull', message: 'no such host' } } },
    'ImagePullFailed',
    /i:1 .*cannot be pulled: no such host/,
  ],
  [
    'a pull that is backed off from',
    { name: 'f', image: 'i:1', state: { waiting: { reason: 'ImagePullBackOff' } } },
    'ImagePullFailed',
    /cannot be pulled: ImagePullBackOff/,
  ],
  [
    'a Secret that is not there',
    {
      name: 'f',
      state: { waiting: { reason: 'CreateContainerConfigError', message: 'secret "x" not found' } },
    },
    'ContainerConfigInvalid',
    /secret "x" not found/,
  ],
  [
    'a container that ends for its memory',
    { name: 'f', state: killed('2026-01-01T11:59:59Z') },
    'OutOfMemory',
    /container f of pod app-tm-1 .*OOMKilled/,
  ],
  [
    'a container that waits after it ended for its memory',
    {
      name: 'f',
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: killed('2026-01-01T11:59:59Z'),
    },
    'OutOfMemory',
    /OOMKilled/,
  ],
  [
    'a container that ends again and again',
    {
      name: 'f',
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 3, message: 'no such option' } },
    },
    'ContainerCrashing',
    /ends again and again, exit code 3: no such option/,
  ],
  [
    'a container that ends again and again, and runs just now',
    {
      name: 'f',
      ready: false,
      restartCount: 6,
      state: { running: { startedAt: '2026-01-01T11:59:58Z' } },
      lastState: { terminated: { exitCode: 1, finishedAt: '2026-01-01T11:54:58Z' } },
    },
    'ContainerCrashing',
    /container f of pod app-tm-1 ends again and again, exit code 1; its log/,
  ],
  [
    'a container that runs just now and ended for its memory before',
    {
      name: 'f',
      ready: false,
      restartCount: 6,
      state: { running: { startedAt: '2026-01-01T11:59:58Z' } },
      lastState: killed('2026-01-01T11:54:58Z'),
    },
    'OutOfMemory',
    /OOMKilled/,
  ],
  [
    'a container that has ended this moment',
    { name: 'f', ready: false, state: { terminated: { exitCode: 2, message: 'no such class' } } },
    'ContainerCrashing',
    /container f of pod app-tm-1 has ended, exit code 2: no such class; its log/,
  ],
  [
    'a container that has ended this moment, and before',
    { name: 'f', ready: false, restartCount: 1, state: { terminated: { exitCode: 2 } } },
    'ContainerCrashing',
    /ends again and again, exit code 2/,
  ],
  [
    'a command that is not there',
    { name: 'f', state: { waiting: { reason: 'RunContainerError', message: 'exec: "x": not found' } } },
    'ContainerConfigInvalid',
    /cannot be started: exec: "x": not found/,
  ],
  [
    'a command that is not there, of which only the end tells',
    {
      name: 'f',
      state: { waiting: { reason: 'RunContainerError' } },
      lastState: { terminated: { reason: 'StartError', exitCode: 128, message: 'exec: "x": not found' } },
    },
    'ContainerConfigInvalid',
    /cannot be started: exec: "x": not found/,
  ],
])('%s is told as such', (_, status, reason, message) => {
  const problem = podProblem([pod({ name: 'other', ready: true, state: { running: {} } }, status)], [])
  expect(problem).toEqual({ reason, message: expect.stringMatching(message) as string })
  expect(causeOfFailure([pod(status)], [], nowMs)).toEqual(problem)
})

test('a pod that finds no node is told as such', () => {
  const conditions = [
    { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' },
  ]
  expect(podProblem([{ ...pod(), status: { conditions } }], [])).toEqual({
    reason: 'Unschedulable',
    message: 'Pod app-tm-1 finds no node: 0/3 nodes are available',
  })
})

test.each([
  ['lately is why a job fails', '2026-01-01T11:56:00Z', 'OutOfMemory'],
  ['long ago is not', '2026-01-01T11:54:00Z', undefined],
])('a container that was killed for its memory %s', (_, finishedAt, reason) => {
  const again = pod({ name: 'f', ready: true, state: { running: {} }, lastState: killed(finishedAt) })
  expect(podProblem([again], [])).toBeUndefined()
  expect(causeOfFailure([again], [], nowMs)?.reason).toBe(reason)
})

const crashed = { terminated: { exitCode: 1, finishedAt: '2026-01-01T11:50:00Z' } }
const sinceSeconds = { running: { startedAt: '2026-01-01T11:59:30Z' } }

test.each<[string, ContainerStatus]>([
  ['has ended once', { name: 'f', restartCount: 1, state: sinceSeconds, lastState: crashed }],
  [
    'has ended without an error',
    { name: 'f', restartCount: 6, state: sinceSeconds, lastState: { terminated: { exitCode: 0 } } },
  ],
  [
    'has done its work',
    { name: 'f', ready: true, state: { terminated: { exitCode: 0 } }, lastState: crashed },
  ],
  [
    'is ready after old restarts',
    {
      name: 'f',
      ready: true,
      restartCount: 2,
      state: { running: { startedAt: '2026-01-01T11:54:00Z' } },
      lastState: crashed,
    },
  ],
])('a container that %s tells nothing', (_, status) => {
  expect(podProblem([pod(status)], [])).toBeUndefined()
  expect(causeOfFailure([pod(status)], [], nowMs)).toBeUndefined()
})

test.each([
  ['seconds', '2026-01-01T11:59:30Z', 'ContainerCrashing'],
  ['minutes, as long as it may take to begin', '2026-01-01T11:51:00Z', 'ContainerCrashing'],
  ['longer than Kubernetes remembers its ends', '2026-01-01T11:49:00Z', undefined],
])('a container that is not ready and has run for %s after old restarts', (_, startedAt, reason) => {
  const again = pod({
    name: 'f',
    ready: false,
    restartCount: 2,
    state: { running: { startedAt } },
    lastState: crashed,
  })
  expect(causeOfFailure([again], [], nowMs)?.reason).toBe(reason)
})

test.each<[string, string, string | undefined, ContainerState]>([
  ['just now, for an error', '2026-01-01T11:56:00Z', 'ContainerCrashing', crashed],
  ['just now, for its memory', '2026-01-01T11:56:00Z', 'OutOfMemory', killed('2026-01-01T11:51:00Z')],
  ['long ago, for an error', '2026-01-01T11:54:00Z', undefined, crashed],
  ['long ago, for its memory', '2026-01-01T11:54:00Z', undefined, killed('2026-01-01T11:53:00Z')],
])('a TaskManager that was started again %s', (_, startedAt, reason, lastState) => {
  const again = pod({ name: 'f', ready: true, restartCount: 6, state: { running: { startedAt } }, lastState })
  expect(podProblem([again], [])).toBeUndefined()
  expect(causeOfFailure([again], [], nowMs)?.reason).toBe(reason)
})

test('a cluster without enough slots tells of a TaskManager that ends again and again, not of one that did long ago', () => {
  const told = (startedAt: string) => {
    const state = { running: { startedAt } }
    const again = pod({ name: 'f', ready: true, restartCount: 6, state, lastState: crashed })
    return clusterReadiness(startingCluster([again]), 2, nowMs)
  }
  expect(told('2026-01-01T11:56:00Z')).toMatchObject({ isReady: false, reason: 'ContainerCrashing' })
  expect(told('2026-01-01T11:54:00Z')).toMatchObject({ isReady: false, reason: 'SlotsMissing' })
})

test('a pod that is deleted is made to end', () => {
  const ended = pod({ name: 'f', ready: false, state: { terminated: { exitCode: 143 } } })
  const metadata = { ...ended.metadata, deletionTimestamp: '2026-01-01T11:59:30Z' }
  expect(causeOfFailure([{ ...ended, metadata }], [], nowMs)).toBeUndefined()
})

function startingCluster(taskManagerPods: readonly Pod[]): Cluster {
  const answer: JobManagerAnswer = {
    state: 'ready',
    flinkVersion: '1.20.5',
    slotsTotal: 1,
    slotsAvailable: 1,
    taskManagers: 1,
    healthyTaskManagers: 1,
    jobs: [],
    details: {},
    savepoints: {},
  }
  return { hash: 'h', jobManagerPods: [], taskManagerPods, answer, isBuilt: true, isGone: false }
}

const forbidden = 'pods "app-tm-2" is forbidden: exceeded quota: team'

function deployment(type: string, status: string, message?: string): Deployment {
  const conditions = [{ type, status, reason: 'FailedCreate', ...(message !== undefined && { message }) }]
  return { metadata: { name: 'app-tm' }, status: { conditions } }
}

test.each<[string, Deployment, object | undefined]>([
  [
    'pods that a quota refuses',
    deployment('ReplicaFailure', 'True', forbidden),
    { reason: 'PodsRefused', message: `Pods of Deployment app-tm cannot be created: ${forbidden}` },
  ],
  [
    'pods that are refused without a word',
    deployment('ReplicaFailure', 'True'),
    { reason: 'PodsRefused', message: 'Pods of Deployment app-tm cannot be created: FailedCreate' },
  ],
  ['nothing, once they are let in', deployment('ReplicaFailure', 'False', forbidden), undefined],
  ['nothing of another condition', deployment('Available', 'True', forbidden), undefined],
])('a Deployment tells of %s', (_, given, problem) => {
  expect(podProblem([pod()], [undefined, given])).toEqual(problem)
  expect(causeOfFailure([pod()], [given], nowMs)).toEqual(problem)
})

test('what ails a pod that is there goes before what keeps others from being made', () => {
  const refused = deployment('ReplicaFailure', 'True', forbidden)
  const unpullable = pod({ name: 'f', state: { waiting: { reason: 'ErrImagePull' } } })
  expect(podProblem([unpullable], [refused])?.reason).toBe('ImagePullFailed')
})

describe('the conditions name the root cause and not its symptom', () => {
  test('of a job that restarts because a TaskManager is killed for its memory', () => {
    const run = goOn(startStory({ story: '', steps: [] }), [{ until: 'Running' }, { waitS: 20 }])
    for (const job of jobsOf(run)) job.state = 'RESTARTING'
    ail(run, 'taskmanager', { name: 'flink', state: killed('2026-01-01T00:00:00Z') })
    goOn(run, [{ waitS: 20 }])
    expect(conditionsOf(run)).toMatchObject({
      JobRunning: { status: 'False', reason: 'OutOfMemory' },
      Ready: { status: 'False', reason: 'OutOfMemory' },
    })
  })

  test('of a JobManager that does not answer because its container ends again and again', () => {
    const run = goOn(startStory({ story: '', steps: [] }), [{ until: 'Running' }, { waitS: 20 }])
    for (const process of Object.values(run.world.jobManagers)) process.isAnswering = false
    ail(run, 'jobmanager', crashing)
    goOn(run, [{ waitS: 20 }])
    expect(conditionsOf(run)).toMatchObject({
      JobRunning: { status: 'Unknown', reason: 'ContainerCrashing' },
      Ready: { reason: 'ContainerCrashing', message: expect.stringContaining('exit code 3') as string },
    })
  })

  test('of a job whose tasks do not run, and then of the deploy that failed of it', () => {
    const run = goOn(startStory({ story: '', world: { jobStartMs: 3_600_000 }, steps: [] }), [
      { until: 'SubmittingJob' },
      { waitS: 5 },
    ])
    ail(run, 'taskmanager', crashing)
    goOn(run, [{ waitS: 5 }])
    expect(conditionsOf(run)).toMatchObject({ Reconciling: { reason: 'ContainerCrashing' } })
    goOn(run, [{ until: 'DeployFailed' }])
    expect(conditionsOf(run)).toMatchObject({ Stalled: { reason: 'ContainerCrashing' } })
  })

  test('of a JobManager that cannot be asked for a savepoint before a deletion', () => {
    const run = goOn(startStory({ story: '', steps: [] }), [{ until: 'Running' }, { waitS: 20 }])
    for (const process of Object.values(run.world.jobManagers)) process.isAnswering = false
    ail(run, 'jobmanager', { name: 'flink', state: killed('2026-01-01T00:00:00Z') })
    goOn(run, [{ delete: true }, { waitS: 20 }])
    expect(conditionsOf(run)).toMatchObject({
      Stalled: { reason: 'DeletionBlocked', message: expect.stringContaining('OOMKilled') as string },
    })
  })

  test.each<[string, string, ContainerState, RegExp]>([
    ['has just begun after its ends', '2026-01-01T00:00:10Z', crashed, /ends again and again/],
    ['has run well since its ends', '2025-12-25T00:00:00Z', crashed, /: connection refused\. /],
    ['was killed for its memory', '2026-01-01T00:00:10Z', killed('2026-01-01T00:00:00Z'), /OOMKilled/],
    [
      'has run well since it was killed',
      '2025-12-25T00:00:00Z',
      killed('2025-12-24T23:59:00Z'),
      /: connection refused\. /,
    ],
  ])('of a JobManager that cannot be asked before a deletion and %s', (_, startedAt, lastState, message) => {
    const run = goOn(startStory({ story: '', steps: [] }), [{ until: 'Running' }, { waitS: 20 }])
    for (const process of Object.values(run.world.jobManagers)) process.isAnswering = false
    const state = { running: { startedAt } }
    ail(run, 'jobmanager', { name: 'flink', ready: false, restartCount: 2, state, lastState })
    goOn(run, [{ delete: true }, { waitS: 20 }])
    expect(conditionsOf(run)['Stalled']).toMatchObject({
      reason: 'DeletionBlocked',
      message: expect.stringMatching(message) as string,
    })
  })
})

describe('JobRunning tells of the job that is there now', () => {
  test('not of one that a first deploy has failed with', () => {
    const run = goOn(startStory({ story: '', spec: { programArgs: '--fail' }, steps: [] }), [
      { until: 'DeployFailed' },
    ])
    expect(conditionsOf(run)).toMatchObject({
      JobRunning: {
        status: 'False',
        reason: 'JobFailed',
        message: expect.stringMatching(/has failed: .*asked to fail/) as string,
      },
    })
  })

  test('not before its tasks run, though the one before it did', () => {
    const claims = new Set<string>()
    const story = {
      story: '',
      steps: [{ until: 'Running' }, { waitS: 20 }, { edit: { image: 'app:2' } }, { until: 'Running' }],
    }
    play(story, startStory(story), {
      onPass: ({ decision: { status, phase } }) => {
        const running = status.conditions?.find(({ type }) => type === 'JobRunning')
        if (status.deployHash) claims.add(`${phase} ${running?.status ?? ''} ${running?.reason ?? ''}`)
      },
    })
    expect([...claims]).toEqual([
      'Running True JobRunning',
      'Updating True JobRunning',
      'ClusterStarting True JobRunning',
      'Savepointing True JobRunning',
      'SubmittingJob False NoJob',
      'SubmittingJob False JobStarting',
    ])
  })
})

const crashing: ContainerStatus = {
  name: 'flink',
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: { exitCode: 3 } },
}

function ail({ world }: Run, role: string, status: ContainerStatus): void {
  for (const each of Object.values(world.pods)) {
    if (each.metadata.labels?.['flink-deployment-type'] === role)
      each.status = { ...each.status, containerStatuses: [status] }
  }
}

function conditionsOf({ world }: Run) {
  return Object.fromEntries((world.app?.status?.conditions ?? []).map((each) => [each.type, each]))
}

function jobsOf({ world }: Run) {
  return Object.values(world.jobManagers).flatMap(({ jobs }) => Object.values(jobs))
}

function goOn(run: Run, steps: StoryStep[]): Run {
  return play({ story: '', steps }, Object.assign(run, { step: 0, stepSinceMs: run.world.nowMs }))
}
