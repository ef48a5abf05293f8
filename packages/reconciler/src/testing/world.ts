import { type Application, type ApplicationSpec } from '../application/application.ts'
import { type Deployment, type Ingress, type Pod, type Service } from '../application/observation.ts'
import {
  type FlinkEvent,
  type FlinkJob,
  type JobManagerProcess,
  type OrphanedTasks,
  type StoredSnapshot,
} from './flink-cluster.ts'
import { copy } from './copy.ts'

export type KubernetesEvent = { system: 'kubernetes' } & (
  | { type: 'podRuns'; pod: string }
  | { type: 'podGone'; pod: string }
  | { type: 'deploymentSynced'; deployment: string }
)

/**
 * A Kubernetes and its Flink clusters as plain data. Nothing in it runs: `advance` carries out, in order, what is due
 * up to a moment. It can be copied at any point, so every continuation from there can be tried.
 *
 * Written from the documentation of the two, kept to what decisions can notice. A job does what its `programArgs` ask
 * for: see `does` in the model of Flink.
 */
export interface World {
  nowMs: number
  /** Absent once the API server has removed it. */
  app?: Application
  /** The specifications that there have been, by generation. */
  specs: Record<number, ApplicationSpec>
  deployments: Record<string, Deployment>
  services: Record<string, Service>
  ingresses: Record<string, Ingress>
  pods: Record<string, Pod>
  /** The memory of the JobManager processes, by pod. It goes with the pod. */
  jobManagers: Record<string, JobManagerProcess>
  orphans: OrphanedTasks[]
  /** With high availability, by cluster id, what the next JobManager process recovers. */
  lostJobs?: Record<string, Record<string, FlinkJob>>
  /** The jobs that came to their own end. */
  finished: string[]
  /** What lies in the storage, by path. */
  storage: Record<string, StoredSnapshot>
  due: DueEvent[]
  conditions: Conditions
  counter: number
  /** What the outside world would notice and tests ask for. */
  history: string[]
  /** What the judge has to remember. */
  judged: {
    observedGeneration?: number
    intents: Record<string, string>
    /** Up to which snapshot all state was given up by a start without state that the spec permitted. */
    givenUp?: number
    /** Jobs of versions that were rolled back: the old version may not be able to read what they made of the state. */
    abandoned: string[]
    /** By job id, the generation of the specification that it was started for. */
    startedFor: Record<string, number>
  }
}

/** What the test says about the world. */
export interface Conditions {
  flinkVersion: string
  /** Retention of checkpoints: kept on cancellation. */
  retained: boolean
  savepointFails: boolean
  /** The savepoint is complete, but the job fails while stopping. */
  stopFails: boolean
  savepointHangs: boolean
  /** The original's definition is still there, which drops `lastErrorUpdateTime` at every write. */
  originalDefinition: boolean
  /** Submissions are refused for a reason that may pass. */
  submissionsFail: boolean
  /** Requests to cancel a job are refused for a reason that may pass. */
  cancellationsFail: boolean
  /** How long the main() of a program runs that begins now; longer than 0 is longer than the request waits. */
  mainMs: number
  /** Another checkpoint is completed just before a job is cancelled. */
  checkpointBeforeEnd: boolean
  /** How long a JobManager repeats what it told of a job before it looks again (`web.refresh-interval`). */
  refreshMs: number
  /** No node has room for another TaskManager. */
  noRoom: boolean
  /** A quota lets no other TaskManager pod in. */
  podsRefused: boolean
  /** An admission policy lets no TaskManager Deployment in. */
  taskManagersRefused: boolean
  /** An admission policy lets nobody change a Deployment. */
  patchesRefused: boolean
  /** Flink's high availability: a new JobManager process recovers the jobs of the old one. */
  highAvailability: boolean
  podStartMs: number
  jobManagerStartMs: number
  registerMs: number
  jobStartMs: number
  savepointMs: number
  endMs: number
  checkpointMs: number
  terminationMs: number
  /** With high availability, how long a JobManager answers before it has recovered the jobs. */
  recoveryMs: number
  /** How far the clock of Flink's machines is ahead of the operator's; negative behind. */
  flinkClockMs: number
  /** How long tasks outlive their JobManager (`heartbeat.timeout`). */
  orphanedMs: number
  /** How long such a TaskManager takes to come to the next JobManager. */
  reconnectMs: number
  slotsPerTaskManager: number
}

type DueEvent = { atMs: number } & (KubernetesEvent | FlinkEvent)

const calm: Conditions = {
  flinkVersion: '1.20.5',
  retained: true,
  savepointFails: false,
  stopFails: false,
  savepointHangs: false,
  originalDefinition: false,
  submissionsFail: false,
  cancellationsFail: false,
  mainMs: 0,
  checkpointBeforeEnd: false,
  refreshMs: 3_000,
  noRoom: false,
  podsRefused: false,
  taskManagersRefused: false,
  patchesRefused: false,
  highAvailability: false,
  podStartMs: 1_000,
  jobManagerStartMs: 2_000,
  registerMs: 500,
  jobStartMs: 600,
  savepointMs: 450,
  endMs: 150,
  checkpointMs: 5_000,
  terminationMs: 1_000,
  recoveryMs: 0,
  flinkClockMs: 0,
  orphanedMs: 6_000,
  reconnectMs: 500,
  slotsPerTaskManager: 2,
}

/** A world with nothing in it but the application. */
export function newWorld(app: Application, conditions: Partial<Conditions> = {}): World {
  return {
    nowMs: Date.parse('2026-01-01T00:00:00Z'),
    app,
    specs: { [app.metadata.generation ?? 1]: app.spec },
    deployments: {},
    services: {},
    ingresses: {},
    pods: {},
    jobManagers: {},
    orphans: [],
    finished: [],
    storage: {},
    due: [],
    conditions: { ...calm, ...conditions },
    counter: 0,
    history: [],
    judged: newJudged(),
  }
}

/** Nothing is known of what another application of the same name did. */
export function newJudged(): World['judged'] {
  return { intents: {}, abandoned: [], startedFor: {} }
}

/** A copy that can go another way. A spec is never changed in place, so the copies share it. */
export function copyWorld({ app, specs, ...world }: World): World {
  const others = { ...copy(world), specs: { ...specs } }
  if (app === undefined) return others
  const { spec, ...rest } = app
  return { ...others, app: { ...copy(rest), spec } }
}

/** A name or id that the world has not given before. */
export function nextNumber(world: World): number {
  world.counter += 1
  return world.counter
}

export function schedule(world: World, inMs: number, event: KubernetesEvent | FlinkEvent): void {
  const due: DueEvent = { atMs: world.nowMs + inMs, ...event }
  const index = world.due.findIndex((other) => other.atMs > due.atMs)
  if (index === -1) world.due.push(due)
  else world.due.splice(index, 0, due)
}
