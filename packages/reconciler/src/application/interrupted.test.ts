import { describe, expect, test } from 'vitest'
import { advance } from '../testing/advance.ts'
import { explore } from '../testing/explore.ts'
import { originalFields } from '../testing/faults.ts'
import { killJobManager } from '../testing/flink-model.ts'
import { deleteObject } from '../testing/kubernetes-model.ts'
import { freshMemory } from '../testing/operator-model.ts'
import { editSpec, play, startStory, type Story, type StoryStep } from '../testing/simulation.ts'
import { readStories } from '../testing/stories.ts'
import { type ApplicationStatus } from './application.ts'

const update: Story = {
  story: 'An update',
  steps: [{ until: 'Running' }, { waitS: 20 }, { edit: { image: 'app:2' } }, { until: 'Running' }],
}

/** A first deploy, up to the start of its job's tasks. */
const withHighAvailability: Story = {
  story: 'A first deploy with high availability',
  spec: { flinkConfig: { 'high-availability.type': 'kubernetes' } },
  world: { highAvailability: true, jobStartMs: 2_000, recoveryMs: 700 },
  steps: [{ until: 'SubmittingJob because JobStarting' }],
}

test('the time in which no operator was there counts against no limit', () => {
  expect(explore(update, ['the operator is away for long before it']).violations).toEqual([])
})

test('a request to end TaskManagers that arrives late does not end those of the next job', () => {
  const [, story] = readStories().find(([name]) => name === 'job-manager-dies') ?? []
  expect(explore(story ?? update, ['it arrives late']).violations).toEqual([])
})

test('TaskManagers that are gone while the job starts are made again', () => {
  const story: Story = {
    story: 'Their Deployment is deleted',
    steps: [
      { until: 'SubmittingJob' },
      { happens: 'TaskManager Deployment is deleted' },
      { until: 'Running', withinS: 30 },
    ],
  }
  const { world } = play(story, startStory({ ...story, world: { jobStartMs: 5_000 } }))
  expect(Object.keys(world.deployments).filter((name) => name.endsWith('-tm'))).toHaveLength(1)
})

test.each([
  ['as it was', {}],
  ['with another spec', { image: 'app:2' }],
  ['with what was refused before', { image: 'app:2' }, true],
])(
  'a rescale that the original hands back %s goes on from the savepoint that was asked for',
  (_, edit, failed = false) => {
    const spec = { scaleMode: 'InPlace' as const }
    const story: Story = {
      story: 'A rescale',
      spec,
      steps: [
        { until: 'Running' },
        { waitS: 20 },
        { edit: { parallelism: 4 } },
        { until: 'Savepointing because SavepointInProgress' },
      ],
    }
    const run = play(story, startStory(story))
    const { world } = run
    const { attempt, ...status } = world.app?.status ?? {}
    const failedDeployHash = failed ? attempt?.hash : undefined
    world.app = {
      ...world.app!,
      status: { ...originalFields(status), ...(failedDeployHash && { failedDeployHash }) },
    }
    editSpec(world, edit)
    run.memory = freshMemory()
    const asked = new Set<string>()
    play({ ...story, steps: [{ until: 'SubmittingJob' }] }, Object.assign(run, { step: 0 }), {
      onPass: ({ effects }) => {
        for (const effect of effects)
          if (effect.type === 'act') asked.add(effect.action.id.split('/')[0] ?? '')
      },
    })
    expect(world.app.status?.attempt?.restorePath).toMatch(/savepoint-/)
    expect([...asked]).not.toContain('savepoint')
  },
)

test('a lost job that was being started again as the original took over is found, though the spec was edited meanwhile', () => {
  const story: Story = {
    story: 'A recovery',
    world: { jobStartMs: 2_000 },
    steps: [
      { until: 'Running' },
      { waitS: 20 },
      { happens: 'JobManager pod dies' },
      { until: 'SubmittingJob because JobStarting' },
    ],
  }
  const run = play(story, startStory(story))
  const { world } = run
  const { deployHash, jobStatus } = world.app?.status ?? {}
  world.app = { ...world.app!, status: originalFields(world.app?.status ?? {}) }
  editSpec(world, { image: 'app:2', programArgs: '--run --newer' })
  run.memory = freshMemory()
  play({ ...story, steps: [{ until: 'Updating' }] }, Object.assign(run, { step: 0 }))
  expect(world.app.status).toMatchObject({ deployHash, jobStatus: { jobID: jobStatus?.jobID } })
  play({ ...story, steps: [{ until: 'Running' }] }, Object.assign(run, { step: 0 }))
  expect(world.app.status?.jobStatus?.restorePath).toMatch(/savepoint-/)
})

test('a job that ran before its cluster was gone comes back by high availability, and no other is started', () => {
  const story = withHighAvailability
  const run = play(story, startStory(story))
  const { world } = run
  for (const name of Object.keys(world.deployments).filter((each) => each.startsWith('app-')))
    deleteObject(world, { apiVersion: 'apps/v1', kind: 'Deployment', name })
  // No operator is there until nothing of the cluster is left.
  advance(world, world.nowMs + 60_000)
  run.memory = freshMemory()
  play({ ...story, steps: [{ until: 'Running' }] }, Object.assign(run, { step: 0 }))
  expect(world.history).toEqual([`job ${world.app?.status?.jobStatus?.jobID ?? ''} from nothing`])
})

test.each([
  ['Savepointing', {}],
  ['Cancelling', { savepointDisabled: true }],
])('a first deploy that the original hands back in %s starts from what the spec names', (phase, spec) => {
  const story: Story = {
    story: 'A first deploy',
    spec: { savepointPath: 's3://state/first', ...spec },
    steps: [{ until: 'ClusterStarting' }, { waitS: 2 }],
  }
  const run = play(story, startStory(story))
  const { world } = run
  world.storage['s3://state/first'] = { jobId: '', isSavepoint: true, position: 0, takenAtMs: 0 }
  world.app = { ...world.app!, status: { ...originalFields(world.app?.status ?? {}), phase } }
  run.memory = freshMemory()
  const reasons: string[] = []
  play({ ...story, steps: [{ until: 'Running' }] }, Object.assign(run, { step: 0 }), {
    onPass: ({ decision }) => reasons.push(decision.reason),
  })
  expect(reasons[0]).toBe('ClusterReady')
  expect(world.history.at(-1)).toMatch(/ from s3:\/\/state\/first$/)
})

describe('an update that the original hands back', () => {
  const failing = { programArgs: '--fail' }

  /** Plays on from a status with the original's fields alone. */
  function handedBack(steps: StoryStep[], story: Partial<Story> = {}, more: ApplicationStatus = {}) {
    const told: Story = { ...update, world: { jobStartMs: 2_000 }, ...story, steps }
    const run = play(told, startStory(told))
    const { world } = run
    world.app = { ...world.app!, status: { ...originalFields(world.app?.status ?? {}), ...more } }
    run.memory = freshMemory()
    const goOn = (...next: StoryStep[]) =>
      play({ ...told, steps: next }, Object.assign(run, { step: 0, stepSinceMs: world.nowMs }))
    return { world, goOn }
  }
  const submitting: StoryStep[] = [
    { until: 'Running' },
    { waitS: 20 },
    { edit: { image: 'app:2' } },
    { until: 'SubmittingJob because JobStarting' },
  ]

  test('with its edit taken back is finished first, and then taken back', () => {
    const { world, goOn } = handedBack(submitting)
    goOn({ edit: { image: 'app:1' } }, { until: 'Updating' }, { until: 'Running' })
    expect(world.history.filter((line) => line.startsWith('job '))).toHaveLength(3)
  })

  test('with another edit is finished first, though its cluster had failed before', () => {
    const hashes = Object.values(handedBack(submitting).world.deployments).map(
      ({ metadata }) => metadata.labels?.['flink-app-hash'],
    )
    const failedDeployHash = hashes.at(-1) ?? ''
    const { world, goOn } = handedBack(submitting, {}, { failedDeployHash })
    goOn({ edit: { image: 'app:3' } }, { until: 'Updating' }, { until: 'Running' })
    expect(world.history.filter((line) => line.startsWith('job '))).toHaveLength(3)
  })

  test('does not wait for the end of the pods that were scaled up in place', () => {
    const steps: StoryStep[] = [
      { until: 'Running' },
      { edit: { parallelism: 4 } },
      { until: 'Running' },
      { waitS: 20 },
      { edit: failing },
      { until: 'RollingBackJob' },
    ]
    const { world, goOn } = handedBack(steps, { spec: { scaleMode: 'InPlace' } })
    goOn({ until: 'DeployFailed', withinS: 60 })
    expect(world.app?.status?.jobStatus?.parallelism).toBe(4)
  })

  test('waits for the tasks of an old job that was started again and is gone with its JobManager', () => {
    const steps: StoryStep[] = [
      { until: 'Running' },
      { waitS: 20 },
      { edit: failing },
      { until: 'RollingBackJob because OldJobStarting' },
    ]
    const { world, goOn } = handedBack(steps, { world: { jobStartMs: 1_000 } })
    // No operator sees that the job runs.
    advance(world, world.nowMs + 1_500)
    goOn({ happens: 'JobManager pod dies' }, { until: 'DeployFailed' }, { until: 'settled' })
    expect(world.app?.status?.phase).toBe('DeployFailed')
  })
})

test.each([
  ['while no TaskManager is left', 1.5],
  ['to a TaskManager that came while it was being recovered', 0.1],
])('a job that Flink brings back %s is waited for', (_, waitS) => {
  const story = withHighAvailability
  const run = play(story, startStory(story))
  const { world } = run
  for (const pod of Object.keys(world.jobManagers)) killJobManager(world, pod)
  const steps: StoryStep[] = [
    { waitS },
    { happens: 'TaskManager pod dies' },
    { until: 'Running', withinS: 10 },
  ]
  play({ ...story, steps }, Object.assign(run, { step: 0, stepSinceMs: world.nowMs }))
  expect(world.history).toEqual([`job ${world.app?.status?.jobStatus?.jobID ?? ''} from nothing`])
})

test('a job that Flink brings back is waited for though its JobManager is killed again before it has it', () => {
  const story = withHighAvailability
  const run = play(story, startStory(story))
  const { world } = run
  const goOn = (...steps: StoryStep[]) => {
    for (const pod of Object.keys(world.jobManagers)) killJobManager(world, pod)
    play({ ...story, steps }, Object.assign(run, { step: 0, stepSinceMs: world.nowMs }))
  }
  goOn({ waitS: 2.5 })
  goOn({ until: 'Running' })
  expect(world.history).toEqual([`job ${world.app?.status?.jobStatus?.jobID ?? ''} from nothing`])
})

test('a deletion that the original hands back ends the job of the update that it interrupted', () => {
  const story: Story = {
    ...update,
    world: { jobStartMs: 2_000, savepointMs: 5_000 },
    steps: [
      { until: 'Running' },
      { waitS: 20 },
      { edit: { image: 'app:2' } },
      { until: 'SubmittingJob because JobStarting' },
      { delete: true },
      { until: 'Deleting because WaitingForSavepoint' },
      { waitS: 4 },
    ],
  }
  const run = play(story, startStory(story))
  const { world } = run
  world.app = { ...world.app!, status: originalFields(world.app?.status ?? {}) }
  run.memory = freshMemory()
  play({ ...story, steps: [{ until: 'gone' }] }, Object.assign(run, { step: 0 }))
  const saved = Object.values(world.storage).flatMap(({ isSavepoint, jobId }) => (isSavepoint ? [jobId] : []))
  expect(saved).toHaveLength(2)
  expect(new Set(saved).size).toBe(2)
})
