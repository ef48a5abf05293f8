import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { goldenOf, readStories } from '../testing/stories.ts'
import { tell } from '../testing/tell.ts'
import { diagram } from '../testing/diagram.ts'
import { transitions } from './transitions.ts'

const stories = readStories()

test.each(stories)(
  '%s leads to its recorded decisions (npm run test:unit -- -u records them anew)',
  async (name, story) => {
    await expect(tell(story)).toMatchFileSnapshot(goldenOf(name))
  },
)

test('every arrow of the state machine is taken by a scenario', () => {
  const recorded = stories.map(([name, story]) =>
    existsSync(goldenOf(name)) ? readFileSync(goldenOf(name), 'utf8') : tell(story),
  )
  const taken = new Set(
    [...recorded.join('\n').matchAll(/^ *[\d.]+s {2}(\w+ -> \w+) {2}/gm)].map(([, arrow]) => arrow),
  )
  const arrows = Object.entries(transitions).flatMap(([from, next]) => next.map((to) => `${from} -> ${to}`))
  expect(arrows.filter((arrow) => !taken.has(arrow))).toEqual([])
})

test('docs/state-machine.md shows the diagram that transitions.ts draws', () => {
  const page = readFileSync(new URL('../../../../docs/state-machine.md', import.meta.url), 'utf8')
  expect(page).toContain(diagram())
})
