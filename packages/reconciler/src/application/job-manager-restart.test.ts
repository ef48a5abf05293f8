import { expect, test } from 'vitest'
import { type Cluster } from './cluster.ts'
import { isJobManagerStopped, startCluster, stopCluster, stopJobManager } from './job-manager-restart.ts'
import { type Situation } from './situation.ts'
import { type Story, type StoryStep } from '../testing/simulation.ts'
import { tell } from '../testing/tell.ts'

const cluster = (replicas: number | undefined, pods: number) =>
  ({
    hash: 'h',
    ...(replicas !== undefined && { jobManager: { metadata: { name: 'jm', uid: 'u' }, spec: { replicas } } }),
    jobManagerPods: Array.from({ length: pods }, () => ({ metadata: { name: 'p' } })),
  }) as unknown as Cluster

const scaled = (replicas: number) => [
  {
    type: 'patchObject',
    target: { kind: 'Deployment', name: 'jm' },
    patch: [
      { op: 'test', path: '/metadata/uid', value: 'u' },
      { op: 'add', path: '/spec/replicas', value: replicas },
    ],
  },
]

test.each([
  ['its Deployment asks for a pod, though none is there yet', cluster(1, 0), scaled(0)],
  ['its pod is there', cluster(1, 1), scaled(0)],
  ['its last pod ends', cluster(0, 1), []],
  ['its Deployment is gone and its last pod ends', cluster(undefined, 1), []],
])('a program may still be at work in a JobManager while %s', (_, given, actions) => {
  expect(stopJobManager(given)).toMatchObject({ reason: 'WaitingForClusterToEnd', actions })
})

test('no program is at work once nothing is left of the JobManager', () => {
  expect(stopJobManager(cluster(0, 0))).toBeUndefined()
  expect(stopJobManager(cluster(undefined, 0))).toBeUndefined()
})

const taskManager = (replicas: number, annotations = {}) => ({
  metadata: { name: 'tm', uid: 'u', annotations },
  spec: { replicas },
})
const withTaskManagers = (jobManagers: number, replicas: number, pods: number) =>
  ({
    ...cluster(jobManagers, jobManagers),
    taskManager: taskManager(replicas),
    taskManagerPods: Array.from({ length: pods }, () => ({ metadata: { name: 't' } })),
  }) as unknown as Cluster

test('the TaskManagers of a cluster end after its JobManager, and how many there were is noted', () => {
  const waiting = {
    reason: 'WaitingForClusterToEnd',
    message: expect.stringContaining('cluster h') as string,
  }
  expect(stopCluster(withTaskManagers(1, 2, 2))).toMatchObject({ ...waiting, actions: scaled(0) })
  expect(stopCluster(withTaskManagers(0, 2, 2))).toMatchObject({
    ...waiting,
    actions: [
      {
        target: { name: 'tm' },
        patch: [{}, { path: '/spec/replicas', value: 0 }, { value: '2' }],
      },
    ],
  })
  expect(stopCluster(withTaskManagers(0, 2, 0))).toMatchObject(waiting)
  expect(stopCluster(withTaskManagers(0, 0, 1))).toMatchObject({ ...waiting, actions: [] })
  expect(stopCluster(withTaskManagers(0, 0, 0))).toBeUndefined()
})

test('a cluster is given back the TaskManagers that ended with its JobManager', () => {
  const given = {
    ...cluster(0, 0),
    taskManager: taskManager(0, { 'flink-task-managers': '2' }),
  } as unknown as Cluster
  expect(startCluster({ spec: {} } as Situation, given)).toMatchObject([
    scaled(1)[0],
    { target: { name: 'tm' }, patch: [{}, { value: 2 }, {}] },
  ])
})

test('only a JobManager that was stopped is started again, as often as the spec says', () => {
  const s = (replicas?: number) =>
    ({ spec: replicas === undefined ? {} : { jobManagerConfig: { replicas } } }) as Situation
  expect(startCluster(s(), cluster(0, 0))).toMatchObject(scaled(1))
  expect(startCluster(s(2), cluster(0, 0))).toMatchObject(scaled(2))
  expect(startCluster(s(2), cluster(1, 1))).toEqual([])
  expect(startCluster(s(), cluster(undefined, 0))).toEqual([])
  expect(isJobManagerStopped(cluster(1, 0))).toBe(false)
})

const patched = '> patchObject/Deployment/app-69de4f34-jm /spec/replicas'
const rolledBack: StoryStep[] = [
  { until: 'SubmittingJob' },
  { edit: { forceRollback: true } },
  { until: 'DeployFailed because ForceRollback' },
]

/** The phases that change the replicas of the JobManager. */
function restarts(story: Story): string[] {
  return tell(story)
    .split(/^(?= *[\d.]+s )/m)
    .filter((pass) => pass.includes(patched))
    .map((pass) => /^ *[\d.]+s {2}(?:\w+ -> )?(\w+)/.exec(pass)?.[1] ?? '')
}

test.each<[string, Story, string[]]>([
  [
    'at once, where nothing follows',
    { story: '', world: { mainMs: 30_000 }, steps: [...rolledBack, { waitS: 5 }] },
    ['RollingBackJob', 'DeployFailed'],
  ],
  [
    'with the next attempt, where that follows at once',
    {
      story: '',
      world: { mainMs: 30_000 },
      steps: [
        ...rolledBack,
        { world: { mainMs: 0 } },
        { edit: { forceRollback: false } },
        { until: 'Running' },
      ],
    },
    ['RollingBackJob', 'ClusterStarting'],
  ],
  [
    'with the next try to start a lost job, where an edit makes it one at once',
    {
      story: '',
      steps: [
        { until: 'Running' },
        { world: { mainMs: 100_000 } },
        { happens: 'JobManager pod dies' },
        { until: 'DeployFailed' },
        { world: { mainMs: 0 } },
        { edit: { savepointDisabled: true } },
        { until: 'Running' },
      ],
    },
    ['RollingBackJob', 'SubmittingJob'],
  ],
  [
    'with a deletion',
    {
      story: '',
      steps: [
        { until: 'Running' },
        { world: { mainMs: 100_000 } },
        { happens: 'JobManager pod dies' },
        { until: 'RollingBackJob' },
        { waitS: 0.5 },
        { delete: true },
        { until: 'gone', withinS: 20 },
      ],
    },
    ['RollingBackJob', 'Deleting'],
  ],
])('the JobManager of a rolled back attempt is given back %s', (_, story, phases) => {
  expect(restarts(story)).toEqual(phases)
})

test('a job that high availability brings back into the JobManager ends before the old job starts again', () => {
  const text = tell({
    story: 'A rescale is rolled back just after its main() has submitted the job',
    spec: { scaleMode: 'InPlace', flinkConfig: { 'high-availability.type': 'kubernetes' } },
    world: { highAvailability: true },
    steps: [
      { until: 'Running' },
      { waitS: 10 },
      { world: { mainMs: 1_750 } },
      { edit: { parallelism: 4 } },
      { until: 'SubmittingJob' },
      { waitS: 1 },
      { world: { mainMs: 0 } },
      { edit: { forceRollback: true } },
      { until: 'DeployFailed because ForceRollback' },
    ],
  })
  expect(text).toMatch(/RollingBackJob {2}WaitingForJobToEnd[^]*> cancelJob\/[^]*OldJobSubmitted/)
})
