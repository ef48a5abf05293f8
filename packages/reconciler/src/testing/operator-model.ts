import { finalizer } from '@flink-operator/api'
import { type ApplicationStatus } from '../application/application.ts'
import { decideApplication } from '../application/decide.ts'
import { type Action, type Decision } from '../application/decision.ts'
import {
  type ActionOutcome,
  type Finding,
  type KubernetesObjects,
  type Observation,
  type Settings,
} from '../application/observation.ts'
import { type ClusterQuestion, whatToObserve } from '../application/what-to-observe.ts'
import { answer } from './flink-answers.ts'
import { callFlink } from './flink-requests.ts'
import { createObject, deleteObject, patchObject, removeApplication } from './kubernetes-model.ts'
import { type World } from './world.ts'

/** The limits are shorter than by default, so that fewer looks are played until they are reached. */
const defaultSettings: Settings = {
  containerNameFormat: '',
  schedulerName: '',
  ingressUrlFormat: '',
  useKubectlProxy: false,
  proxyPort: 8001,
  baseBackoffMs: 100,
  maxBackoffMs: 30_000,
  maxErrDurationMs: 60_000,
  flinkJobVertexTimeoutMs: 40_000,
}

/** What an operator process remembers between two passes. A crash loses it. */
export interface Memory {
  outcomes: ActionOutcome[]
  /** When it looked first. */
  sinceMs?: number
}

export const freshMemory = (): Memory => ({ outcomes: [] })

/** One thing that a pass does to the world. */
export type Effect =
  | { type: 'addFinalizer' }
  | { type: 'writeStatus'; status: ApplicationStatus }
  | { type: 'act'; action: Action }

export interface Pass {
  observation: Observation
  decision: Decision
  effects: Effect[]
  questions: ClusterQuestion[]
}

/** Observes and decides. `objects` may be older than the world, as a cache is. */
export function plan(world: World, memory: Memory, objects = objectsOf(world)): Pass | undefined {
  const app = world.app
  if (app === undefined) return undefined
  memory.sinceMs ??= world.nowMs
  const questions = whatToObserve(app, objects, defaultSettings, world.nowMs)
  const observation: Observation = {
    nowMs: world.nowMs,
    watchedSinceMs: memory.sinceMs,
    app,
    settings: defaultSettings,
    objects,
    findings: findingsOf(app.spec.image ?? ''),
    clusters: Object.fromEntries(questions.map((question) => [question.hash, answer(world, question)])),
    outcomes: memory.outcomes,
    inFlight: [],
  }
  const decision = decideApplication(observation)
  const effects: Effect[] = [
    ...(decision.addFinalizer ? [{ type: 'addFinalizer' } as const] : []),
    ...(decision.statusChanged ? [{ type: 'writeStatus', status: decision.status } as const] : []),
    ...decision.actions.map((action) => ({ type: 'act', action }) as const),
  ]
  return { observation, decision, effects, questions }
}

/** Carries one effect out on the world and tells how it went. */
export function carryOut(
  world: World,
  effect: Effect,
  questions: readonly ClusterQuestion[],
): ActionOutcome['result'] {
  const app = world.app
  if (app === undefined) return { kind: 'refused', status: 404, message: 'the application is gone' }
  switch (effect.type) {
    case 'addFinalizer':
      app.metadata.finalizers = [...(app.metadata.finalizers ?? []), finalizer]
      return { kind: 'done' }
    case 'writeStatus':
      world.app = {
        ...app,
        status: world.conditions.originalDefinition ? pruned(effect.status) : effect.status,
      }
      return { kind: 'done' }
    case 'act':
      return act(world, effect.action, questions)
  }
}

function pruned({ lastSeenError, ...status }: ApplicationStatus): ApplicationStatus {
  if (lastSeenError === undefined) return status
  const { lastErrorUpdateTime: _, ...kept } = lastSeenError
  return { ...status, lastSeenError: kept }
}

/** Notes how an action went, as the hands do. */
export function remember(
  memory: Memory,
  effect: Effect,
  atMs: number,
  result: ActionOutcome['result'],
): void {
  if (effect.type !== 'act') return
  const { id } = effect.action
  memory.outcomes = [...memory.outcomes.filter((outcome) => outcome.id !== id), { id, atMs, result }]
}

function act(world: World, action: Action, questions: readonly ClusterQuestion[]): ActionOutcome['result'] {
  switch (action.type) {
    case 'createObject':
      return createObject(world, action.object)
    case 'patchObject':
      return patchObject(world, action.target, action.patch)
    case 'deleteObject':
      return deleteObject(world, action.target, action.uid, action.resourceVersion)
    case 'removeFinalizer':
      if (world.app?.metadata.deletionTimestamp !== undefined) removeApplication(world)
      return { kind: 'done' }
    default:
      return callFlink(
        world,
        questions.find((question) => question.hash === action.hash),
        action,
      )
  }
}

export function objectsOf(world: World): KubernetesObjects {
  return {
    deployments: Object.values(world.deployments),
    services: Object.values(world.services),
    ingresses: Object.values(world.ingresses),
    pods: Object.values(world.pods),
  }
}

/** The one rule of the world: an image that is called invalid is. */
function findingsOf(image: string): Finding[] {
  if (!image.startsWith('invalid')) return []
  return [
    {
      rule: 'imageInvalid',
      path: 'spec.image',
      message: `${image} is no image.`,
      remedy: 'Name one.',
      severity: 'error',
    },
  ]
}
