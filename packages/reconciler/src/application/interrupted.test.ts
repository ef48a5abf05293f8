import { expect, test } from 'vitest'
import { explore } from '../testing/explore.ts'
import { originalFields } from '../testing/faults.ts'
import { freshMemory } from '../testing/operator-model.ts'
import { editSpec, play, startStory, type Story } from '../testing/simulation.ts'
import { readStories } from '../testing/stories.ts'

const update: Story = {
  story: 'An update',
  steps: [{ until: 'Running' }, { waitS: 20 }, { edit: { image: 'app:2' } }, { until: 'Running' }],
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
