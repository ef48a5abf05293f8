import { type Cluster } from './cluster.ts'
import { type JobAnswer } from './observation.ts'
import { type Situation } from './situation.ts'

/** What is known of one job. */
export type Job =
  /** Its JobManager does not know it, or nothing of its cluster is left: it runs nowhere. */
  | { presence: 'absent' }
  /** Nobody can say now. */
  | { presence: 'unknown'; reason: string }
  | {
      presence: 'present'
      state: string
      /** Globally terminal: it never runs or writes again. */
      isTerminal: boolean
      /** Every subtask runs or has finished. */
      isRunning: boolean
      runningTasks: number
      totalTasks: number
      details?: JobAnswer
    }

const terminalStates: ReadonlySet<string> = new Set(['FINISHED', 'CANCELED', 'FAILED'])

/**
 * Looks for a job on a cluster. The list of jobs is never cached by Flink but leaves out a job whose master does
 * not answer; the 404 of the job itself is the only proof of absence.
 */
export function findJob(cluster: Cluster, jobId: string | undefined): Job {
  if (jobId === undefined || jobId === '') return { presence: 'absent' }
  if (cluster.isGone) return { presence: 'absent' }
  const { answer } = cluster
  if (answer.state !== 'ready') return { presence: 'unknown', reason: answer.reason }
  const details = answer.details[jobId]
  const listed = answer.jobs.find((job) => job.id === jobId)
  if (listed === undefined) {
    if (details === 'absent') return { presence: 'absent' }
    if (details === undefined) return { presence: 'unknown', reason: `job ${jobId} has not been asked for` }
  }
  const state = listed?.state ?? (details as JobAnswer).state
  const tasks = listed?.tasks ?? {}
  const totalTasks = tasks['total'] ?? 0
  const runningTasks = tasks['running'] ?? 0
  return {
    presence: 'present',
    state,
    isTerminal: terminalStates.has(state),
    isRunning: state === 'RUNNING' && runningTasks + (tasks['finished'] ?? 0) >= totalTasks,
    runningTasks,
    totalTasks,
    ...(details !== undefined && details !== 'absent' && { details }),
  }
}

/** The jobs on a cluster that may still write, as far as its JobManager tells. */
export function liveJobs({ answer }: Cluster): string[] {
  if (answer.state !== 'ready') return []
  return answer.jobs.filter(({ state }) => !terminalStates.has(state)).map(({ id }) => id)
}

/** Every task of the job runs or has finished. */
export function isRunning(job: Job): boolean {
  return job.presence === 'present' && job.isRunning
}

/** Its JobManager knows it, and it may still write. */
export function isAlive(job: Job): boolean {
  return job.presence === 'present' && !job.isTerminal
}

/** True only when the job can never write again. */
export function hasEnded(job: Job): boolean {
  return job.presence === 'absent' || (job.presence === 'present' && job.isTerminal)
}

/** The deployed job has come to its own end, though its JobManager may have forgotten that since. */
export function hasFinished({
  currentJob,
  currentJobStatus,
}: Pick<Situation, 'currentJob' | 'currentJobStatus'>): boolean {
  if (currentJob.presence === 'present') return currentJob.state === 'FINISHED'
  return currentJob.presence === 'absent' && currentJobStatus.state === 'FINISHED'
}
