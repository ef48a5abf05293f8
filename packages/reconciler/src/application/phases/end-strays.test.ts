import { expect, test } from 'vitest'
import { type Situation } from '../situation.ts'
import { clusterStarting } from './cluster-starting.ts'
import { endStrays } from './end-strays.ts'
import { submittingJob } from './submitting-job.ts'

/** A cluster without a job of the attempt, which answers with these: a deployed one, and others. */
function withJobs(ids: readonly string[], more: object = {}): Situation {
  const target = {
    hash: 'h',
    isBuilt: true,
    jobManagerPods: [],
    taskManagerPods: [],
    answer: {
      state: 'ready',
      flinkVersion: '1.20.5',
      slotsTotal: 0,
      jobs: ids.map((id) => ({ id, state: id === 'ended' ? 'CANCELED' : 'RUNNING', tasks: {} })),
      details: {},
    },
  }
  return {
    phase: 'ClusterStarting',
    nowMs: 0,
    phaseSinceMs: 0,
    settings: {
      maxErrDurationMs: 300_000,
      flinkJobVertexTimeoutMs: 180_000,
      containerNameFormat: '',
      schedulerName: '',
      ingressUrlFormat: '',
    },
    app: { metadata: { name: 'app', namespace: 'ns', uid: 'u' } },
    spec: { flinkConfig: { 'high-availability.type': 'kubernetes' } },
    status: {},
    wanted: { hash: 'h' },
    attempt: { hash: 'h', kind: 'Deploy', submissions: 0, job: { parallelism: 1 } },
    objects: { deployments: [], pods: [], services: [], ingresses: [] },
    current: { hash: 'old' },
    currentJobStatus: { jobID: 'deployed' },
    target,
    clusterOf: () => target,
    outcomeOf: () => undefined,
    ...more,
  } as unknown as Situation
}

test('a job that high availability brings back into a new cluster ends before the new one is submitted', () => {
  const waiting = {
    phase: 'stay',
    reason: 'WaitingForJobToEnd',
    message: 'Cluster h has brought back j, k, of an earlier attempt; it has to end first',
    actions: [
      { type: 'cancelJob', id: 'cancelJob/j', hash: 'h', jobId: 'j' },
      { type: 'cancelJob', id: 'cancelJob/k', hash: 'h', jobId: 'k' },
    ],
    requeueAfterMs: 100,
  }
  expect(endStrays(withJobs(['j', 'k', 'ended']), 1_000)).toMatchObject(waiting)
  expect(clusterStarting(withJobs(['j', 'k'], { nowMs: 299_999 }))).toMatchObject({
    ...waiting,
    requeueAfterMs: 1,
  })
})

test('a job that is brought back and does not end is not waited for longer than a cluster may take to start', () => {
  expect(clusterStarting(withJobs(['j'], { nowMs: 300_000 }))).toMatchObject({ phase: 'DeployFailed' })
})

test('the deployed job, which a cluster of the same cluster id shows as well, is left alone', () => {
  expect(endStrays(withJobs(['deployed']), 1_000)).toBeUndefined()
})

test('without high availability nothing is brought back', () => {
  expect(endStrays(withJobs(['j'], { spec: {} }), 1_000)).toBeUndefined()
})

test('before a job is submitted to a cluster that had to be made anew, what that has brought back ends', () => {
  const attempt = { hash: 'h', kind: 'Recovery', submissions: 1, jobId: 'next', job: { parallelism: 1 } }
  const s = withJobs(['before'], { phase: 'SubmittingJob', attempt })
  const answer = { ...s.target.answer, details: { next: 'absent' } }
  const target = { ...s.target, answer } as Situation['target']
  expect(submittingJob({ ...s, target })).toMatchObject({
    reason: 'WaitingForJobToEnd',
    actions: [{ type: 'cancelJob', jobId: 'before' }],
  })
})
