import { expect, test } from 'vitest'
import { type Attempt } from '../application.ts'
import { type Job } from '../job.ts'
import { type Situation } from '../situation.ts'
import { type Choice } from '../../restore-point/choose-restore-point.ts'
import { play, startStory, type Story } from '../../testing/simulation.ts'
import { startFrom } from './start-from.ts'

const found: Choice = { found: true, point: { path: 's3://found', kind: 'Checkpoint' } }
const nothingToLose: Choice = { found: false, nothingToLose: true }
const lost: Choice = { found: false, nothingToLose: false, why: 'it is too old' }
const running = { presence: 'present', state: 'RUNNING', details: {} } as unknown as Job
const unread = { presence: 'present', state: 'RUNNING' } as unknown as Job
const gone: Job = { presence: 'absent' }
const silent: Job = { presence: 'unknown', reason: 'it is silent' }
const isLast = { checkpoints: { latestCompleted: { id: 1, path: 's3://tried' } } }
const isRestored = { presence: 'present', state: 'RUNNING', details: isLast } as unknown as Job
const hasFailed = { presence: 'present', state: 'FAILED', isTerminal: true }
const failedThere = { ...hasFailed, details: isLast } as unknown as Job
const failedLater = {
  ...hasFailed,
  details: { checkpoints: { latestCompleted: { id: 2, path: 's3://later' } } },
} as unknown as Job

interface Given {
  attempt?: Partial<Attempt>
  job?: Job
  jobID?: string
  savepointPath?: string
  /** In BlueGreen, of the last try to start a lost job. */
  recoverFrom?: string
  fallbackWithoutState?: boolean
  /** What the last deploy failed for. */
  failure?: string
}

function given({
  attempt = {},
  job = running,
  jobID = 'a',
  savepointPath,
  recoverFrom,
  fallbackWithoutState,
  failure,
}: Given): Situation {
  return {
    phase: 'Recovering',
    attempt,
    status: {
      savepointPath,
      ...(recoverFrom !== undefined && { deployed: { recoverFrom } }),
      ...(failure !== undefined && { failed: { message: failure } }),
    },
    spec: { fallbackWithoutState },
    currentJob: job,
    currentJobStatus: { jobID },
  } as unknown as Situation
}

const isMissing = 'Cannot find checkpoint or savepoint file/directory'
const told = { stopRequested: true, restorePath: 's3://told' }

test.each<[string, Given, Choice, object | undefined]>([
  ['the snapshot that was found', {}, found, { restorePath: 's3://found' }],
  [
    'the savepoint that the last job ended with, where none is left',
    { jobID: '', savepointPath: 's3://saved' },
    found,
    { restorePath: 's3://saved' },
  ],
  [
    'not that savepoint while a job is recorded',
    { savepointPath: 's3://saved' },
    found,
    { restorePath: 's3://found' },
  ],
  [
    'what was found, where no job and no savepoint is recorded',
    { jobID: '' },
    found,
    { restorePath: 's3://found' },
  ],
  [
    'what the job was told to end for, once it is gone',
    { attempt: told, job: gone },
    found,
    { restorePath: 's3://told' },
  ],
  [
    'the same, when it is not read any more',
    { attempt: told, job: unread },
    found,
    { restorePath: 's3://told' },
  ],
  ['a newer one, when it is read', { attempt: told }, found, { restorePath: 's3://found' }],
  [
    'what it was told to end for, when none is found any more',
    { attempt: told },
    lost,
    { restorePath: 's3://told' },
  ],
  [
    'the same, with the reason that it had',
    { attempt: { ...told, restorePath: '', restoreReason: 'because' } },
    lost,
    { restorePath: '', restoreReason: 'because' },
  ],
  [
    'not what it was not told to end for',
    { attempt: { restorePath: 's3://told' }, job: gone },
    lost,
    undefined,
  ],
  ['nothing that was not recorded', { attempt: { stopRequested: true }, job: gone }, lost, undefined],
  [
    'nothing, where there is nothing to lose',
    {},
    nothingToLose,
    { restorePath: '', restoreReason: 'the job has never made a snapshot' },
  ],
  [
    'nothing, where the spec permits it',
    { fallbackWithoutState: true },
    lost,
    { restorePath: '', restoreReason: 'fallbackWithoutState is set and it is too old' },
  ],
  [
    'nothing, where the spec permits it and the savepoint that the last job ended with is gone',
    {
      jobID: '',
      savepointPath: 'file:///s',
      fallbackWithoutState: true,
      failure: `${isMissing} 'file:/s' on file system`,
    },
    found,
    { restorePath: '', restoreReason: 'fallbackWithoutState is set and file:///s is gone' },
  ],
  [
    'that savepoint, where the spec does not permit to go without',
    { jobID: '', savepointPath: 'file:///s', failure: `${isMissing} 'file:/s' on file system` },
    found,
    { restorePath: 'file:///s' },
  ],
  [
    'that savepoint, where another one was gone',
    {
      jobID: '',
      savepointPath: 'file:///t',
      fallbackWithoutState: true,
      failure: `${isMissing} 'file:/s' on file system`,
    },
    found,
    { restorePath: 'file:///t' },
  ],
  [
    'that savepoint, where Flink found it and could not read it',
    {
      jobID: '',
      savepointPath: 'file:///s',
      fallbackWithoutState: true,
      failure: 'Failed to rollback to file:/s',
    },
    found,
    { restorePath: 'file:///s' },
  ],
  [
    'what the last try to start it in BlueGreen went on from, however old that is by now',
    { recoverFrom: 's3://tried', job: gone },
    lost,
    { restorePath: 's3://tried' },
  ],
  [
    'the same, where its JobManager does not answer',
    { recoverFrom: 's3://tried', job: silent },
    lost,
    { restorePath: 's3://tried' },
  ],
  [
    'the same, where the job had failed with it',
    { recoverFrom: 's3://tried', job: failedThere },
    lost,
    { restorePath: 's3://tried' },
  ],
  [
    'not that one, where it has ended and Flink tells of none',
    { recoverFrom: 's3://tried', job: { ...hasFailed, details: {} } as unknown as Job },
    lost,
    undefined,
  ],
  [
    'not that one, where it has ended and cannot be read',
    { recoverFrom: 's3://tried', job: hasFailed as unknown as Job },
    lost,
    undefined,
  ],
  [
    'not that one, where the job had made a newer',
    { recoverFrom: 's3://tried', job: failedLater },
    lost,
    undefined,
  ],
  [
    'not that one, where the job has come back, and runs',
    { recoverFrom: 's3://tried', job: isRestored },
    lost,
    undefined,
  ],
  [
    'nothing, where the spec permits it and that one is gone',
    {
      recoverFrom: 'file:///s',
      job: gone,
      fallbackWithoutState: true,
      failure: `${isMissing} 'file:/s' on file system`,
    },
    found,
    { restorePath: '', restoreReason: 'fallbackWithoutState is set and file:///s is gone' },
  ],
  ['nowhere else', {}, lost, undefined],
])('the new job starts from %s', (_, situation, choice, start) => {
  expect(startFrom(given(situation), choice)).toEqual(start)
})

test.each([
  ['Running', {}, {}],
  ['Running', {}, { restartNonce: 'again' }],
  ['Running', { deploymentMode: 'BlueGreen' }, {}],
  ['DualRunning', { deploymentMode: 'BlueGreen' }, { restartNonce: 'again' }],
])(
  'a checkpoint that is gone with its job is gone without once the spec permits it (%s, %j, %j)',
  (end, spec, edit) => {
    const story: Story = {
      story: '',
      spec,
      steps: [
        { until: 'Running' },
        { waitS: 20 },
        { happens: 'a checkpoint completes' },
        { happens: 'JobManager pod dies' },
        { until: 'DeployFailed' },
        { waitS: 5 },
        { edit: { fallbackWithoutState: true, ...edit } },
        { until: end },
      ],
    }
    const { world } = play(story, startStory(story))
    expect(world.history.at(-1)).toMatch(/^job .* from nothing$/)
  },
)
