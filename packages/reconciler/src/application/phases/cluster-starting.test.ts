import { expect, test } from 'vitest'
import { type Situation } from '../situation.ts'
import { clusterStarting } from './cluster-starting.ts'

/** The API server refuses one Deployment of a first deploy of which no object is there. */
function refusing(nameEnd: string): Situation {
  const spec = { image: 'app:1', flinkVersion: '1.20', jarName: 'job.jar', entryClass: 'com.example.Job' }
  const metadata = { name: 'app', namespace: 'ns', uid: 'u' }
  const refused = { kind: 'refused', status: 403, message: 'exceeded quota' }
  return {
    phase: 'ClusterStarting',
    nowMs: 0,
    phaseSinceMs: 0,
    settings: { maxErrDurationMs: 300_000, containerNameFormat: '', schedulerName: '', ingressUrlFormat: '' },
    app: { apiVersion: 'flink.k8s.io/v1beta1', kind: 'FlinkApplication', metadata, spec },
    spec,
    status: {},
    wanted: { hash: 'h' },
    attempt: { hash: 'h', job: { parallelism: 1 } },
    objects: { deployments: [], pods: [], services: [], ingresses: [] },
    current: { hash: '' },
    target: { hash: 'h', isBuilt: false, jobManagerPods: [], taskManagerPods: [], answer: {} },
    clusterOf: () => ({}),
    currentJobStatus: {},
    outcomeOf: (id: string) => (id.endsWith(nameEnd) ? { id, atMs: 0, result: refused } : undefined),
  } as unknown as Situation
}

test.each([
  ['-jm', 'job managers'],
  ['-tm', 'task managers'],
])('a refused Deployment (%s) is told as that of the %s, with what the API server says', (nameEnd, what) => {
  expect(clusterStarting(refusing(nameEnd))).toMatchObject({
    phase: 'stay',
    reason: 'ObjectsMissing',
    message: `Deployment app-h${nameEnd} cannot be created: exceeded quota`,
    events: [
      {
        reason: 'CreateClusterFailed',
        message: `Failed to create ${what} for deploy h: exceeded quota`,
      },
    ],
  })
})

/** A first deploy whose cluster is ready, beside a pod of another one. */
function ready(pod: object, left: number): Situation {
  const s = refusing('-jm')
  const deployment = { metadata: { name: 'app-h-jm', uid: 'jm' }, spec: { replicas: 1 } }
  const answer = {
    state: 'ready',
    flinkVersion: '1.20.5',
    slotsTotal: 1,
    slotsAvailable: 1,
    jobs: [],
    details: {},
  }
  return {
    ...s,
    phaseSinceMs: left - 300_000,
    isFirstDeploy: true,
    objects: { ...s.objects, pods: [{ metadata: {}, ...pod }] },
    target: {
      ...s.target,
      isBuilt: true,
      jobManager: deployment,
      taskManager: deployment,
      answer,
    },
    attempt: { ...s.attempt, number: 1, startedAt: '', submissions: 0 },
    isInFlight: () => false,
  } as unknown as Situation
}

const another = { metadata: { name: 'app-other', annotations: { 'flink-app-hash': 'other' } } }

test.each<[string, object, number, object]>([
  ['waits for a pod of an earlier attempt', another, 1, { phase: 'stay', reason: 'WaitingForClusterToEnd' }],
  [
    'does not wait for it longer than a cluster may take to start',
    another,
    0,
    {
      phase: 'DeployFailed',
      reason: 'WaitingForClusterToEnd',
      message:
        'Flink cluster failed to become available: The cluster of an earlier attempt has to be gone before the job is submitted',
    },
  ],
  [
    'does not wait for one that was evicted, which Kubernetes keeps',
    { ...another, status: { phase: 'Failed', reason: 'Evicted' } },
    1,
    { phase: 'SubmittingJob' },
  ],
  ['goes on that is ready when its time is up', {}, 0, { phase: 'SubmittingJob' }],
])('a first deploy %s', (_, pod, left, want) => {
  expect(clusterStarting(ready(pod, left))).toMatchObject(want)
})
