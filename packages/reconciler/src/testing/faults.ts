import { type ApplicationStatus } from '../application/application.ts'
import { replicasAnnotation } from '../application/cluster.ts'
import { type ActionOutcome, type Deployment, type KubernetesObjects } from '../application/observation.ts'
import { advance } from './advance.ts'
import { checkpointNow, failJobs, failSavepoints, killJobManager } from './flink-model.ts'
import { judgeEffect, judgeWorld } from './judge.ts'
import { deleteObject, deletePod, isOnLostNode, scaleDeployment } from './kubernetes-model.ts'
import { carryOut, type Effect, freshMemory, type Pass, remember } from './operator-model.ts'
import {
  applicationOf,
  doEffects,
  editSpec,
  planPass,
  replaceSpec,
  requestDeletion,
  type Run,
  type Story,
} from './simulation.ts'
import { type World } from './world.ts'

/** What happens in the world just before an effect, or just after a look that found nothing to do. */
const incidents = {
  'the user edits the spec before it': ({ world }) => editSpec(world, { restartNonce: 'edited' }),
  'the user rescales before it': ({ world }) =>
    editSpec(world, { parallelism: (world.app?.spec.parallelism ?? 1) + 2 }),
  'the user takes all edits back before it': ({ world }, story) =>
    replaceSpec(world, applicationOf(story.spec ?? {}).spec),
  'the user deletes the application before it': ({ world }) => requestDeletion(world),
  'every JobManager dies before it': ({ world }) => each(jobManagersOf(world), world, deletePod),
  'every JobManager is killed before it': ({ world }) => each(jobManagersOf(world), world, killJobManager),
  'every TaskManager dies before it': ({ world }) => each(taskManagersOf(world), world, deletePod),
  'every Deployment is deleted before it': ({ world }) =>
    each(ownDeployments(world), world, (_, name) =>
      deleteObject(world, { apiVersion: 'apps/v1', kind: 'Deployment', name }),
    ),
  'every job fails before it': ({ world }) => failJobs(world),
  'every savepoint under way fails before it': ({ world }) => failSavepoints(world),
  // A job that failed to stop has gone back behind its savepoint: its next checkpoint is not newer.
  'another checkpoint completes before it': ({ world }) =>
    !world.conditions.stopFails && checkpointNow(world),
  'somebody scales the TaskManagers that are being replaced': ({ world }) =>
    each(
      Object.values(world.deployments)
        .filter(isBeingReplaced)
        .map(({ metadata }) => metadata.name),
      world,
      (_, name) => {
        scaleDeployment(world, name, 3)
      },
    ),
} satisfies Record<string, (run: Run, story: Story) => boolean>

/** What can go wrong with an effect itself, or around it. */
const mishaps = [
  'the operator crashes before it',
  'the operator crashes after it',
  'the operator is away for long before it',
  'its answer is lost',
  'it arrives late',
  'it is refused once',
  'it is done twice',
  'the user edits the spec after it',
  'the operator sees old objects next',
  'the original operator takes over and hands back',
] as const

type Incident = keyof typeof incidents
export type Fault = Incident | (typeof mishaps)[number]

export const faults: readonly Fault[] = [...mishaps, ...(Object.keys(incidents) as Incident[])]

/** Where a fault strikes. */
export interface Scene {
  story: Story
  pass: Pass
  /** What the pass has still to do; nothing at a look that found nothing to do. */
  rest: readonly Effect[]
  /** The objects as an operator saw them a while ago. */
  oldObjects: KubernetesObjects | undefined
}

const isIncident = (fault: Fault): fault is Incident => fault in incidents

/** Lets the fault happen. False when it makes no difference here, or is the same as another one. */
export function strike(fault: Fault, run: Run, scene: Scene): boolean {
  run.wakeAtMs = run.world.nowMs
  if (!isIncident(fault)) return mishap(fault, run, scene)
  const { story, pass, rest } = scene
  const isUsers = fault.startsWith('the user')
  // Whether the application may go was decided on the specification as it was.
  if (isUsers && rest[0]?.type === 'act' && rest[0].action.type === 'removeFinalizer') return false
  if (!incidents[fault](run, story)) return false
  // A status is written only over the version that it was decided on.
  const isOutdated = isUsers && rest[0]?.type === 'writeStatus'
  if (!isOutdated) doEffects(run, pass, rest)
  return true
}

function mishap(fault: Exclude<Fault, Incident>, run: Run, { pass, rest, oldObjects }: Scene): boolean {
  const [effect, ...others] = rest
  if (effect === undefined) return false
  const { world } = run
  const isCall = effect.type === 'act' && effect.action.type !== 'removeFinalizer'
  // Before Flink 1.8 a submission has no id, and one that a network doubles is two jobs: nothing can help there.
  const hasNoId = isCall && effect.action.type === 'runJar' && effect.action.jobId === undefined
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
    case 'the operator is away for long before it':
      run.memory = freshMemory()
      advance(world, world.nowMs + 11 * 60_000)
      judgeWorld(world)
      return true
    case 'its answer is lost':
      if (!isCall) return false
      carried()
      remember(run.memory, effect, world.nowMs, { kind: 'unknown', message: 'connection reset' })
      return true
    case 'it arrives late':
      if (!isCall || hasNoId) return false
      judgeEffect(world, effect)
      remember(run.memory, effect, world.nowMs, { kind: 'unknown', message: 'timed out' })
      run.late = { atMs: world.nowMs + 2_000, effect, questions: pass.questions }
      return true
    case 'it is refused once':
      if (!isCall) return false
      remember(run.memory, effect, world.nowMs, { kind: 'refused', status: 503, message: 'try again' })
      return true
    case 'it is done twice':
      if (!isCall || hasNoId) return false
      carried()
      remember(run.memory, effect, world.nowMs, carried())
      doEffects(run, pass, others)
      return true
    case 'the user edits the spec after it':
      if (others.length > 0 || world.app === undefined) return false
      doEffects(run, pass, rest)
      editSpec(world, { restartNonce: 'edited' })
      return true
    case 'the original operator takes over and hands back':
      // Its status writes keep its own fields only.
      if (effect.type !== 'writeStatus' || world.app === undefined) return false
      // Where the original has begun to run a main() it does not know the job of, nobody can tell whether one comes;
      // where a rescale was being taken back for want of room, it is tried again; and where it could not be taken back,
      // the original deletes that cluster, whose label is not the deployed hash.
      if (runsSlowMain(world) || world.conditions.noRoom || world.conditions.patchesRefused) return false
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

function each(names: readonly string[], world: World, act: (world: World, name: string) => void): boolean {
  for (const name of names) act(world, name)
  return names.length > 0
}

/** Of what is on a node that is lost nobody learns anything. */
function jobManagersOf(world: World): string[] {
  return Object.keys(world.jobManagers).filter((name) => !isOnLostNode(world.pods[name]))
}

function taskManagersOf(world: World): string[] {
  return Object.values(world.pods)
    .filter((pod) => pod.metadata.labels?.['flink-deployment-type'] === 'taskmanager' && !isOnLostNode(pod))
    .map(({ metadata }) => metadata.name)
}

function ownDeployments(world: World): string[] {
  return Object.keys(world.deployments).filter((name) => name !== 'strangers')
}

function isBeingReplaced({ metadata, spec }: Deployment): boolean {
  return spec?.replicas === 0 && metadata.annotations?.[replicasAnnotation] !== undefined
}

function runsSlowMain({ app, conditions, due }: World): boolean {
  const hasSlowMain = app?.spec.programArgs?.includes('--slow-main') ?? false
  return hasSlowMain || conditions.mainMs > 0 || due.some(({ type }) => type === 'mainReturns')
}

/** What is left of a status when the original operator has written it. */
export function originalFields(status: ApplicationStatus): ApplicationStatus {
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
