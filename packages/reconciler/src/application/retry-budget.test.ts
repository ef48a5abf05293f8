import { expect, test } from 'vitest'
import { deleteObject } from '../testing/kubernetes-model.ts'
import { freshMemory, plan } from '../testing/operator-model.ts'
import { play, type Run, startStory, type StoryStep } from '../testing/simulation.ts'
import { type Conditions } from '../testing/world.ts'
import { type ApplicationSpec } from './application.ts'
import { backOff, isOutOfRetries } from './back-off.ts'
import { decideApplication } from './decide.ts'

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

const slow = { endMs: 45_000 }
const forceCancel = { deleteMode: 'ForceCancel' }

/** Each of these jobs would end by itself, but only after more than half a minute. */
test.each<[string, StoryStep[], string]>([
  [
    'the old job that is cancelled',
    [{ edit: { image: 'app:2', savepointDisabled: true } }, { until: 'Cancelling' }],
    'SubmittingJob',
  ],
  [
    'the old job that goes on after its savepoint',
    [
      { world: { stopFails: true } },
      { edit: { image: 'app:2' } },
      { until: 'Savepointing because WaitingForJobToEnd' },
    ],
    'SubmittingJob',
  ],
  [
    'the old job that has no savepoint',
    [{ world: { savepointFails: true } }, { edit: { image: 'app:2' } }, { until: 'Recovering' }],
    'SubmittingJob',
  ],
  [
    'the new job that is rolled back',
    [{ edit: { programArgs: '--never-runs' } }, { until: 'RollingBackJob' }],
    'DeployFailed because TasksNotRunning',
  ],
  ['a job that is deleted', [{ edit: forceCancel }, { delete: true }, { waitS: 1 }], 'gone'],
])('%s loses its cluster once it could not be told to end too often', (_, steps, next) => {
  const run = goOn(startStory({ story: '', steps: [] }), [
    { until: 'Running' },
    { waitS: 20 },
    ...steps.slice(0, -1),
    { world: slow },
    ...steps.slice(-1),
    { waitS: 1 },
  ])
  spend(run)
  goOn(run, [{ until: next, withinS: 15 }])
})

test('a version that could not be torn down too often loses its cluster', () => {
  const run = goOn(startStory({ story: '', spec: { deploymentMode: 'BlueGreen' }, steps: [] }), [
    { until: 'Running' },
    { edit: { image: 'app:2' } },
    { until: 'DualRunning' },
    { world: slow },
    { happens: 'the version is torn down' },
    { until: 'DualRunning because TearingDown' },
  ])
  spend(run)
  goOn(run, [{ until: 'Running', withinS: 5 }])
})

test('a teardown counts its own failures, and not those of repairs before it', () => {
  const run = goOn(startStory({ story: '', spec: { deploymentMode: 'BlueGreen' }, steps: [] }), [
    { until: 'Running' },
    { edit: { image: 'app:2' } },
    { until: 'DualRunning' },
    { world: { taskManagersRefused: true } },
  ])
  const { world } = run
  const newer = Object.keys(world.deployments).find((name) => name.endsWith('-blue-tm')) ?? ''
  deleteObject(world, { apiVersion: '', kind: 'Deployment', name: newer })
  goOn(run, [{ waitS: 900 }])
  expect(world.app?.status).toMatchObject({ lastSeenError: { method: 'createObject' } })
  expect(isOutOfRetries(world.app?.status ?? {})).toBe(true)

  goOn(run, [
    { world: { cancellationsFail: true } },
    { happens: 'the version is torn down' },
    { until: 'DualRunning because TearingDown' },
    { waitS: 40 },
  ])
  const { retryCount = 0, lastSeenError: error } = world.app?.status ?? {}
  expect([error?.method, retryCount > 1 && retryCount < 15]).toEqual(['cancelJob', true])
  expect(Object.keys(world.deployments).filter((name) => name.endsWith('-green-jm'))).toHaveLength(1)
  goOn(run, [{ world: { cancellationsFail: false } }, { until: 'Running', withinS: 30 }])
})

test.each([
  ['that a repair had before a teardown', 'TearingDown', 0],
  ['of a repair while both versions run on', 'WaitingForTearDown', 1],
])('a failure %s, in %s, counts %d times', (_, what, retryCount) => {
  const { settings } = plan(startStory({ story: '', steps: [] }).world, freshMemory())!.observation
  const since = '2026-01-01T00:00:10Z'
  const atMs = Date.parse(since) - 1
  const outcomes = [{ id: 'createObject/x', atMs, result: { kind: 'unknown', message: '' } as const }]
  const waited = backOff({ waitingFor: { what, since } }, outcomes, settings, atMs + 2, 'seed')
  expect(waited.retryCount).toBe(retryCount)
})

test.each([
  ['a moment ago', -10, true],
  ['just now, by a clock that is a little ahead', 1_000, true],
  ['an hour from now, by a clock that is ahead', 3_600_000, false],
])('a failure that another operator has recorded %s holds up the next try: %d ms, %s', (_, ms, isHeld) => {
  const { settings } = plan(startStory({ story: '', steps: [] }).world, freshMemory())!.observation
  const nowMs = Date.parse('2026-01-01T00:00:10Z')
  const lastErrorUpdateTime = new Date(nowMs + ms).toISOString()
  const status = { retryCount: 1, lastSeenError: { lastErrorUpdateTime } }
  expect(backOff(status, [], settings, nowMs, 'seed').leftMs > 0).toBe(isHeld)
})

test('an old job that was refused too often is not waited for, and its JobManager is not started again', () => {
  const run = goOn(startStory({ story: '', steps: [] }), [
    { until: 'Running' },
    { waitS: 20 },
    { edit: { programArgs: '--fail' } },
    { until: 'SubmittingJob' },
    { world: { submissionsFail: true } },
    { until: 'RollingBackJob because OldJobSubmitted' },
  ])
  spend(run)
  goOn(run, [{ until: 'DeployFailed' }])
  expect(run.world.app?.status?.failed).toMatchObject({
    reason: 'RollbackFailed',
    message: expect.stringMatching(/: 2\d submissions in a row failed: /) as string,
  })
})

test.each([
  ['is still being answered, the failures before it count', ['runJar/j'], 3],
  ['is not there any more, counting begins anew', [], undefined],
])('while a call %s', (_, inFlight, retryCount) => {
  const run = goOn(startStory({ story: '', world: { jobStartMs: 10_000 }, steps: [] }), [
    { until: 'SubmittingJob because JobStarting' },
  ])
  Object.assign(run.world.app!.status!, { retryCount: 3, lastSeenError })
  const { observation } = plan(run.world, freshMemory())!
  expect(decideApplication({ ...observation, inFlight }).status.retryCount).toBe(retryCount)
})

test('a budget that the original operator has spent begins anew', () => {
  const run = goOn(startStory({ story: '', steps: [] }), [
    { until: 'Running' },
    { waitS: 20 },
    { edit: { programArgs: '--fail' } },
    { until: 'RollingBackJob' },
  ])
  spend(run)
  delete run.world.app!.status!.attempt
  goOn(run, [{ until: 'DeployFailed' }])
  expect(run.world.app?.status?.failed?.reason).toBe('FailedBefore')
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
