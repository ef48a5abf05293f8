import { expect, test } from 'vitest'
import { play, type Run, startStory, type StoryStep } from '../testing/simulation.ts'
import { type Conditions } from '../testing/world.ts'
import { type ApplicationSpec } from './application.ts'
import { isOutOfRetries } from './back-off.ts'

const lastSeenError = { appError: 'Could not upload' }

test.each([
  [20, lastSeenError, false],
  [21, lastSeenError, true],
  [21, undefined, false],
  [undefined, lastSeenError, false],
])('after %s failures in a row with %j the budget is spent: %s', (retryCount, error, isSpent) => {
  const status = {
    ...(retryCount !== undefined && { retryCount }),
    ...(error !== undefined && { lastSeenError: error }),
  }
  expect(isOutOfRetries(status)).toBe(isSpent)
})

/** Each of these waits would go on for more than half a minute. */
test.each<[string, Partial<Conditions>, Partial<ApplicationSpec>, string, string]>([
  ['a submission', { submissionsFail: true }, { image: 'app:2' }, 'SubmittingJob', 'RollingBackJob'],
  [
    'the creation of objects',
    { taskManagersRefused: true },
    { image: 'app:2' },
    'ClusterStarting',
    'DeployFailed',
  ],
  ['a rescale', { noRoom: true }, { parallelism: 4 }, 'Rescaling', 'DeployFailed'],
])('%s that failed too often ends its phase before the time is up', (_, conditions, edit, phase, next) => {
  const run = goOn(startStory({ story: '', spec: { scaleMode: 'InPlace' }, steps: [] }), [
    { until: 'Running' },
    { waitS: 20 },
    { world: conditions },
    { edit },
    { until: phase },
    { waitS: 1 },
  ])
  spend(run)
  goOn(run, [{ until: next, withinS: 5 }])
})

test('a submission that failed too often says how often and why', () => {
  const run = goOn(startStory({ story: '', world: { submissionsFail: true }, steps: [] }), [
    { until: 'SubmittingJob' },
    { waitS: 1 },
  ])
  spend(run)
  goOn(run, [{ until: 'DeployFailed', withinS: 5 }])
  expect(run.world.app?.status?.failed).toMatchObject({
    reason: 'SubmissionRefused',
    message: '21 submissions in a row failed: Could not upload',
  })
})

test('a savepoint that could not be asked for too often gives way to a checkpoint', () => {
  const run = goOn(startStory({ story: '', steps: [] }), [
    { until: 'Running' },
    { waitS: 20 },
    { edit: { image: 'app:2' } },
    { until: 'Savepointing' },
  ])
  for (const process of Object.values(run.world.jobManagers)) process.triggers = {}
  spend(run)
  goOn(run, [{ until: 'Recovering because SavepointFailed', withinS: 5 }, { until: 'Running' }])
})

/** The last of the failures is long past, so nothing waits for the pause after it. */
function spend({ world: { app, nowMs } }: Run): void {
  if (app?.status === undefined) throw new Error('The application is gone.')
  const lastErrorUpdateTime = new Date(nowMs - 60_000).toISOString()
  Object.assign(app.status, { retryCount: 21, lastSeenError: { ...lastSeenError, lastErrorUpdateTime } })
}

function goOn(run: Run, steps: StoryStep[]): Run {
  return play(
    { story: '', steps },
    Object.assign(run, { step: 0, stepSinceMs: run.world.nowMs, wakeAtMs: run.world.nowMs }),
  )
}
