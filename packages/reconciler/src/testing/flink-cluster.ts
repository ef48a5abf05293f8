import { type JobAnswer, type Snapshot } from '../application/observation.ts'
import { type Action } from '../application/decision.ts'

export type FlinkEvent = { system: 'flink'; pod: string } & (
  | { type: 'jobManagerAnswers' }
  | { type: 'taskManagerRegistered' }
  | { type: 'tasksEnd'; jobId: string }
  | { type: 'mainReturns'; request: RunRequest }
  | { type: 'jobRuns'; jobId: string }
  | { type: 'jobFails'; jobId: string; cause: string }
  | { type: 'jobFinishes'; jobId: string }
  | { type: 'checkpointCompletes'; jobId: string }
  | { type: 'savepointEnds'; jobId: string; triggerId: string }
  | { type: 'jobEnds'; jobId: string; state: string }
)

/** What lies under a path. Files disappear with their owner's policy, never by themselves. */
export interface StoredSnapshot {
  jobId: string
  isSavepoint: boolean
  /** Position in the application's history: of two snapshots the later one has seen more. */
  position: number
  takenAtMs: number
}

export interface JobManagerProcess {
  /** The hash that its pod was created under: its TaskManagers bear the same. */
  cluster: string
  isAnswering: boolean
  /** When it gets back the jobs of the one before it. */
  recoversAtMs?: number
  /** The uid of the application: the Service that TaskManagers find it by leads to no other's. */
  application: string
  /** Where it keeps its jobs with high availability. */
  clusterId: string
  taskManagers: string[]
  jobs: Record<string, FlinkJob>
  triggers: Record<string, Trigger>
  /** What it told of a job, which it repeats for a while. */
  told: Record<string, { atMs: number; details: JobAnswer }>
}

export interface FlinkJob {
  id: string
  state: string
  parallelism: number
  args: string
  startedAtMs: number
  restoredFrom?: string
  /** How far it has come: grows with time, so that going back in time shows. */
  snapshots: Snapshot[]
  cause?: string
}

/** Tasks that run on though their JobManager is gone, until their TaskManager misses its heartbeats. */
export interface OrphanedTasks {
  pod: string
  jobId: string
}

export interface Trigger {
  jobId: string
  cancel: boolean
  stop: boolean
  state: 'inProgress' | 'completed' | 'failed'
  location?: string
  message?: string
  /** When it was completed or failed: Flink forgets it some time later. */
  endedAtMs?: number
}

export type RunRequest = Extract<Action, { type: 'runJar' }>

const terminal = new Set(['FINISHED', 'CANCELED', 'FAILED'])

export function isTerminal(job: FlinkJob): boolean {
  return terminal.has(job.state)
}
