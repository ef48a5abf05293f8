import { expect, test } from 'vitest'
import { play, startStory, type StoryStep } from '../testing/simulation.ts'
import { type Conditions } from '../testing/world.ts'
import { type ApplicationSpec } from './application.ts'

const dies: StoryStep = { happens: 'JobManager pod dies' }
const newImage = { image: 'app:2' }
const withoutSavepoint = { ...newImage, savepointDisabled: true }
const inPlace = { parallelism: 4, scaleMode: 'InPlace' as const }

/**
 * With high availability: a JobManager answers for a second before it has its jobs back, when the tasks that ran for the one
 * before have ended. The judge demands that no two jobs run at once.
 */
function tell(steps: readonly StoryStep[], conditions: Partial<Conditions> = {}, spec: ApplicationSpec = {}) {
  const world = {
    ...{ highAvailability: true, recoveryMs: 1_000, orphanedMs: 500 },
    // So that an old job is still there, and the old cluster is, too, when it comes back.
    ...{ endMs: 5_000, jobStartMs: 2_000, ...conditions },
  }
  const story = {
    story: '',
    spec: { flinkConfig: { 'high-availability.type': 'kubernetes' }, ...spec },
    world,
    steps: [{ until: 'Running' }, { waitS: 20 }, ...steps],
  }
  const reasons: string[] = []
  const run = play(story, startStory(story), { onPass: ({ decision }) => reasons.push(decision.reason) })
  return { world: run.world, reasons }
}

test.each<[string, StoryStep[], Partial<Conditions>?]>([
  ['an update that cancels it', [{ edit: withoutSavepoint }, { until: 'Cancelling' }, dies]],
  [
    'an update that cancels it, while its cluster starts',
    [{ edit: withoutSavepoint }, { until: 'ClusterStarting' }, dies],
  ],
  [
    'an update whose savepoint is complete',
    [{ edit: newImage }, { until: 'Savepointing because WaitingForJobToEnd' }, dies],
  ],
  [
    'an update whose savepoint fails',
    [{ edit: newImage }, { until: 'Recovering' }, dies],
    { savepointFails: true },
  ],
  ['a scale-up in place', [{ edit: inPlace }, { until: 'Rescaling' }, dies]],
])('a job that Flink brings back late is waited for by %s', (_, steps, conditions) => {
  const { world, reasons } = tell([...steps, { until: 'Running' }, { waitS: 30 }], conditions)
  expect(reasons).toContain('JobLost')
  expect(world.app?.status).toMatchObject({ phase: 'Running', jobStatus: { state: 'RUNNING' } })
})

test('a new job that Flink brings back late is waited for by the rollback', () => {
  const { world, reasons } = tell([
    { edit: { programArgs: '--never-runs' } },
    { until: 'RollingBackJob' },
    dies,
    { until: 'DeployFailed' },
    { waitS: 30 },
  ])
  expect(reasons).toContain('JobLost')
  expect(world.app?.status).toMatchObject({ phase: 'DeployFailed', jobStatus: { state: 'RUNNING' } })
})

test.each<[string, ApplicationSpec, Partial<Conditions>, number]>([
  ['ends with a savepoint', {}, { savepointMs: 5_000 }, 1],
  ['is cancelled', { deleteMode: 'ForceCancel' }, {}, 0],
])(
  'a job that Flink brings back late is waited for by a deletion, and %s',
  (_, spec, conditions, savepoints) => {
    const steps = [{ delete: true } as const, { until: 'Deleting' }, dies, { until: 'gone' }]
    const { world, reasons } = tell(steps, conditions, spec)
    expect(reasons).toContain('JobLost')
    expect(Object.values(world.storage).filter(({ isSavepoint }) => isSavepoint)).toHaveLength(savepoints)
  },
)

test.each<[string, StoryStep[], string, string, number?]>([
  ['an update without a savepoint', [{ edit: withoutSavepoint }], 'Cancelling', 'SubmittingJob'],
  ['an update, whichever phases that takes', [{ edit: newImage }], 'Savepointing', 'SubmittingJob'],
  ['a deletion', [{ delete: true }], 'Deleting', 'gone'],
  ['a job that runs, which has been waited for for two minutes', [], 'Running', 'SubmittingJob', 119],
])(
  'a job that does not come back is waited for for ten seconds, and no longer, by %s',
  (_, begin, phase, next, waitS = 9) => {
    const lost = { until: `${phase} because JobLost` }
    const steps = [...begin, { until: phase }, dies, lost, { waitS }, lost, { until: next, withinS: 3 }]
    const { world } = tell(steps, { recoveryMs: 600_000, savepointMs: 5_000 })
    expect(world.app?.status?.phase).toBe(next === 'gone' ? undefined : next)
  },
)
