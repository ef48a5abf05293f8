import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { goldenOf, readStories } from '../testing/stories.ts'
import { tell } from '../testing/tell.ts'
import { diagram } from '../testing/diagram.ts'
import { transitions } from './transitions.ts'

const stories = readStories()

describe('scenarios', () => {
  const taken = new Set<string>()

  test.each(stories)(
    '%s leads to its recorded decisions (npm run test:unit -- -u records them anew)',
    async (name, story) => {
      const { text, arrows } = tell(story)
      for (const arrow of arrows) taken.add(arrow)
      await expect(text).toMatchFileSnapshot(goldenOf(name))
    },
  )

  test('every arrow of the state machine is taken by a scenario', () => {
    for (const [, story] of stories) for (const arrow of tell(story).arrows) taken.add(arrow)
    const arrows = Object.entries(transitions).flatMap(([from, next]) => next.map((to) => `${from} -> ${to}`))
    expect(arrows.filter((arrow) => !taken.has(arrow))).toEqual([])
  })
})

test('docs/state-machine.md shows the diagram that transitions.ts draws', () => {
  const page = readFileSync(new URL('../../../../docs/state-machine.md', import.meta.url), 'utf8')
  expect(page).toContain(diagram())
})
