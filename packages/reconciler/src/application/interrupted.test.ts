import { expect, test } from 'vitest'
import { explore } from '../testing/explore.ts'
import { play, startStory, type Story } from '../testing/simulation.ts'
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
