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
}

function end(given: Given) {
  const { attempt, state, isInFlight = false, isFirstDeploy = false, isGone = false, outcome } = given
  return endNewJob(
    {
      phase: 'RollingBackJob',
      nowMs: 0,
      phaseSinceMs: 0,
      attempt: { hash: 'new', kind: 'Deploy', submissions: 1, jobId: 'j', ...attempt },
      isFirstDeploy,
      current: { hash: given.sameCluster ? 'new' : 'old' },
      target: {
        hash: 'new',
        isGone,
        jobManager: { metadata: { name: 'new-jm', uid: 'u' } },
        answer: {
          state: 'ready',
          jobs: state === undefined ? [] : [{ id: 'j', state, tasks: {} }],
          details: state === undefined ? { j: 'absent' } : {},
        },
      },
      isInFlight: () => isInFlight,
      outcomeOf: () => outcome && { id: '', atMs: 0, result: outcome },
    } as unknown as Situation,
    1,
  )
}

const clusterGoes = { reason: 'WaitingForClusterToEnd', actions: [{ type: 'deleteObject' }] }

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
  ['nothing, where it was not submitted', { attempt: { submissions: 0 } }, undefined],
  ['nothing, where its cluster is gone', { isGone: true }, undefined],
  ['nothing on a first deploy, whose cluster is kept', { isFirstDeploy: true }, undefined],
  ['nothing on the cluster of the old job', { attempt: { kind: 'Rescale' }, sameCluster: true }, undefined],
  ['nothing in a recovery', { attempt: { kind: 'Recovery' }, sameCluster: true }, undefined],
  [
    'the end of a job that Flink named itself',
    { attempt: { jobId: undefined as never, jobSeen: true }, state: 'RUNNING' },
    { reason: 'WaitingForJobToEnd', actions: [{ type: 'cancelJob', jobId: 'j' }] },
  ],
  [
    'nothing that Flink named itself on the cluster of the old job',
    {
      attempt: { jobId: undefined as never, kind: 'Rescale', jobSeen: true },
      state: 'RUNNING',
      sameCluster: true,
    },
    undefined,
  ],
])('the job that is rolled back: what is waited for is %s', (_, given, want) => {
  const waiting = end(given)
  if (want === undefined) expect(waiting).toBeUndefined()
  else expect(waiting).toMatchObject(want)
})
