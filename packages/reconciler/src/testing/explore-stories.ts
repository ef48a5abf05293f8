import { expect, test } from 'vitest'
import { explore } from './explore.ts'
import { type Story } from './simulation.ts'
import { readStories } from './stories.ts'

/** Explored with high availability as well: each way in which a job is ended, and programs that are still at work then. */
const alsoHighlyAvailable = new Set([
  'edits-in-a-row',
  'force-rollback',
  'late-main-of-a-first-deploy',
  'late-main-of-a-rescale',
  'scale-up-in-place',
  'slow-main-rolled-back',
  'update-without-savepoint',
])

/**
 * Explores each story of one half. Two test files share the work, so that two cores do.
 */
export function exploreHalf(half: 0 | 1): void {
  const stories = readStories()
  const highlyAvailable = stories
    .filter(([name]) => alsoHighlyAvailable.has(name))
    .map<[string, Story]>(([name, story]) => [
      `${name}, with high availability,`,
      withHighAvailability(story),
    ])
  const all = [...stories, ...highlyAvailable]
  test.each(all.filter((_, index) => index % 2 === half))(
    '%s keeps its promises whatever one thing goes wrong',
    { timeout: 600_000 },
    (_, story) => {
      expect(explore(story).violations).toEqual([])
    },
  )
}

function withHighAvailability({ spec, world, ...story }: Story): Story {
  const flinkConfig = { ...spec?.flinkConfig, 'high-availability.type': 'kubernetes' }
  return { ...story, spec: { ...spec, flinkConfig }, world: { ...world, highAvailability: true } }
}
