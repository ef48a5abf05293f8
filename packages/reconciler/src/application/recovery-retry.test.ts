import { expect, test } from 'vitest'
import { play, startStory, type Story, type StoryStep } from '../testing/simulation.ts'
import { type Attempt } from './application.ts'
import { type Reason } from './reasons.ts'
import { mayRecoverLater, pauseMs } from './recovery-retry.ts'

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
