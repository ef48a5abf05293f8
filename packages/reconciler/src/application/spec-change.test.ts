import { describe, expect, test } from 'vitest'
import { play, type Run, startStory, type Story, type StoryStep } from '../testing/simulation.ts'
import { type ApplicationSpec, type TornDown } from './application.ts'

function told(spec: Partial<ApplicationSpec>, ...steps: StoryStep[]): Run {
  const story: Story = { story: '', spec, steps }
  return play(story, startStory(story))
}

const readyOf = ({ world }: Run) =>
  world.app?.status?.conditions?.find(({ type }) => type === 'Ready')?.status

/** The jobs that have been started so far. */
const started = ({ world }: Run) => world.history.filter((line) => line.startsWith('job '))

describe('a version that was torn down in BlueGreen, while its spec still is asked for', () => {
  const rejected = (...more: StoryStep[]) =>
    told(
      { deploymentMode: 'BlueGreen', parallelism: 4 },
      { until: 'Running' },
      { waitS: 20 },
      { edit: { image: 'app:2', parallelism: 2 } },
      { until: 'DualRunning' },
      { waitS: 10 },
      { happens: 'the new version is torn down' },
      { waitS: 60 },
      ...more,
    )

  test('is held back, and not told as ready', () => {
    const run = rejected()
    expect(run.world.app?.status).toMatchObject({ phase: 'Running', waitingFor: { what: 'DeployHeldBack' } })
    expect(readyOf(run)).toBe('False')
  })

  test('changes nothing of the version that stays', () => {
    const { world } = rejected()
    const [taskManagers] = Object.values(world.deployments).filter(({ metadata }) =>
      metadata.name.endsWith('-tm'),
    )
    expect(taskManagers?.spec?.replicas).toBe(2)
    const jobs = Object.values(world.jobManagers).flatMap(({ jobs }) => Object.values(jobs))
    expect(jobs.map(({ state }) => state)).toEqual(['RUNNING'])
  })

  test('is ready again with the spec of the version that stays', () => {
    expect(readyOf(rejected({ edit: { image: 'app:1', parallelism: 4 } }, { waitS: 60 }))).toBe('True')
  })
})

describe('kubectl apply that takes tearDownVersionHash back after a tear-down', () => {
  /** `kubectl apply` notes in an annotation what it was given, and the deploy hash covers that. */
  const applied = (note: string): StoryStep => ({
    annotate: { 'kubectl.kubernetes.io/last-applied-configuration': note },
  })
  const tornDown = (which: 'the version is torn down' | 'the new version is torn down') =>
    told(
      { deploymentMode: 'BlueGreen' },
      applied('1'),
      { until: 'Running' },
      { waitS: 20 },
      { edit: { image: 'app:2' } },
      applied('2'),
      { until: 'DualRunning' },
      { waitS: 10 },
      { happens: which },
      applied('2, torn down'),
      { until: 'Running' },
      { waitS: 20 },
    )
  const goOn = (run: Run, ...steps: StoryStep[]) =>
    play({ story: '', steps }, Object.assign(run, { step: 0, stepSinceMs: run.world.nowMs }))
  const takenBack: StoryStep[] = [
    { edit: { tearDownVersionHash: '' } },
    applied('2, taken back'),
    { waitS: 60 },
  ]

  test.each(['the new version is torn down', 'the version is torn down'] as const)(
    'deploys nothing again: %s',
    (which) => {
      const run = goOn(tornDown(which), ...takenBack)
      expect(started(run)).toHaveLength(2)
      expect(run.world.app?.status?.phase).toBe('Running')
    },
  )

  test.each([
    ['the new version is torn down', 'False'],
    ['the version is torn down', 'True'],
  ] as const)(
    'tells whether the version that runs is the one that is asked for, when %s: %s',
    (which, isReady) => {
      const run = tornDown(which)
      expect(readyOf(run)).toBe(isReady)
      expect(readyOf(goOn(run, ...takenBack))).toBe(isReady)
    },
  )

  test('deploys what else was edited, and nothing is remembered of the tear-down then', () => {
    const run = goOn(
      tornDown('the new version is torn down'),
      { edit: { tearDownVersionHash: '', image: 'app:3' } },
      applied('3'),
      { until: 'DualRunning' },
    )
    expect(started(run)).toHaveLength(3)
    expect(run.world.app?.status).not.toHaveProperty('tornDown')
  })

  test.each<[string, (tornDown: TornDown) => TornDown | undefined]>([
    ['another operator', () => undefined],
    ['another operator, after one that was recorded', (last) => ({ ...last, hash: 'another' })],
  ])('of %s is told by the hash alone', (_, recorded) => {
    const run = tornDown('the new version is torn down')
    const { tornDown: last, ...status } = run.world.app?.status ?? {}
    const other = recorded(last!)
    run.world.app = { ...run.world.app!, status: { ...status, ...(other && { tornDown: other }) } }
    goOn(run, { waitS: 60 })
    expect(run.world.app.status?.waitingFor?.what).toBe('DeployHeldBack')
    goOn(run, ...takenBack)
    expect(run.world.app.status?.phase).toBe('DualRunning')
  })
})

test('a higher parallelism of a spec that failed is deployed, not given to the cluster of the one that runs', () => {
  const run = told(
    { scaleMode: 'InPlace' },
    { until: 'Running' },
    { waitS: 20 },
    { edit: { image: 'bad:1' } },
    { until: 'DeployFailed' },
    { waitS: 20 },
    { edit: { parallelism: 4 } },
    { waitS: 1 },
    { until: 'DeployFailed' },
  )
  expect(readyOf(run)).toBe('False')
  expect(run.world.app?.status?.operations?.map(({ what }) => what)).not.toContain('Rescale')
})

test('a version that was torn down is held back, and no failure, once forceRollback is taken back', () => {
  const run = told(
    { deploymentMode: 'BlueGreen' },
    { until: 'Running' },
    { waitS: 20 },
    { edit: { image: 'app:2' } },
    { until: 'DualRunning' },
    { waitS: 10 },
    { happens: 'the new version is torn down' },
    { waitS: 60 },
    { edit: { forceRollback: true } },
    { until: 'DeployFailed because ForceRollback' },
    { edit: { forceRollback: false } },
    { waitS: 20 },
  )
  expect(run.world.app?.status).toMatchObject({ phase: 'Running', waitingFor: { what: 'DeployHeldBack' } })
  expect(run.world.app?.status).not.toHaveProperty('failed')
})

test.each(['ClusterStarting', 'Updating'])(
  'a job that has finished is not run again when an edit is taken back in %s',
  (phase) => {
    const run = told(
      { programArgs: '--bounded' },
      { until: 'Running' },
      { waitS: 40 },
      { edit: { image: 'app:2' } },
      { until: phase },
      { edit: { image: 'app:1' } },
      { until: 'Running' },
      { waitS: 60 },
    )
    expect(started(run)).toHaveLength(1)
    expect(readyOf(run)).toBe('True')
  },
)

test('more parallelism is no rescale in place of a cluster that is not there', () => {
  const { world } = told(
    { scaleMode: 'InPlace' },
    { until: 'Running' },
    { waitS: 20 },
    { happens: 'JobManager Deployment is deleted' },
    { happens: 'TaskManager Deployment is deleted' },
    { edit: { parallelism: 4 } },
    { until: 'Running' },
  )
  expect(world.app?.status?.operations?.map(({ what }) => what)).not.toContain('Rescale')
  expect(world.app?.status?.jobStatus?.parallelism).toBe(4)
})

test.each<[string, StoryStep[]]>([
  [
    'while the rollback is under way',
    [{ edit: { forceRollback: true } }, { until: 'RollingBackJob' }, { edit: { forceRollback: false } }],
  ],
  [
    'after the rollback has failed',
    [
      { world: { submissionsFail: true } },
      { edit: { forceRollback: true } },
      { until: 'DeployFailed because RollbackFailed' },
      { world: { submissionsFail: false } },
      { edit: { forceRollback: false } },
    ],
  ],
])('a deploy whose forceRollback is taken back %s goes on', (_, steps) => {
  const before: StoryStep[] = [
    { until: 'Running' },
    { waitS: 20 },
    { edit: { image: 'app:2' } },
    { until: 'SubmittingJob' },
  ]
  const { status } = told({}, ...before, ...steps, { until: 'Running' }).world.app ?? {}
  expect(status?.failed).toBeUndefined()
  expect(status?.jobStatus?.restorePath).toMatch(/savepoint-/)
})
