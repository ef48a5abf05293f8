import { expect, test } from 'vitest'
import { play, startStory, type Story } from '../testing/simulation.ts'

test('a rescale that is taken back leaves the old job its slots, whatever number the spec asks for by now', () => {
  const story: Story = {
    story: '',
    spec: { scaleMode: 'InPlace', parallelism: 4 },
    world: { podStartMs: 20_000 },
    steps: [
      { until: 'Running' },
      { waitS: 20 },
      { edit: { parallelism: 8 } },
      { until: 'Rescaling' },
      { waitS: 1 },
      { edit: { taskManagerConfig: { taskSlots: 8 } } },
      { until: 'ClusterStarting' },
    ],
  }
  const { world } = play(story, startStory(story))
  const hash = world.app?.status?.deployHash
  const [taskManagers] = Object.values(world.deployments).filter(
    ({ metadata: { name, labels } }) => name.endsWith('-tm') && labels?.['flink-app-hash'] === hash,
  )
  expect(taskManagers?.spec?.replicas).toBe(2)
})
