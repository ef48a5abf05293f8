import { expect, test } from 'vitest'
import { freshMemory, plan } from '../testing/operator-model.ts'
import { play, startStory } from '../testing/simulation.ts'

test('only port 8081 is ever asked: not so with uiPort (original operator defect D37)', () => {
  const story = { story: '', spec: { uiPort: 9090 }, steps: [{ until: 'Running' }] }
  const { world } = play(story, startStory(story))
  expect(plan(world, freshMemory())?.questions.map(({ port }) => port)).toEqual([9090])
})
