import { type Application, type ApplicationSpec } from '../application/application.ts'
import { phaseOf } from '../application/situation.ts'
import { brokenInvariants } from '../application/invariants.ts'
import { judgeEffect, judgeWorld, Violation } from './judge.ts'
import { advance } from './advance.ts'
import { isTerminal } from './flink-cluster.ts'
import { checkpointNow, failJobs } from './flink-model.ts'
import { savepointByHand } from './flink-requests.ts'
import {
  createObject,
  deleteObject,
  deletePod,
  loseNode,
  makeRoom,
  raiseQuota,
  removeLostNode,
  scaleDeployment,
} from './kubernetes-model.ts'
import {
  carryOut,
  type Effect,
  freshMemory,
  type Memory,
  objectsOf,
  type Pass,
  plan,
  remember,
} from './operator-model.ts'
import { type Conditions, copyWorld, newJudged, newWorld, nextNumber, schedule, type World } from './world.ts'

/** A step of a story: what somebody does, or what is waited for. */
export type StoryStep =
  | { until: string; withinS?: number }
  | { waitS: number }
  | { edit: Partial<ApplicationSpec> }
  | { annotate: Record<string, string> }
  | { delete: true }
  /** Applies the same spec again after the application is gone. */
  | { create: true }
  | { world: Partial<Conditions> }
  | { happens: Incident }

type Incident =
  | 'JobManager pod dies'
  | 'JobManagers stop answering'
  | 'JobManagers answer again'
  | 'the operator is cut off from JobManagers that Kubernetes reaches'
  | 'TaskManager pod dies'
  | 'JobManager Deployment is deleted'
  | 'TaskManager Deployment is deleted'
  | 'versioned Service is deleted'
  | 'generic Service is deleted'
  | 'TaskManagers are scaled to 0'
  | 'the node of the old job is lost'
  | 'the lost node is removed'
  | 'job is cancelled by hand'
  | 'job is stopped with a savepoint by hand'
  | 'somebody takes a savepoint'
  | 'every job fails'
  | 'a checkpoint completes'
  | 'there is room again'
  | 'the quota is raised'
  | 'the version is torn down'
  | 'the new version is torn down'
  | 'operator restarts'

export interface Story {
  story: string
  spec?: Partial<ApplicationSpec>
  world?: Partial<Conditions>
  steps: StoryStep[]
}

/** All of a run that has to be copied to try another continuation. */
export interface Run {
  world: World
  memory: Memory
  /** The step of the story that is under way, and since when. */
  step: number
  stepSinceMs: number
  wakeAtMs: number
  /** A request that is still on its way. */
  late?: { atMs: number; effect: Effect; questions: Pass['questions'] }
  passes: number
  /** How many looks in a row had nothing to do. */
  idle: number
  /** Leave out looks at a world in which nothing has happened; a slower operator does the same. */
  skipsIdle: boolean
}

/** A point between two effects, or between two looks, at which a fault may strike. */
interface Moment {
  run: Run
  pass: Pass
  /** What the pass has still to do, the next effect first. */
  rest: readonly Effect[]
}

export interface Hooks {
  onPass?: (pass: Pass, run: Run) => void
  onMoment?: (moment: Moment) => void
  onStep?: (step: StoryStep, run: Run) => void
}

export class Stuck extends Error {
  override name = 'Stuck'
}

const maxPasses = 2_000

export function startStory(story: Story): Run {
  const world = newWorld(applicationOf(story.spec ?? {}), story.world)
  schedule(world, 0, { system: 'kubernetes', type: 'deploymentSynced', deployment: '' })
  // Somebody else's objects, with a label of ours: nothing may ever touch them (S5).
  createObject(world, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'strangers',
      labels: {
        'flink-app': world.app?.metadata.name ?? '',
        'flink-app-hash': 'deadbeef',
        'flink-deployment-type': 'jobmanager',
      },
    },
    spec: { replicas: 0, template: { metadata: {}, spec: { containers: [] } } },
  })
  return {
    world,
    memory: freshMemory(),
    step: 0,
    stepSinceMs: world.nowMs,
    wakeAtMs: world.nowMs,
    passes: 0,
    idle: 0,
    skipsIdle: false,
  }
}

/** Another object of the same name: nothing is known of what the one before did. */
function createAgain(world: World, spec: Partial<ApplicationSpec>): void {
  world.app = applicationOf(spec, `uid-app-${nextNumber(world)}`)
  world.judged = newJudged()
  world.specs = { 1: world.app.spec }
}

export function applicationOf(spec: Partial<ApplicationSpec>, uid = 'uid-app'): Application {
  return {
    apiVersion: 'flink.k8s.io/v1beta1',
    kind: 'FlinkApplication',
    metadata: { name: 'app', namespace: 'ns', uid, generation: 1 },
    spec: theOne({
      image: 'app:1',
      flinkVersion: '1.20',
      jarName: 'job.jar',
      entryClass: 'com.example.Job',
      programArgs: '--run',
      parallelism: 2,
      taskManagerConfig: { taskSlots: 2 },
      ...spec,
    }),
  }
}

const specsByText = new Map<string, ApplicationSpec>()

/** Of equal specs always the same object: what is computed of it once, its deploy hash above all, serves every path. */
function theOne(spec: ApplicationSpec): ApplicationSpec {
  const text = JSON.stringify(spec)
  const known = specsByText.get(text) ?? spec
  specsByText.set(text, known)
  return known
}

/** Plays a story on from where the run stands, to its end. */
export function play(story: Story, run: Run, hooks: Hooks = {}): Run {
  for (;;) {
    const step = story.steps[run.step]
    if (step === undefined) return run
    if (!isDone(step, run)) {
      onePass(run, hooks)
      if (isDone(step, run)) continue
      goOn(run, step)
      continue
    }
    hooks.onStep?.(step, run)
    begin(story, step, run)
    run.step += 1
    run.stepSinceMs = run.world.nowMs
  }
}

function isDone(step: StoryStep, run: Run): boolean {
  const { world } = run
  if ('until' in step) {
    const has = reached(step.until, run)
    const limitMs = (step.withinS ?? 1_200) * 1_000
    if (!has && world.nowMs - run.stepSinceMs > limitMs) {
      const { waitingFor, failed } = world.app?.status ?? {}
      throw new Stuck(
        `not ${step.until} within ${limitMs / 1_000} s, but ${phase(world)} (${waitingFor?.what ?? ''} ${failed?.message ?? ''})`,
      )
    }
    return has
  }
  if ('waitS' in step) return world.nowMs - run.stepSinceMs >= step.waitS * 1_000
  return true
}

function reached(goal: string, run: Run): boolean {
  const { world } = run
  if (goal === 'gone') return world.app === undefined
  if (goal === 'gone or blocked') return world.app === undefined || isBlocked(world)
  if (goal === 'settled') return isSettled(run)
  if (goal.endsWith(' or settled')) return reached(goal.replace(' or settled', ''), run) || isSettled(run)
  if (world.app === undefined) return false
  const [wanted, reason] = goal.split(' because ')
  if (phase(world) !== wanted) return false
  if (world.app.status?.observedGeneration !== world.app.metadata.generation) return false
  if (reason !== undefined) return world.app.status?.waitingFor?.what === reason
  return wanted !== 'Running' || isCurrent(world)
}

/** The deletion has named what it waits for, and waits in peace (L3). */
function isBlocked({ app, nowMs }: World): boolean {
  const { phase, waitingFor } = app?.status ?? {}
  if (phase !== 'Deleting' || waitingFor?.what !== 'DeletionBlocked') return false
  return nowMs - Date.parse(waitingFor.since) > 30_000
}

/** Nothing is under way, and another look, now and later, changes nothing (S15). */
function isSettled(run: Run): boolean {
  const { world } = run
  if (world.app === undefined || isBlocked(world)) return true
  if (!['Running', 'DeployFailed', 'DualRunning'].includes(phase(world))) return false
  if (world.app.status?.observedGeneration !== world.app.metadata.generation) return false
  if (world.due.length > 0) return false
  const pass = plan(world, run.memory)
  if (pass === undefined) return true
  return !pass.decision.statusChanged && pass.decision.actions.length === 0
}

/** The phase has caught up with the spec: the object was judged in its newest form. */
function isCurrent(world: World): boolean {
  const ready = world.app?.status?.conditions?.find((condition) => condition.type === 'Ready')
  return ready?.observedGeneration === world.app?.metadata.generation
}

function phase(world: World): string {
  return world.app === undefined ? 'gone' : phaseOf(world.app.status ?? {})
}

/** One pass of the operator, each of its effects a moment at which a fault may strike. */
function onePass(run: Run, hooks: Hooks = {}): void {
  const pass = planPass(run)
  if (pass === undefined) return
  hooks.onPass?.(pass, run)
  run.idle = pass.effects.length === 0 ? run.idle + 1 : 0
  // Of looks in a row that find nothing to do, the first stands for the others.
  if (run.idle === 1) hooks.onMoment?.({ run, pass, rest: [] })
  doEffects(run, pass, pass.effects, hooks)
}

export function planPass(run: Run, objects = objectsOf(run.world)): Pass | undefined {
  run.passes += 1
  if (run.passes > maxPasses) throw new Stuck(`${maxPasses} passes without an end, ${phase(run.world)}`)
  const pass = plan(run.world, run.memory, objects)
  const broken = pass ? brokenInvariants(pass.observation, pass.decision) : []
  if (broken.length > 0) throw new Violation(broken.join('; '))
  const requeueMs = pass?.decision.requeueAfterMs
  run.wakeAtMs = requeueMs === undefined ? Infinity : run.world.nowMs + requeueMs
  return pass
}

export function doEffects(run: Run, pass: Pass, effects: readonly Effect[], hooks: Hooks = {}): void {
  const { world, memory } = run
  for (const [index, effect] of effects.entries()) {
    hooks.onMoment?.({ run, pass, rest: effects.slice(index) })
    judgeEffect(world, effect)
    const result = carryOut(world, effect, pass.questions)
    remember(memory, effect, world.nowMs, result)
    judgeWorld(world)
    if (result.kind !== 'done') {
      run.wakeAtMs = Math.min(run.wakeAtMs, world.nowMs + 100)
      return
    }
  }
}

/** Time goes on: to when the operator wants to look again, or to the next thing that Kubernetes tells it of. */
function goOn(run: Run, step: StoryStep): void {
  const { world } = run
  const kubernetesMs = world.due.find((event) => event.system === 'kubernetes')?.atMs ?? Infinity
  const limitMs = 'waitS' in step ? run.stepSinceMs + step.waitS * 1_000 : Infinity
  const nextMs = world.due[0]?.atMs ?? Infinity
  const isBored = run.skipsIdle && run.idle > 0
  // No longer than four minutes, so that what only time ends is seen before a step counts as stuck.
  const wakeAtMs = isBored ? Math.min(nextMs, run.wakeAtMs + 250 * 2 ** Math.min(run.idle, 10)) : run.wakeAtMs
  const lateMs = run.late?.atMs ?? Infinity
  const untilMs = Math.min(Math.max(wakeAtMs, run.wakeAtMs), kubernetesMs, limitMs, lateMs)
  if (untilMs === Infinity) throw new Stuck(`nothing will ever happen, ${phase(world)}`)
  advance(world, Math.max(untilMs, world.nowMs + 1))
  judgeWorld(world)
  if (run.late !== undefined && run.late.atMs <= world.nowMs) arriveLate(run, run.late)
}

function arriveLate(run: Run, { effect, questions }: NonNullable<Run['late']>): void {
  delete run.late
  if (run.world.app === undefined) return
  // Requests to Flink were judged when they were sent; what the API server is asked for now, if it lets it pass now.
  const isOfKubernetes = effect.type === 'act' && /^(patch|delete)/.test(effect.action.type)
  const trial = isOfKubernetes ? carryOut(copyWorld(run.world), effect, questions) : undefined
  if (trial?.kind === 'done') judgeEffect(run.world, effect)
  carryOut(run.world, effect, questions)
  judgeWorld(run.world)
}

function begin(story: Story, step: StoryStep, run: Run): void {
  const { world } = run
  if ('edit' in step) editSpec(world, step.edit)
  if ('annotate' in step && world.app) {
    const annotations = { ...world.app.metadata.annotations, ...step.annotate }
    world.app = { ...world.app, metadata: { ...world.app.metadata, annotations } }
  }
  if ('delete' in step) requestDeletion(world)
  if ('create' in step && world.app === undefined) createAgain(world, story.spec ?? {})
  if ('world' in step) Object.assign(world.conditions, step.world)
  if ('happens' in step) happen(step.happens, run)
  run.wakeAtMs = world.nowMs
}

/** False when it is gone. */
export function editSpec(world: World, edit: Partial<ApplicationSpec>): boolean {
  if (world.app === undefined) return false
  return replaceSpec(world, { ...world.app.spec, ...edit })
}

/** False when that is no edit. */
export function replaceSpec(world: World, wanted: ApplicationSpec): boolean {
  const spec = theOne(wanted)
  if (world.app === undefined || spec === world.app.spec) return false
  const { metadata } = world.app
  const generation = (metadata.generation ?? 0) + 1
  world.app = { ...world.app, metadata: { ...metadata, generation }, spec }
  world.specs[generation] = spec
  return true
}

/** False when it is gone, or going already. */
export function requestDeletion(world: World): boolean {
  if (world.app === undefined || world.app.metadata.deletionTimestamp !== undefined) return false
  if (!world.app.metadata.finalizers?.length) {
    delete world.app
    return true
  }
  const deletionTimestamp = new Date(world.nowMs).toISOString()
  world.app = { ...world.app, metadata: { ...world.app.metadata, deletionTimestamp } }
  return true
}

function happen(incident: Incident, run: Run): void {
  const { world } = run
  const hash = world.app?.status?.deployHash ?? ''
  const deployed = (type: string) =>
    Object.values(world.deployments).find(
      ({ metadata }) =>
        metadata.labels?.['flink-app-hash'] === hash && metadata.labels['flink-deployment-type'] === type,
    )
  const podsOf = (type: string) =>
    Object.values(world.pods).filter((pod) => pod.metadata.labels?.['flink-deployment-type'] === type)
  const remove = (kind: string, name = '') => deleteObject(world, { apiVersion: '', kind, name })
  switch (incident) {
    case 'JobManager pod dies':
      for (const pod of podsOf('jobmanager')) deletePod(world, pod.metadata.name)
      return
    case 'JobManagers stop answering':
      for (const process of Object.values(world.jobManagers)) process.isAnswering = false
      return
    case 'the operator is cut off from JobManagers that Kubernetes reaches':
      for (const process of Object.values(world.jobManagers)) process.isAnswering = false
      for (const pod of podsOf('jobmanager'))
        pod.status = { ...pod.status, conditions: [{ type: 'Ready', status: 'True' }] }
      return
    case 'JobManagers answer again':
      for (const process of Object.values(world.jobManagers)) process.isAnswering = true
      return
    case 'TaskManager pod dies':
      for (const pod of podsOf('taskmanager')) deletePod(world, pod.metadata.name)
      return
    case 'JobManager Deployment is deleted':
      remove('Deployment', deployed('jobmanager')?.metadata.name)
      return
    case 'TaskManager Deployment is deleted':
      remove('Deployment', deployed('taskmanager')?.metadata.name)
      return
    case 'versioned Service is deleted':
      remove('Service', `app-${hash}`)
      return
    case 'generic Service is deleted':
      remove('Service', 'app')
      return
    case 'TaskManagers are scaled to 0':
      scaleDeployment(world, deployed('taskmanager')?.metadata.name ?? '', 0)
      return
    case 'the node of the old job is lost':
      return loseNode(world, hash)
    case 'the lost node is removed':
      return removeLostNode(world)
    case 'job is cancelled by hand':
      for (const process of Object.values(world.jobManagers)) {
        for (const job of Object.values(process.jobs)) if (!isTerminal(job)) job.state = 'CANCELED'
      }
      return
    case 'job is stopped with a savepoint by hand':
      savepointByHand(world, true)
      return
    case 'somebody takes a savepoint':
      savepointByHand(world, false)
      return
    case 'every job fails':
      failJobs(world)
      return
    case 'a checkpoint completes':
      checkpointNow(world)
      return
    case 'there is room again':
      return makeRoom(world)
    case 'the quota is raised':
      return raiseQuota(world)
    case 'the version is torn down':
      editSpec(world, { tearDownVersionHash: hash })
      return
    case 'the new version is torn down':
      editSpec(world, { tearDownVersionHash: world.app?.status?.updatingHash ?? '' })
      return
    case 'operator restarts':
      run.memory = freshMemory()
  }
}
