import { expect, test } from 'vitest'
import { play, startStory, type Story } from '../testing/simulation.ts'

const story: Story = {
  story: 'The spec is edited while the job of the edit before is being submitted',
  spec: {},
  steps: [{ until: 'SubmittingJob' }, { edit: { image: 'app:2' } }, { until: 'Running' }, { waitS: 60 }],
}

test('Ready tells of the newest spec only: an older one that runs in between is not it', () => {
  const claims = new Set<string>()
  play(story, startStory(story), {
    onPass: ({ decision: { status } }) => {
      const ready = status.conditions?.find(({ type }) => type === 'Ready')
      if (ready?.status !== 'True') return
      claims.add(
        `generation ${ready.observedGeneration ?? ''} by that of ${status.deployed?.generation ?? ''}`,
      )
    },
  })
  expect([...claims]).toEqual(['generation 2 by that of 2'])
})
