import { expect, test } from 'vitest'
import { type Attempt } from '../application.ts'
import { toInstant } from '../instant.ts'
import { type Job } from '../job.ts'
import { type Situation } from '../situation.ts'
import { awaitLook, giveUp } from './give-up-old-job.ts'

interface Given {
  rollback?: Partial<NonNullable<Attempt['rollback']>>
  jobManagers?: number
  isHighlyAvailable?: boolean
  nowMs?: number
  /** For how long the next JobManager has not known the old job. */
  lostMs?: number
}

function situation({
  rollback,
  jobManagers = 0,
  isHighlyAvailable = true,
  nowMs = 60_000,
  lostMs,
}: Given): Situation {
  const value = isHighlyAvailable ? 'high-availability.type: kubernetes\n' : ''
  const env = [{ name: 'FLINK_PROPERTIES', value }]
  const template = { spec: { containers: [{ env }] } }
  return {
    phase: 'RollingBackJob',
    nowMs,
    phaseSinceMs: nowMs,
    spec: {},
    settings: { maxErrDurationMs: 300_000 },
    status: {
      savepointPath: 's3://s',
      jobStatus: { jobID: 'before', jarName: 'a.jar' },
      ...(lostMs !== undefined && { waitingFor: { what: 'JobLost', since: toInstant(nowMs - lostMs) } }),
    },
    attempt: {
      hash: 'new',
      kind: 'Deploy',
      rollback: { reason: 'MainFailed', message: 'it threw', ...rollback },
    },
    current: {
      hash: 'old',
      jobManager: {
        metadata: { name: 'old-jm', uid: 'u' },
        spec: { replicas: jobManagers, template },
      },
      jobManagerPods: [],
      taskManagerPods: [],
      answer:
        lostMs === undefined
          ? { state: 'unreachable', reason: 'refused' }
          : { state: 'ready', jobs: [], details: { j: 'absent' } },
    },
  } as unknown as Situation
}

const failed = {
  phase: 'DeployFailed',
  reason: 'RollbackFailed',
  message: expect.stringMatching(/^it threw\. Failed to rollback .*: why$/) as string,
  status: { savepointPath: 's3://s', jobStatus: { jobID: '', jarName: 'a.jar' } },
}
const scaled = (replicas: number) => [
  {
    type: 'patchObject',
    target: { name: 'old-jm' },
    patch: [{}, { path: '/spec/replicas', value: replicas }],
  },
]

test('a rollback is given up at once where the old job has not been asked for', () => {
  expect(giveUp(situation({ jobManagers: 1 }), 'why')).toMatchObject(failed)
})

test('a rollback is given up only once no program can submit the old job any more', () => {
  expect(giveUp(situation({ rollback: { jobId: 'j' }, jobManagers: 1 }), 'why')).toMatchObject({
    reason: 'WaitingForClusterToEnd',
    status: { attempt: { rollback: { reason: 'MainFailed', jobId: 'j', givenUp: 'why' } } },
    actions: scaled(0),
  })
  expect(giveUp(situation({ rollback: { jobId: 'j' }, isHighlyAvailable: false }), 'why')).toMatchObject(
    failed,
  )
})

test('with high availability the next JobManager has to show first that the old job was not submitted', () => {
  expect(giveUp(situation({ rollback: { jobId: 'j' } }), 'why')).toMatchObject({
    phase: 'stay',
    reason: 'OldClusterNotReady',
    message:
      'The JobManager of cluster old is started again, since Flink may bring back the job of the program that was ended with it',
    status: { attempt: { rollback: { jobId: 'j', lookedForAt: '1970-01-01T00:01:00.000Z' } } },
    actions: scaled(1),
  })
})

const looking = { jobId: 'j', lookedForAt: '1970-01-01T00:00:30.000Z' }
const unknown: Job = { presence: 'unknown', reason: 'refused' }

test('the rollback has failed once the next JobManager has not known the old job for ten seconds', () => {
  const look = (lostMs: number) =>
    awaitLook(situation({ rollback: looking, jobManagers: 1, lostMs }), { presence: 'absent' }, undefined)
  expect(look(9_999)).toMatchObject({
    phase: 'stay',
    reason: 'JobLost',
    message: 'Whether Flink has brought the old job back cannot be told yet',
  })
  expect(look(10_000)).toMatchObject({
    ...failed,
    message: expect.stringMatching(/: its submission was not answered$/) as string,
  })
})

test('a JobManager that was to be started again is, and its answer is waited for', () => {
  expect(awaitLook(situation({ rollback: looking }), unknown, undefined)).toMatchObject({
    reason: 'OldClusterNotReady',
    message: 'Whether Flink has brought the old job back cannot be told yet',
    actions: scaled(1),
  })
  const late = situation({ rollback: looking, jobManagers: 1, nowMs: 329_999 })
  expect(awaitLook(late, unknown, undefined)).toMatchObject({ phase: 'stay', actions: [] })
})

test('a cluster that does not tell in time whether it has the old job is deleted', () => {
  expect(awaitLook(situation({ rollback: looking, nowMs: 330_000 }), unknown, undefined)).toMatchObject({
    message: expect.stringMatching(/; its cluster is being deleted$/) as string,
    actions: [{ type: 'deleteObject', target: { name: 'old-jm' } }],
  })
})
