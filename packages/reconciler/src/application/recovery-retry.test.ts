import { expect, test } from 'vitest'
import { play, startStory, type StoryStep } from '../testing/simulation.ts'
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
