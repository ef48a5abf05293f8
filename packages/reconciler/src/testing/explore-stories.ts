import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { explore } from './explore.ts'
import { faults } from './faults.ts'
import { seededRandom } from './seeded-random.ts'
import { type Story } from './simulation.ts'
import { goldenOf, readStories } from './stories.ts'

type Named = [name: string, story: Story]

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

/** Explored with JobManagers that answer before they have their jobs back: that is the harder world of the two. */
const withLateRecoveryOnly = new Set([
  'highly-available-brought-back-after-its-savepoint',
  'highly-available-created-again',
  'highly-available-deleted-by-hand',
  'highly-available-falls-silent',
  'highly-available-late-main-of-the-old-job',
  'highly-available-rollback-given-up',
  'job-manager-dies-highly-available',
])

/** Explored as well with clocks of Flink's machines that go an hour wrong. */
const alsoWithWrongClocks = new Set(['checkpoint-too-old', 'first-deploy-update-delete', 'job-manager-dies'])

/** Explores each story of one share. Test files share the work, so that cores do: the next one takes up who has ended first. */
export function exploreShare(share: 0 | 1 | 2 | 3): void {
  const tried = new Set<string>()
  test.each(sharesOf(allStories())[share] ?? [])(
    '%s keeps its promises whatever one thing goes wrong',
    { timeout: 600_000 },
    (_, story) => {
      expect(explore(story, faults, { tried }).violations).toEqual([])
    },
  )
}

/**
 * Two things that go wrong on one path: too many to try them all, so for some minutes they are drawn. The same seed
 * draws the same ones.
 */
export function exploreTwoFaults(minutes: number, seed: number): void {
  test(
    `every story keeps its promises whatever two things go wrong, for ${minutes} minutes from seed ${seed}`,
    { timeout: (minutes + 5) * 60_000 },
    () => {
      const random = seededRandom(seed)
      const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)]
      const stories = allStories()
      const untilMs = performance.now() + minutes * 60_000
      const violations: string[] = []
      let paths = 0
      while (performance.now() < untilMs && violations.length < 20) {
        const [name, story] = pick(stories) ?? []
        const fault = pick(faults)
        if (name === undefined || story === undefined || fault === undefined) continue
        const explored = explore(story, [fault], { second: { random, share: 0.1 } })
        paths += explored.paths
        violations.push(...explored.violations.map((violation) => `${name}: ${violation}`))
      }
      console.info(`seed ${seed}: ${paths} paths`)
      expect(violations).toEqual([])
    },
  )
}

function allStories(): Named[] {
  const stories = readStories()
  const withWorld = (names: Set<string>, what: string, change: (story: Story) => Story): Named[] =>
    stories
      .filter(([name]) => names.has(name))
      .map(([name, story]) => [`${name}, with ${what},`, change(story)])
  return [
    ...stories.filter(([name]) => !withLateRecoveryOnly.has(name)),
    ...withWorld(alsoHighlyAvailable, 'high availability', withHighAvailability),
    ...withWorld(withLateRecoveryOnly, 'jobs that come back late', withLateRecovery),
    ...withWorld(alsoWithWrongClocks, 'clocks of Flink that are fast', (story) =>
      withClock(story, 3_600_000),
    ),
    ...withWorld(alsoWithWrongClocks, 'clocks of Flink that are slow', (story) =>
      withClock(story, -3_600_000),
    ),
  ]
}

/** Shares that take about as long: the longest stories first, each to the share with least to do. */
function sharesOf(stories: readonly Named[]): Named[][] {
  const shares = Array.from({ length: 4 }, () => ({ cost: 0, stories: [] as Named[] }))
  const costs = stories.map(([name, story]) => ({ named: [name, story] as Named, cost: costOf(name) }))
  for (const { named, cost } of costs.sort((a, b) => b.cost - a.cost)) {
    const least = shares.reduce((a, b) => (b.cost < a.cost ? b : a))
    least.stories.push(named)
    least.cost += cost
  }
  return shares.map((share) => share.stories)
}

/** From each of its decisions and actions paths lead on. */
function costOf(name: string): number {
  const golden = readFileSync(goldenOf(name.split(',')[0] ?? name), 'utf8')
  return golden.match(/^ *(?:[\d.]+s|>) /gm)?.length ?? 0
}

function withHighAvailability({ spec, world, ...story }: Story): Story {
  const flinkConfig = { ...spec?.flinkConfig, 'high-availability.type': 'kubernetes' }
  return {
    ...story,
    spec: { ...spec, flinkConfig },
    world: { ...world, highAvailability: true, recoveryMs: 700 },
  }
}

/** The tasks of the job before have ended by then: nothing else tells that it may come back. */
function withLateRecovery({ world, ...story }: Story): Story {
  return { ...story, world: { ...world, recoveryMs: 700, orphanedMs: 500 } }
}

function withClock({ world, ...story }: Story, flinkClockMs: number): Story {
  return { ...story, world: { ...world, flinkClockMs } }
}
