import { forceDeletionAnnotation } from '@flink-operator/api'
import { type ApplicationStatus } from '../application/application.ts'
import { replicasAnnotation } from '../application/cluster.ts'
import { type ActionOutcome, type Deployment, type KubernetesObjects } from '../application/observation.ts'
import { failJobs } from './flink-model.ts'
import { deletePod, isOnLostNode, scaleDeployment } from './kubernetes-model.ts'
import { judgeEffect, Violation } from './judge.ts'
import { carryOut, type Effect, freshMemory, objectsOf, type Pass, remember } from './operator-model.ts'
import {
  doEffects,
  editSpec,
  planPass,
  play,
  requestDeletion,
  type Run,
  startStory,
  type Story,
  type StoryStep,
  Stuck,
} from './simulation.ts'
import { copyWorld } from './world.ts'
import { copy } from './copy.ts'

/** What can go wrong at one effect. One of them strikes on each path that is tried. */
const faults = [
  'the operator crashes before it',
  'the operator crashes after it',
  'its answer is lost',
  'it is refused once',
  'it is done twice',
  'the user edits the spec before it',
  'the user edits the spec after it',
  'the user deletes the application before it',
  'every JobManager dies before it',
  'every job fails before it',
  'somebody scales the TaskManagers that are being replaced',
  'the operator sees old objects next',
  'the original operator takes over and hands back',
] as const

export type Fault = (typeof faults)[number]

export interface Exploration {
  /** How many paths with one fault were played to their end. */
  paths: number
  passes: number
  /** By fault, how many. */
  byFault: Record<Fault, number>
  effects: Set<string>
  violations: string[]
}

/** Plays a story, and from every effect of it on what follows when one thing goes wrong there. */
export function explore(story: Story, only: readonly Fault[] = faults): Exploration {
  const exploration: Exploration = {
    paths: 0,
    passes: 0,
    byFault: Object.fromEntries(faults.map((fault) => [fault, 0])) as Record<Fault, number>,
    effects: new Set(),
    violations: [],
  }
  const run = startStory(story)
  const seen: KubernetesObjects[] = []
  const trail: string[] = []
  play(story, run, {
    onPass: (pass, { world }) => {
      if (pass.effects.length > 0) trail.push(describe(pass))
      seen.push(copy(objectsOf(world)))
    },
    onMoment: ({ pass, rest, effect }) => {
      exploration.effects.add(effect.type === 'act' ? effect.action.type : effect.type)
      for (const fault of only) {
        const fork = copyRun(run)
        if (!strike(fault, fork, pass, rest, seen.at(-3) ?? seen[0])) continue
        exploration.paths += 1
        exploration.byFault[fault] += 1
        const where = `${story.story}: ${fault}: ${name(effect)} in "${trail.at(-1) ?? ''}"`
        const violation = follow(story, fork, fault)
        exploration.passes += fork.passes
        if (violation !== undefined) exploration.violations.push(`${where}\n${violation}`)
      }
    },
  })
  exploration.passes += run.passes
  return exploration
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

/** What is left of a status when the original operator has written it. */
function originalFields(status: ApplicationStatus): ApplicationStatus {
  const own = new Set([
    'observedGeneration',
    'conditions',
    'attempt',
    'attempts',
    'deployed',
    'updating',
    'failed',
    'deletion',
    'waitingFor',
    'restorePoint',
    'operations',
    'madeFrom',
  ])
  return Object.fromEntries(Object.entries(status).filter(([key]) => !own.has(key)))
}

/** Lets the fault happen. False when it makes no difference for this effect, or is the same as another one. */
function strike(
  fault: Fault,
  run: Run,
  pass: Pass,
  rest: readonly Effect[],
  oldObjects: KubernetesObjects | undefined,
): boolean {
  const [effect, ...others] = rest
  if (effect === undefined) return false
  const { world } = run
  run.wakeAtMs = world.nowMs
  const isCall = effect.type === 'act' && effect.action.type !== 'removeFinalizer'
  const carried = (): ActionOutcome['result'] => {
    judgeEffect(world, effect)
    return carryOut(world, effect, pass.questions)
  }
  switch (fault) {
    case 'the operator crashes before it':
      run.memory = freshMemory()
      return true
    case 'the operator crashes after it':
      // Before the next effect of the same pass is the same point in time.
      if (others.length > 0) return false
      carried()
      run.memory = freshMemory()
      return true
    case 'its answer is lost':
      if (!isCall) return false
      carried()
      remember(run.memory, effect, world.nowMs, { kind: 'unknown', message: 'connection reset' })
      return true
    case 'it is refused once':
      if (!isCall) return false
      remember(run.memory, effect, world.nowMs, { kind: 'refused', status: 503, message: 'try again' })
      return true
    case 'it is done twice':
      // Before Flink 1.8 a submission has no id, and one that a network doubles is two jobs: nothing can help there.
      if (!isCall || (effect.action.type === 'runJar' && effect.action.jobId === undefined)) return false
      carried()
      remember(run.memory, effect, world.nowMs, carried())
      doEffects(run, pass, others)
      return true
    case 'the user edits the spec before it':
      // A status is written only over the version that it was decided on.
      editSpec(world, { restartNonce: 'edited' })
      if (effect.type !== 'writeStatus') doEffects(run, pass, rest)
      return true
    case 'the user edits the spec after it':
      if (others.length > 0 || world.app === undefined) return false
      doEffects(run, pass, rest)
      editSpec(world, { restartNonce: 'edited' })
      return true
    case 'the user deletes the application before it':
      if (world.app?.metadata.deletionTimestamp !== undefined) return false
      requestDeletion(world)
      if (effect.type !== 'writeStatus') doEffects(run, pass, rest)
      return true
    case 'every JobManager dies before it': {
      const pods = Object.keys(world.jobManagers).filter((pod) => !isOnLostNode(world.pods[pod]))
      if (pods.length === 0) return false
      for (const pod of pods) deletePod(world, pod)
      doEffects(run, pass, rest)
      return true
    }
    case 'every job fails before it':
      if (!failJobs(world)) return false
      doEffects(run, pass, rest)
      return true
    case 'somebody scales the TaskManagers that are being replaced': {
      const replaced = Object.values(world.deployments).filter(isBeingReplaced)
      if (replaced.length === 0) return false
      for (const { metadata } of replaced) scaleDeployment(world, metadata.name, 3)
      doEffects(run, pass, rest)
      return true
    }
    case 'the original operator takes over and hands back':
      // Its status writes keep its own fields only.
      if (effect.type !== 'writeStatus' || world.app === undefined) return false
      // Where the original has begun to run a main() it does not know the job of, nobody can tell whether one comes;
      // and where a rescale was being taken back for want of room, it is tried again.
      const hasSlowMain = world.app.spec.programArgs?.includes('--slow-main') || world.conditions.mainMs > 0
      if (hasSlowMain || world.due.some(({ type }) => type === 'mainReturns') || world.conditions.noRoom)
        return false
      doEffects(run, pass, rest)
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- the effects may have removed it
      if (world.app === undefined) return false
      world.app = { ...world.app, status: originalFields(world.app.status ?? {}) }
      run.memory = freshMemory()
      return true
    case 'the operator sees old objects next': {
      if (oldObjects === undefined) return false
      doEffects(run, pass, rest)
      const stale = planPass(run, oldObjects)
      if (stale !== undefined) doEffects(run, stale, stale.effects)
      return true
    }
  }
}

function isBeingReplaced({ metadata, spec }: Deployment): boolean {
  return spec?.replicas === 0 && metadata.annotations?.[replicasAnnotation] !== undefined
}

/** Plays on to the end of the step that was under way, then judges what is left. */
function follow(story: Story, run: Run, fault: Fault): string | undefined {
  const trail: string[] = []
  const onPass = (pass: Pass) => {
    if (pass.effects.length > 0) trail.push(describe(pass))
  }
  try {
    const steps = stepsAfter(story, run, fault)
    run.step = 0
    run.stepSinceMs = run.world.nowMs
    play({ ...story, steps }, run, { onPass })
    return undefined
  } catch (error) {
    if (!(error instanceof Violation) && !(error instanceof Stuck)) throw error
    return [...trail.slice(-14).map((line) => `    ${line}`), `  ${error.message}`].join('\n')
  }
}

const ending: StoryStep[] = [
  { until: 'gone or blocked' },
  { annotate: { [forceDeletionAnnotation]: 'true' } },
  { until: 'gone' },
]

const nodeRemoved: StoryStep = { happens: 'the lost node is removed' }

function stepsAfter(story: Story, run: Run, fault: Fault): StoryStep[] {
  if (!run.world.app || run.world.app.metadata.deletionTimestamp !== undefined) return ending
  const hasLostNode = Object.values(run.world.pods).some(isOnLostNode)
  if (fault === 'every JobManager dies before it' || fault === 'every job fails before it')
    return [...(hasLostNode ? [nodeRemoved] : []), { until: 'settled' }, { delete: true }, ...ending]
  const isEdit = fault.startsWith('the user edits')
  const { app, conditions } = run.world
  // The edit gives the story another end: the version beside the old one, or one that is held back or finds no room.
  const endsElsewhere =
    app.spec.deploymentMode === 'BlueGreen' ||
    app.spec.forceRollback ||
    conditions.noRoom ||
    conditions.podsRefused ||
    conditions.savepointFails
  if (isEdit && endsElsewhere) return [{ until: 'settled' }]
  const rest = story.steps.slice(run.step).map(orPast)
  const goal = rest.findIndex((step) => 'until' in step && isLasting(step.until))
  return goal === -1 ? rest : [...rest.slice(0, goal + 1), { until: 'settled' }]
}

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

function name(effect: Effect): string {
  return effect.type === 'act' ? effect.action.id : effect.type
}
