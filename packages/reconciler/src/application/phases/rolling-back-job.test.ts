import { expect, test } from 'vitest'
import { type ApplicationStatus, type Attempt } from '../application.ts'
import { hashLabel, typeLabel } from '../cluster.ts'
import { toInstant } from '../instant.ts'
import { type Situation } from '../situation.ts'
import { rollingBackJob } from './rolling-back-job.ts'

interface Given {
  kind: Attempt['kind']
  blueGreen?: boolean
  /** The job that the old cluster was given again. */
  oldJobId?: string
  submissions?: number
}

const failed = (id: string) => ({ id, state: 'FAILED', tasks: {} })
const answer = { state: 'ready', jobs: [failed('j'), failed('o')], details: {} }
/** Of the deployed version, and taken away. */
const taskManager = {
  metadata: {
    name: 'tm',
    labels: { [hashLabel]: 'old', [typeLabel]: 'taskmanager' },
    ownerReferences: [{ uid: 'u' }],
  },
  spec: { replicas: 0 },
}

/** The attempt's job was seen to run and has failed. Without a deployed version it is the first deploy. */
function end({ kind, blueGreen = false, oldJobId, submissions = 1 }: Given, status: ApplicationStatus) {
  return rollingBackJob({
    phase: 'RollingBackJob',
    nowMs: 0,
    phaseSinceMs: 0,
    settings: { maxErrDurationMs: 300_000 },
    spec: {},
    status: { ...(blueGreen && { deploymentMode: 'BlueGreen' }), ...status },
    wanted: { hash: 'new', inputs: 'i', generation: 1 },
    attempt: {
      ...{ hash: 'new', inputs: 'i', number: 1, kind, submissions, jobId: 'j', jobSeen: true },
      restorePath: 's3://r',
      rollback: { reason: 'JobFailed', message: 'it failed', ...(oldJobId && { jobId: oldJobId }) },
    },
    blueGreen,
    isFirstDeploy: !status.deployHash,
    current: { hash: status.deployHash ?? '', answer, jobManagerPods: [], taskManagerPods: [] },
    currentJobStatus: {},
    app: { metadata: { uid: 'u' } },
    objects: { deployments: [taskManager] },
    target: {
      hash: 'new',
      taskManagerPods: [],
      answer,
    },
    isInFlight: () => false,
    outcomeOf: () => undefined,
  } as unknown as Situation)
}

const jobStatus = { jobID: 'j', state: 'FAILED' }

test('a job that came to nothing when it was started again has no state: the next try starts where this one did', () => {
  const ended = end({ kind: 'Recovery' }, { deployHash: 'new', jobStatus, savepointPath: 's3://s' })
  expect(ended).toMatchObject({ phase: 'DeployFailed', reason: 'JobFailed' })
  expect(ended.status).toMatchObject({ jobStatus: { jobID: '', state: 'FAILED' } })
  expect(ended.status).not.toHaveProperty('savepointPath')
})

test("a first deploy that came to nothing leaves its job's id to be read", () => {
  const ended = end({ kind: 'Deploy' }, { jobStatus })
  expect(ended).toMatchObject({ phase: 'DeployFailed', reason: 'JobFailed' })
  expect(ended.status).not.toHaveProperty('jobStatus')
})

test.each<Attempt['kind']>(['Deploy', 'Recovery'])(
  'in BlueGreen a %s that came to nothing says nothing of the job beside it, nor to the next version',
  (kind) => {
    const ended = end({ kind, blueGreen: true }, { deployHash: 'old', jobStatus, savepointPath: 's3://s' })
    expect(ended).toMatchObject({ phase: 'DeployFailed', reason: 'JobFailed' })
    expect(ended.status).not.toHaveProperty('jobStatus')
    expect(ended.status).toHaveProperty('savepointPath', undefined)
    expect(ended.status?.deployed?.recoverFrom).toBe(kind === 'Recovery' ? 's3://r' : undefined)
  },
)

test('that the new job does not come back is recorded, so that it is not waited for again before the old job starts', () => {
  const waitingFor = { what: 'JobLost', since: toInstant(0) }
  const ended = end({ kind: 'Rescale' }, { deployHash: 'old', waitingFor })
  expect(ended).toMatchObject({
    phase: 'stay',
    reason: 'JobLost',
    message: 'Job j does not come back',
    status: { attempt: { jobId: 'j', submissions: 0 } },
    requeueAfterMs: 0,
  })
  const next = end({ kind: 'Rescale', submissions: 0 }, { deployHash: 'old', waitingFor })
  expect(next.reason).toBe('RescaleBeingUndone')
  expect(end({ kind: 'Rescale', oldJobId: 'o' }, { deployHash: 'old', waitingFor }).phase).toBe(
    'DeployFailed',
  )
})

test('a rescale that was not taken back before is taken back before the old job starts', () => {
  const deployed = { generation: 1, inputs: 'i', content: '', labelledAs: 'other' }
  expect(end({ kind: 'Deploy' }, { deployHash: 'old', deployed }).reason).toBe('RescaleBeingUndone')
})

test.each<[string, string | undefined, object]>([
  ['given back their number before it is started', undefined, { reason: 'RescaleBeingUndone' }],
  ['left as they are once it was started', 'o', { phase: 'DeployFailed', reason: 'RollbackFailed' }],
])("the old job's TaskManagers are %s", (_, oldJobId, decision) => {
  expect(end({ kind: 'Rescale', ...(oldJobId && { oldJobId }) }, { deployHash: 'old' })).toMatchObject(
    decision,
  )
})
