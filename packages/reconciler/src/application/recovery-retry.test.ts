import { expect, test } from 'vitest'
import { play, startStory, type Story, type StoryStep } from '../testing/simulation.ts'
import { type ApplicationStatus, type Attempt } from './application.ts'
import { withoutOutdated } from './deployed.ts'
import { type Job } from './job.ts'
import { type Reason } from './reasons.ts'
import { mayRecoverLater, pauseMs } from './recovery-retry.ts'
import { type Situation } from './situation.ts'

const attempt = { submissions: 1 } as Attempt

test.each<[Reason, boolean]>([
  ['SubmissionTimedOut', true],
  ['TasksNotRunning', true],
  ['MainFailed', true],
  ['RestorePointMissing', true],
  ['JarMissing', false],
  ['StateIncompatible', false],
])('a recovery that ended with %s is tried again by itself: %s', (reason, isTriedAgain) => {
  expect(mayRecoverLater(attempt, reason)).toBe(isTriedAgain)
})

test('a recovery that found nothing to start from is not tried again by itself', () => {
  expect(mayRecoverLater({ ...attempt, submissions: 0 }, 'RestorePointMissing')).toBe(false)
})

test('the pauses double up to half an hour', () => {
  const minutes = [1, 2, 3, 4, 5, 6, 100].map((failures) => pauseMs(failures) / 60_000)
  expect(minutes).toEqual([1, 2, 4, 8, 16, 30, 30])
})

test.each<[string, Story, object]>([
  [
    'the failure of the spec that is held back, once the job runs again',
    {
      story: '',
      steps: [
        { until: 'Running' },
        { waitS: 30 },
        { edit: { programArgs: '--throw' } },
        { until: 'DeployFailed because MainFailed' },
      ],
    },
    { phase: 'DeployFailed', waitingFor: { what: 'MainFailed' }, failed: { reason: 'MainFailed' } },
  ],
  [
    'that a version was torn down',
    {
      story: '',
      spec: { deploymentMode: 'BlueGreen' },
      steps: [
        { until: 'Running' },
        { waitS: 30 },
        { edit: { image: 'app:2' } },
        { until: 'DualRunning' },
        { happens: 'the new version is torn down' },
        { waitS: 60 },
      ],
    },
    { phase: 'Running', waitingFor: { what: 'DeployHeldBack' } },
  ],
])('a recovery that fails once and then succeeds leaves told %s', (_, story, status) => {
  const steps: StoryStep[] = [
    ...story.steps,
    { world: { submissionsFail: true } },
    { happens: 'JobManager pod dies' },
    { until: 'DeployFailed because SubmissionTimedOut' },
    { world: { submissionsFail: false } },
    { waitS: 200 },
  ]
  const { world } = play({ ...story, steps }, startStory({ ...story, steps }))
  expect(world.app?.status).toMatchObject(status)
  expect(JSON.stringify(world.app?.status?.conditions)).not.toContain('tried again')
})

test('a lost job is started again though forceRollback is set: that is what it asks for', () => {
  const steps: StoryStep[] = [
    { until: 'Running' },
    { waitS: 30 },
    { world: { noRoom: true } },
    { edit: { image: 'app:2' } },
    { until: 'ClusterStarting' },
    { edit: { forceRollback: true } },
    { until: 'DeployFailed' },
    { happens: 'there is room again' },
    { happens: 'JobManager pod dies' },
    { waitS: 600 },
  ]
  const { world } = play({ story: '', steps }, startStory({ story: '', steps }))
  const { status } = world.app ?? {}
  expect(status).toMatchObject({ deployed: { recoveries: 1 }, jobStatus: { state: 'RUNNING' } })
})

/** Its storage is away for longer than the age up to which a checkpoint may be used. */
const storageIsAway: StoryStep[] = [
  { until: 'Running' },
  { waitS: 30 },
  { world: { submissionsFail: true } },
  { happens: 'JobManager pod dies' },
  { waitS: 4_200 },
  { world: { submissionsFail: false } },
]

function after(deploymentMode: string, steps: StoryStep[]) {
  const story = { story: '', spec: { deploymentMode }, steps: [...storageIsAway, ...steps] }
  const { world } = play(story, startStory(story))
  const { operations = [], deployed } = world.app?.status ?? {}
  return { restoredFrom: operations.map((each) => each.restoredFrom), deployed, last: operations.at(-1) }
}

test.each(['Dual', 'BlueGreen'])(
  'each try goes on from the same snapshot, however long the storage was away (%s)',
  (mode) => {
    const { restoredFrom, deployed, last } = after(mode, [{ until: 'Running', withinS: 1_900 }])
    expect(last).toMatchObject({ what: 'Recovery', outcome: 'Succeeded' })
    const [first, ...tries] = restoredFrom
    expect(first).toBeUndefined()
    expect(tries).toHaveLength(8)
    expect(new Set(tries).size).toBe(1)
    expect(deployed).toMatchObject({ recoveries: 1 })
    expect(deployed).not.toHaveProperty('recoverFrom')
  },
)

test.each([
  ['Dual', 'Running'],
  ['BlueGreen', 'DualRunning'],
])('so does an edit that is deployed instead (%s)', (mode, end) => {
  const { restoredFrom, deployed, last } = after(mode, [{ edit: { image: 'app:2' } }, { until: end }])
  expect(last).toMatchObject({ what: 'Deploy', outcome: 'Succeeded' })
  expect(new Set(restoredFrom.slice(1)).size).toBe(1)
  expect(deployed).not.toHaveProperty('recoverFrom')
})

test('in BlueGreen the next version of a job that was started again after all takes a savepoint of it', () => {
  const { last } = after('BlueGreen', [
    { until: 'Running', withinS: 1_900 },
    { waitS: 30 },
    { edit: { image: 'app:2' } },
    { until: 'DualRunning' },
  ])
  expect(last?.restoredFrom).toMatch(/savepoint/)
})

test('a lost job that Flink brings back after all is not started from an older snapshot when it is lost again', () => {
  const job = { presence: 'present', isTerminal: false } as Job
  const status = { deployed: { unrecoverable: 'i', recoverFrom: 's3://old' } } as ApplicationStatus
  const after = (currentJob: Job) => withoutOutdated({ currentJob } as Situation, status).deployed
  expect(after(job)).toEqual({ unrecoverable: 'i' })
  expect(after({ ...job, isTerminal: true } as Job)).toBe(status.deployed)
  expect(after({ presence: 'absent' })).toBe(status.deployed)
})
