import { forceDeletionAnnotation } from '@flink-operator/api'
import { type KubernetesObjects } from '../application/observation.ts'
import { type Fault, faults, type Scene, strike } from './faults.ts'
import { Violation } from './judge.ts'
import { type Effect, objectsOf, type Pass } from './operator-model.ts'
import { type Hooks, play, type Run, startStory, type Story, type StoryStep, Stuck } from './simulation.ts'
import { copyWorld } from './world.ts'
import { copy } from './copy.ts'

export interface Exploration {
  /** How many paths with a fault were played to their end. */
  paths: number
  /** How many more are those of an earlier story. */
  triedBefore: number
  passes: number
  /** By fault, how many. */
  byFault: Record<Fault, number>
  effects: Set<string>
  violations: string[]
}

/** Where a second fault strikes on the paths that have had one. */
export interface SecondFault {
  random: () => number
  /** At which part of the moments one is tried. */
  share: number
}

/**
 * Plays a story, and from every effect of it on what follows when one thing goes wrong there. Many stories begin alike, and
 * a path that was tried in one of them, by `tried`, is not played again in the next.
 */
export function explore(
  story: Story,
  only: readonly Fault[] = faults,
  { second, tried = new Set() }: { second?: SecondFault; tried?: Set<string> } = {},
): Exploration {
  const exploration: Exploration = {
    paths: 0,
    triedBefore: 0,
    passes: 0,
    byFault: Object.fromEntries(faults.map((fault) => [fault, 0])) as Record<Fault, number>,
    effects: new Set(),
    violations: [],
  }
  const run = startStory(story)
  const path = newPath()
  let moments = 0
  const hooks = notedOn(path, ({ pass, rest }) => {
    moments += 1
    const [effect] = rest
    if (effect) exploration.effects.add(effect.type === 'act' ? effect.action.type : effect.type)
    for (const fault of only) follow({ story, pass, rest, oldObjects: path.old() }, run, fault, path, [])
  })

  function follow(scene: Scene, from: Run, fault: Fault, before: Path, earlier: readonly Fault[]): void {
    const fork = copyRun(from)
    const path = newPath(before)
    const faultsNow = [...earlier, fault]
    const hooks = notedOn(path, ({ pass, rest }) => {
      if (second === undefined || earlier.length > 0 || second.random() >= second.share) return
      const next = faults[Math.floor(second.random() * faults.length)] ?? fault
      follow({ story, pass, rest, oldObjects: path.old() }, fork, next, path, faultsNow)
    })
    // Nobody looks back from a path on which nothing more goes wrong.
    path.isRemembered = second !== undefined && earlier.length === 0
    path.lines.push(`** ${fault}: ${nameOf(scene.rest[0])}`)
    try {
      if (!strike(fault, fork, scene)) return
      const steps = stepsAfter(story, fork, faultsNow)
      const told = [story.spec, story.world, story.steps.slice(0, from.step + 1), moments, fault, steps]
      const key = JSON.stringify(told)
      if (second === undefined && tried.has(key)) {
        exploration.triedBefore += 1
        return
      }
      tried.add(key)
      exploration.paths += 1
      exploration.byFault[fault] += 1
      fork.step = 0
      fork.stepSinceMs = fork.world.nowMs
      play({ ...story, steps }, fork, hooks)
    } catch (error) {
      if (!(error instanceof Violation) && !(error instanceof Stuck)) throw error
      const { length } = path.lines
      const trail = path.lines.filter((line, at) => at >= length - 20 || line.startsWith('**'))
      exploration.violations.push(
        [story.story, ...trail.map((line) => `    ${line}`), `  ${error.message}`].join('\n'),
      )
    }
    exploration.passes += fork.passes
  }

  play(story, run, hooks)
  exploration.passes += run.passes
  return exploration
}

/** What came to pass on the way to where a run stands. */
interface Path {
  lines: string[]
  /** Whether `old` is asked for. */
  isRemembered: boolean
  seen: KubernetesObjects[]
  /** The objects as they were some looks ago. */
  old: () => KubernetesObjects | undefined
}

function newPath(before?: Path): Path {
  const seen = [...(before?.seen ?? [])]
  return { lines: [...(before?.lines ?? [])], isRemembered: true, seen, old: () => seen.at(-3) ?? seen[0] }
}

function notedOn(path: Path, onMoment: NonNullable<Hooks['onMoment']>): Hooks {
  return {
    onPass: (pass, { world }) => {
      if (pass.effects.length > 0) path.lines.push(describe(pass))
      if (!path.isRemembered) return
      path.seen.push(copy(objectsOf(world)))
      if (path.seen.length > 3) path.seen.shift()
    },
    onMoment,
  }
}

function copyRun(run: Run): Run {
  return {
    ...run,
    passes: 0,
    idle: 0,
    skipsIdle: true,
    world: copyWorld(run.world),
    memory: copy(run.memory),
  }
}

const ending: StoryStep[] = [
  { until: 'gone or blocked' },
  { annotate: { [forceDeletionAnnotation]: 'true' } },
  { until: 'gone' },
]

/** After these a deploy may succeed or fail, but it comes to an end. */
const endsAsItMay = new Set<Fault>([
  'every JobManager dies before it',
  'every JobManager is killed before it',
  'every TaskManager dies before it',
  'every Deployment is deleted before it',
  'every job fails before it',
  // Without high availability the one that was known may be gone with its JobManager.
  'another checkpoint completes before it',
  'the user rescales before it',
  'the user takes all edits back before it',
])

/** To the end of the step that was under way; then what is left is judged. */
function stepsAfter(story: Story, run: Run, struck: readonly Fault[]): StoryStep[] {
  if (!run.world.app || run.world.app.metadata.deletionTimestamp !== undefined) return ending
  const { app, conditions } = run.world
  const asItMay: StoryStep[] = [...healing(story, run), { until: 'settled' }, { delete: true }, ...ending]
  if (struck.length > 1 || struck.some((fault) => endsAsItMay.has(fault))) return asItMay
  const [goal] = rest(story, run).filter(isGoal)
  const isAway = struck.includes('the operator is away for long before it')
  // What would have failed for want of time has had the time.
  const hadTime = goal?.until.startsWith('DeployFailed') || app.spec.maxCheckpointRestoreAgeSeconds
  // A savepoint that has outlasted the limit is not asked for again.
  const isLateSavepoint =
    conditions.savepointMs > 60_000 && struck.includes('every savepoint under way fails before it')
  // The original keeps when a checkpoint was by Flink's clock alone, and by a slow one it is too old too soon.
  const isToldBySlowClock =
    conditions.flinkClockMs < 0 && struck.includes('the original operator takes over and hands back')
  if ((isAway && hadTime) || isLateSavepoint || isToldBySlowClock) return asItMay
  const isEdit = struck.some((fault) => fault.startsWith('the user edits'))
  // The edit gives the story another end: the version beside the old one, or one that is held back or finds no room.
  const endsElsewhere =
    app.spec.deploymentMode === 'BlueGreen' ||
    app.spec.forceRollback ||
    conditions.noRoom ||
    conditions.podsRefused ||
    conditions.savepointFails
  if (isEdit && endsElsewhere) return [{ until: 'settled' }]
  const steps = rest(story, run)
  const last = steps.findIndex(isGoal)
  return last === -1 ? steps : [...steps.slice(0, last + 1), { until: 'settled' }]
}

function rest(story: Story, run: Run): StoryStep[] {
  return story.steps.slice(run.step).map(orPast)
}

function isGoal(step: StoryStep): step is Extract<StoryStep, { until: string }> {
  return 'until' in step && isLasting(step.until)
}

/** What the story goes on to set right in the world. */
function healing(story: Story, run: Run): StoryStep[] {
  return story.steps.slice(run.step).filter((step) => 'happens' in step && heals.has(step.happens))
}

const heals = new Set([
  'JobManagers answer again',
  'there is room again',
  'the quota is raised',
  'the lost node is removed',
])

/** A fault may make the operator pass through a phase faster or slower than the story looks. */
function orPast(step: StoryStep): StoryStep {
  if (!('until' in step)) return step
  const [lasting] = /^(Running|DeployFailed)/.exec(step.until) ?? []
  if (lasting !== undefined) return { until: lasting }
  return isLasting(step.until) ? step : { until: `${step.until} or settled` }
}

function isLasting(goal: string): boolean {
  return /^(Running|DeployFailed|DualRunning|gone)/.test(goal)
}

function describe({ observation, decision }: Pass): string {
  const before = observation.app.status?.phase ?? ''
  const arrow = before === decision.phase ? before : `${before || 'New'} -> ${decision.phase}`
  const actions = decision.actions.map((action) => action.id.replace(/\/([0-9a-f]{6})[0-9a-f]{26}/, '/$1'))
  return `${arrow} ${decision.reason}: ${decision.message} [${actions.join(', ')}]`
}

function nameOf(effect: Effect | undefined): string {
  if (effect === undefined) return 'a look that has nothing to do'
  return effect.type === 'act' ? effect.action.id : effect.type
}
