import { expect, test } from 'vitest'
import { type Cluster } from './cluster.ts'
import { type JobManagerReady, type Pod } from './observation.ts'
import { endOrphanedTasks } from './orphaned-tasks.ts'
import { type Situation } from './situation.ts'
import { forgetfulJobManager } from '../testing/forgetful-job-manager.ts'

function pod(createdAtS: number | undefined, container: object = {}, metadata: object = {}): Pod {
  const creationTimestamp = createdAtS === undefined ? undefined : new Date(createdAtS * 1_000).toISOString()
  return {
    metadata: { name: 'pod', ...(creationTimestamp !== undefined && { creationTimestamp }), ...metadata },
    status: {
      phase: 'Running',
      containerStatuses: [{ name: 'flink', state: { running: {} }, ...container }],
    },
  }
}

/** The JobManager's pod is from second 100, two TaskManagers are from second 10. */
function cluster(answer: Partial<JobManagerReady>, others: Partial<Cluster> = {}): Cluster {
  return {
    hash: 'h',
    isBuilt: true,
    isGone: false,
    taskManager: { metadata: { name: 'tm', uid: 'u', annotations: {} }, spec: { replicas: 2 } },
    jobManagerPods: [pod(100)],
    taskManagerPods: [pod(10), pod(10)],
    answer: { ...forgetfulJobManager, ...answer },
    ...others,
  }
}

function situation(waitedMs: number, flinkConfig = {}): Situation {
  return {
    nowMs: 200_000,
    spec: { flinkConfig },
    status: {
      waitingFor: { what: 'WaitingForJobToEnd', since: new Date(200_000 - waitedMs).toISOString() },
    },
  } as unknown as Situation
}

const isEnded = (s: Situation, given: Cluster) => endOrphanedTasks(s, given, 'lost').length > 0

/** All TaskManagers have come, and one of them runs tasks of nobody. */
const taken = { slotsAvailable: 3 }
/** One of two TaskManagers has not come. */
const missing = { taskManagers: 1, slotsTotal: 2, slotsAvailable: 2 }

test('tasks that take slots of a JobManager without a job are ended at once', () => {
  expect(isEnded(situation(0), cluster(taken))).toBe(true)
})

test('TaskManagers that do not come to the new JobManager are given a moment', () => {
  expect(isEnded(situation(1_999), cluster(missing))).toBe(false)
  expect(isEnded(situation(2_000), cluster(missing))).toBe(true)
})

test('the moment begins with the wait for them, and not with another', () => {
  const s = situation(60_000)
  const waitingFor = { what: 'JobManagerUnreachable', since: s.status.waitingFor?.since ?? '' }
  expect(isEnded({ ...s, status: { waitingFor } }, cluster(missing))).toBe(false)
  expect(isEnded({ ...s, status: {} }, cluster(missing))).toBe(false)
})

test.each<[string, boolean, Partial<Cluster>]>([
  ['are as young as the JobManager', false, { taskManagerPods: [pod(100), pod(101)] }],
  ['are older, one of them', true, { taskManagerPods: [pod(101), pod(99)] }],
  ['are older and between two starts', false, { taskManagerPods: [pod(10, { state: { waiting: {} } })] }],
  ['are of unknown age', true, { taskManagerPods: [pod(undefined)] }],
  [
    'serve a JobManager of unknown age',
    true,
    { jobManagerPods: [pod(undefined)], taskManagerPods: [pod(200)] },
  ],
  [
    'are younger, but the JobManager has started again in its pod',
    true,
    { jobManagerPods: [pod(100, { restartCount: 1 })], taskManagerPods: [pod(101)] },
  ],
  [
    'are younger than a JobManager that has never started again',
    false,
    { jobManagerPods: [pod(100, { restartCount: 0 })], taskManagerPods: [pod(101)] },
  ],
])('TaskManagers that have not come and %s: ended is %s', (_, want, others) => {
  expect(isEnded(situation(60_000), cluster(missing, others))).toBe(want)
})

const job = (state: string) => ({ id: 'other', state, tasks: {} })

test.each<[string, Partial<JobManagerReady>, Partial<Cluster>]>([
  ['the job is there', { jobs: [{ ...job('RUNNING'), id: 'lost' }] }, {}],
  ['another job is there', { jobs: [job('INITIALIZING')] }, {}],
  ['the job has not been asked for', { details: {} }, {}],
  ['the JobManager does not answer', {}, { answer: { state: 'unreachable', reason: 'refused' } }],
  ['the JobManager is still starting', {}, { answer: { state: 'starting', reason: '503' } }],
  [
    'the JobManager before has not ended',
    {},
    { jobManagerPods: [pod(100), pod(1, {}, { deletionTimestamp: 'x' })] },
  ],
  ['the Deployment is gone', {}, { taskManager: undefined as never }],
])('no TaskManager is ended while %s', (_, answer, others) => {
  expect(isEnded(situation(60_000), cluster({ ...taken, ...answer }, others))).toBe(false)
})

test('a job that has ended there holds no slot, and does not keep the tasks of the lost one', () => {
  expect(isEnded(situation(0), cluster({ ...taken, jobs: [job('FINISHED')] }))).toBe(true)
})

test('with high availability Flink brings the job back to the TaskManagers that it has', () => {
  expect(isEnded(situation(60_000, { 'high-availability.type': 'kubernetes' }), cluster(taken))).toBe(false)
})
