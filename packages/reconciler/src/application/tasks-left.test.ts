import { expect, test } from 'vitest'
import { type ApplicationStatus } from './application.ts'
import { type Cluster } from './cluster.ts'
import { toInstant } from './instant.ts'
import { type JobManagerReady, type Pod } from './observation.ts'
import { deletePod } from '../testing/kubernetes-model.ts'
import { play, startStory, type StoryStep } from '../testing/simulation.ts'
import { type Situation } from './situation.ts'
import { stopJob, stopJobBeforeNext } from './stop-job.ts'
import { tasksLeft } from './tasks-left.ts'
import { forgetfulJobManager } from '../testing/forgetful-job-manager.ts'

const process = { name: 'flink', state: { running: {} } }

function pod(status: Pod['status'] = { phase: 'Running', containerStatuses: [process] }, metadata = {}): Pod {
  return { metadata: { name: 'pod', ...metadata }, status }
}

/** Two TaskManagers with two slots each have come, and the JobManager does not know the job. */
function cluster(answer: Partial<JobManagerReady> = {}, others: Partial<Cluster> = {}): Cluster {
  const ready = { ...forgetfulJobManager, ...answer }
  const pods = { jobManagerPods: [pod()], taskManagerPods: [pod(), pod()] }
  return { hash: 'h', isBuilt: true, isGone: false, answer: ready, ...pods, ...others }
}

function stopBeforeNext(lost: Cluster, leftMs: number, status: ApplicationStatus = {}) {
  return stopJobBeforeNext({ nowMs: 0, spec: {}, status } as Situation, lost, 'lost', leftMs)
}

const held = /^Job lost is gone, and TaskManagers may still run its tasks: \d of 2 have come/

test.each<[string, Cluster, RegExp]>([
  ['no TaskManager has come', cluster({ taskManagers: 0, slotsTotal: 0, slotsAvailable: 0 }), held],
  ['one of two has come', cluster({ taskManagers: 1, slotsTotal: 2, slotsAvailable: 2 }), held],
  ['a slot is held', cluster({ slotsAvailable: 3 }), held],
  [
    'a TaskManager whose containers are not told of has not come',
    cluster({ taskManagers: 1 }, { taskManagerPods: [pod(), pod({ phase: 'Running' })] }),
    held,
  ],
  [
    'the JobManager before has not ended',
    cluster({}, { jobManagerPods: [pod(), pod(undefined, { deletionTimestamp: 'now' })] }),
    /^Job lost is gone, and the pod of the JobManager that ran it has not ended yet$/,
  ],
])('tasks of a lost job may still run while %s', (_, lost, why) => {
  expect(tasksLeft(lost, 'lost')).toMatch(why)
  expect(stopBeforeNext(lost, 1)).toEqual({
    stopped: false,
    message: expect.stringMatching(why) as string,
    actions: [],
  })
})

test.each<[string, Cluster]>([
  ['all TaskManagers have come and hold no slot', cluster()],
  ['more have come than pods run', cluster({ taskManagers: 3 })],
  [
    'the other pod does not run yet',
    cluster({ taskManagers: 1 }, { taskManagerPods: [pod(), pod({ phase: 'Pending' })] }),
  ],
  [
    'the other pod is between two starts of its container',
    cluster(
      { taskManagers: 1 },
      {
        taskManagerPods: [
          pod(),
          pod({ phase: 'Running', containerStatuses: [{ name: 'flink', state: { waiting: {} } }] }),
        ],
      },
    ),
  ],
  [
    'the JobManager before has no process any more',
    cluster({}, { jobManagerPods: [pod({ phase: 'Pending' }, { deletionTimestamp: 'now' })] }),
  ],
  ['the job is there', cluster({ jobs: [{ id: 'lost', state: 'RUNNING', tasks: {} }], slotsAvailable: 0 })],
  ['nobody can be asked', cluster({}, { answer: { state: 'starting', reason: '503' } })],
])('no task of a lost job is looked for where %s', (_, other) => {
  expect(tasksLeft(other, 'lost')).toBeUndefined()
  expect(stopBeforeNext(other, 1)).toEqual(stopJob(other, 'lost', 1))
})

const stopped = {
  metadata: { name: 'tm', uid: 'u', annotations: { 'flink-task-managers': '2' } },
  spec: { replicas: 0 },
}

test('TaskManagers that were ended are waited for to the last pod, whatever the JobManager says', () => {
  const ending = cluster({}, { taskManager: stopped, taskManagerPods: [pod({ phase: 'Pending' })] })
  expect(tasksLeft(ending, 'lost')).toBe(
    'Job lost is gone, and the TaskManagers that may still run its tasks are being replaced; pods of them left: 1',
  )
  const dead = { taskManagers: 2, slotsAvailable: 0 }
  expect(tasksLeft(cluster(dead, { taskManager: stopped, taskManagerPods: [] }), 'lost')).toBeUndefined()
})

test('a lost job counts as ended when the time is up, which is longer than Flink lets its tasks run', () => {
  expect(stopBeforeNext(cluster({ slotsAvailable: 3 }), 0)).toEqual({ stopped: true })
})

const outOfRetries = { retryCount: 21, lastSeenError: {} }

test('tasks of a lost job are waited for however often a call for their end has failed', () => {
  expect(stopBeforeNext(cluster({ slotsAvailable: 3 }), 1, outOfRetries)).toMatchObject({ stopped: false })
})

test.each([1, 0])(
  'a lost job that Flink may yet bring back is waited for once no task is left, whatever time is left (%i ms)',
  (leftMs) => {
    const spec = { flinkConfig: { 'high-availability.type': 'kubernetes' } }
    const stop = (lost: Cluster, nowMs: number) =>
      stopJobBeforeNext(
        {
          nowMs,
          spec,
          status: { waitingFor: { what: 'JobLost', since: toInstant(0) } },
        } as unknown as Situation,
        lost,
        'lost',
        leftMs,
      )
    expect(stop(cluster(), 9_999)).toEqual({
      stopped: false,
      reason: 'JobLost',
      message: 'Job lost is gone with its JobManager; with high availability the next one brings it back',
      actions: [],
    })
    expect(stop(cluster(), 10_000)).toEqual({ stopped: true })
    if (leftMs > 0) expect(stop(cluster({ slotsAvailable: 3 }), 0)).not.toHaveProperty('reason')
  },
)

test('a job whose id is not known is called so', () => {
  expect(tasksLeft(cluster({ slotsAvailable: 3 }), '')).toMatch(/^The job is gone, and TaskManagers/)
})

/** The JobManager's pod is younger than a TaskManager's, and tells that the job has ended. */
function broughtBack(answer: Partial<JobManagerReady> = {}, others: Partial<Cluster> = {}): Cluster {
  const properties = 'high-availability.type: kubernetes\n'
  const containers = [{ env: [{ name: 'FLINK_PROPERTIES', value: properties }] }]
  const at = (creationTimestamp: string) => pod(undefined, { creationTimestamp })
  const jobs = [{ id: 'lost', state: 'CANCELED', tasks: {} }]
  return cluster(
    { jobs, details: {}, ...answer },
    {
      jobManager: { metadata: { name: 'jm' }, spec: { template: { spec: { containers } } } },
      jobManagerPods: [at('2026-01-01T00:00:02Z')],
      taskManagerPods: [at('2026-01-01T00:00:01Z'), at('2026-01-01T00:00:03Z')],
      ...others,
    },
  )
}

test('tasks of a job that high availability has brought back may outlast its end', () => {
  expect(tasksLeft(broughtBack({ taskManagers: 1 }), 'lost')).toMatch(
    /^Job lost has ended, and TaskManagers may still run its tasks: 1 of 2 have come/,
  )
})

test.each<[string, Cluster]>([
  ['all TaskManagers have come and hold no slot', broughtBack()],
  ['it has not ended', broughtBack({ taskManagers: 1, jobs: [{ id: 'lost', state: 'RUNNING', tasks: {} }] })],
  [
    'no TaskManager is older than its JobManager',
    broughtBack(
      { taskManagers: 0 },
      { taskManagerPods: [pod(undefined, { creationTimestamp: '2026-01-01T00:00:03Z' })] },
    ),
  ],
  [
    'there is no high availability',
    broughtBack({ taskManagers: 1 }, { jobManager: { metadata: { name: 'jm' } } }),
  ],
])('no tasks of a job that has ended are waited for where %s', (_, given) => {
  expect(tasksLeft(given, 'lost')).toBeUndefined()
})

const oldOne = pod(undefined, { deletionTimestamp: 'now' })

test.each<[string, Cluster, boolean]>([
  [
    'a TaskManager may be there, too',
    cluster({ taskManagers: 1 }, { jobManagerPods: [pod(), oldOne] }),
    true,
  ],
  ['every TaskManager has come to the new one', cluster({}, { jobManagerPods: [pod(), oldOne] }), false],
  [
    'the TaskManager has ended',
    cluster(
      { taskManagers: 1 },
      { jobManagerPods: [pod(), oldOne], taskManagerPods: [pod(), pod({ phase: 'Failed' })] },
    ),
    false,
  ],
  ['the JobManager has ended', cluster({ taskManagers: 1 }), false],
  [
    'the job has come back and ended',
    cluster(
      { taskManagers: 1, jobs: [{ id: 'lost', state: 'CANCELED', tasks: {} }], details: {} },
      { jobManagerPods: [pod(), oldOne] },
    ),
    false,
  ],
])('whether a job is held, when the time is up, that is gone with a lost node: %s', (_, lost, isHeld) => {
  const message =
    'Job lost is gone, and the pod of the JobManager that ran it has not ended yet, and 1 of its TaskManagers may be there, too. ' +
    'If their node is down for good, remove it'
  expect(stopBeforeNext(lost, 0)).toEqual(
    isHeld ? { stopped: false, message, actions: [], isLastResort: true } : { stopped: true },
  )
})

test.each<[string, StoryStep[]]>([
  ['a lost job', []],
  ['an update without a savepoint', [{ edit: { image: 'app:2', savepointDisabled: true } }]],
])('%s starts only once the node is removed that its pods were evicted from', (_, steps) => {
  const goOn = (next: StoryStep[]) =>
    play({ story: '', steps: next }, Object.assign(run, { step: 0, stepSinceMs: run.world.nowMs }))
  const run = startStory({ story: '', steps: [] })
  const { world } = goOn([
    { until: 'Running' },
    { waitS: 20 },
    { happens: 'the node of the old job is lost' },
  ])
  for (const name of Object.keys(world.pods)) deletePod(world, name)
  goOn([...steps, { waitS: 600 }])
  expect(world.history.filter((line) => line.startsWith('job '))).toHaveLength(1)
  expect(world.app?.status?.waitingFor?.what).toBe('WaitingForJobToEnd')
  goOn([{ happens: 'the lost node is removed' }, { until: 'Running' }])
  expect(world.history.filter((line) => line.startsWith('job '))).toHaveLength(2)
})
