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

interface Given {
  attempt?: Partial<Attempt>
  job?: Job
  jobID?: string
  savepointPath?: string
  fallbackWithoutState?: boolean
  /** What the last deploy failed for. */
  failure?: string
}

function given({
  attempt = {},
  job = running,
  jobID = 'a',
  savepointPath,
  fallbackWithoutState,
  failure,
}: Given): Situation {
  return {
    phase: 'Recovering',
    attempt,
    status: { savepointPath, ...(failure !== undefined && { failed: { message: failure } }) },
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
  ['nowhere else', {}, lost, undefined],
])('the new job starts from %s', (_, situation, choice, start) => {
  expect(startFrom(given(situation), choice)).toEqual(start)
})

test.each([{}, { restartNonce: 'again' }])(
  'a checkpoint that is gone with its job is gone without once the spec permits it (%j)',
  (edit) => {
    const story: Story = {
      story: '',
      steps: [
        { until: 'Running' },
        { waitS: 20 },
        { happens: 'a checkpoint completes' },
        { happens: 'JobManager pod dies' },
        { until: 'DeployFailed' },
        { waitS: 5 },
        { edit: { fallbackWithoutState: true, ...edit } },
        { until: 'Running' },
      ],
    }
    const { world } = play(story, startStory(story))
    expect(world.history.at(-1)).toMatch(/^job .* from nothing$/)
  },
)
