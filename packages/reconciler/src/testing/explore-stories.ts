import { expect, test } from 'vitest'
import { explore } from './explore.ts'
import { readStories } from './stories.ts'

/**
 * Explores each story of one half. Two test files share the work, so that two cores do.
 */
export function exploreHalf(half: 0 | 1): void {
  const stories = readStories().filter((_, index) => index % 2 === half)
  test.each(stories)(
    '%s keeps its promises whatever one thing goes wrong',
    { timeout: 600_000 },
    (_, story) => {
      expect(explore(story).violations).toEqual([])
    },
  )
}
