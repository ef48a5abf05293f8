import { type ApplicationStatus, type Condition } from './application.ts'
import { toSecond } from './instant.ts'
import { type Job } from './job.ts'
import { type Finding } from './observation.ts'
import { type PodProblem } from './pod-problem.ts'
import { type Reason, reasons } from './reasons.ts'
import { type Phase } from './transitions.ts'
import { deployedJobStatus } from './versions.ts'

export interface Verdict {
  phase: Phase
  reason: Reason
  message: string
  generation: number
  nowMs: number
  /** It has waited for this for twice as long as anything may take. */
  isOverdue: boolean
  /** What is deployed is what the spec asks for. */
  isCurrent: boolean
  /** What Flink says of the job that the status names. */
  observed: Job
  /** What ails the pods of the deployed version: told only while its job fails or cannot be asked for. */
  problems: { jobManager?: PodProblem | undefined; any?: PodProblem | undefined }
  findings: readonly Finding[]
}

/**
 * The conditions, in the sense of kstatus: `Reconciling` and `Stalled` are there only while they are true. Their
 * messages hold no times, so that they change only when something has.
 */
export function conditionsOf(status: ApplicationStatus, verdict: Verdict): Condition[] {
  const { phase, reason, message, isCurrent } = verdict
  const job = jobRunning(status, verdict)
  const isSettled = isAtRest(phase)
  // A lost job that could not be started again is tried again after a pause.
  const isReady = phase === 'Running' && isCurrent && job.isGood
  const isRetried = phase === 'DeployFailed' && status.deployed?.recoveryFailedAt !== undefined
  const isStalled =
    (phase === 'DeployFailed' && !isRetried) ||
    reason === 'DeletionBlocked' ||
    isOverdueForOthers(status, verdict) ||
    (!isReady && isLeftAlone(status, verdict))
  const told =
    phase === 'Running' && isCurrent
      ? { reason: job.reason, message: job.message }
      : { reason, message: message || reasons[reason] }
  const conditions: Draft[] = [{ type: 'Ready', status: isReady ? 'True' : 'False', ...told }]
  if ((!isSettled || isRetried) && !isStalled)
    conditions.push({ type: 'Reconciling', status: 'True', ...told })
  if (isStalled) conditions.push({ type: 'Stalled', status: 'True', ...told })
  conditions.push({ type: 'JobRunning', status: job.status, reason: job.reason, message: job.message })
  conditions.push(stateRecorded(status), ...doubts(verdict.findings))
  return conditions.map((draft) => dated(draft, status.conditions, verdict))
}

type Draft = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>

function isAtRest(phase: Phase): boolean {
  return phase === 'Running' || phase === 'DeployFailed' || phase === 'DualRunning'
}

/**
 * A job that has failed for good or was cancelled by somebody else, one that is gone and could not be brought back before,
 * and a spec that is held back: the operator does nothing about them. `JobLost` is the reason while it is about to.
 */
function isLeftAlone(status: ApplicationStatus, { phase, reason, isCurrent, observed }: Verdict): boolean {
  if (phase !== 'Running') return false
  if (!isCurrent) return reason === 'DeployHeldBack'
  const recorded = deployedJobStatus(status).state
  const state = observed.presence === 'present' ? observed.state : recorded
  return (
    state === 'FAILED' || state === 'CANCELED' || (reason === 'JobRunning' && observed.presence === 'absent')
  )
}

/**
 * All is done that may be for the end of a job or a cluster, and still pods of it are left: on a node that is lost, which only
 * Kubernetes or a person can remove.
 */
function isOverdueForOthers(
  { conditions }: ApplicationStatus,
  { phase, reason, isOverdue }: Verdict,
): boolean {
  // An operator that starts anew counts from its start, but has nothing new to tell.
  const wasTold = conditions?.some((known) => isLeftToOthers(known) && known.reason === reason)
  return (isOverdue || wasTold === true) && isForPods(reason) && !isAtRest(phase) && phase !== 'Deleting'
}

/** Whether a condition says that pods are left which only others can remove. */
export function isLeftToOthers({ type, reason }: Pick<Condition, 'type' | 'reason'>): boolean {
  return type === 'Stalled' && isForPods(reason)
}

function isForPods(reason: string): boolean {
  return reason === 'WaitingForJobToEnd' || reason === 'WaitingForClusterToEnd'
}

type JobVerdict = Omit<Draft, 'type' | 'reason'> & { reason: Reason; isGood: boolean }

function jobRunning(status: ApplicationStatus, { phase, reason, observed, problems }: Verdict): JobVerdict {
  const { jobID, state: recorded, health } = deployedJobStatus(status)
  if (!jobID) return no('NoJob', 'No job of this application runs')
  const isPresent = observed.presence === 'present'
  const state = isPresent ? observed.state : recorded
  const failure = isPresent ? observed.details?.rootCause : undefined
  if (reason !== 'JobLost') {
    if ((state === 'FINISHED' || state === 'CANCELED') && !isAtRest(phase))
      return no('JobEnded', `Job ${jobID} has ended`)
    if (state === 'FINISHED') return { ...no('JobFinished', `Job ${jobID} has finished`), isGood: true }
    if (state === 'CANCELED') return no('JobCanceled', `Job ${jobID} was cancelled by somebody else`)
    if (state === 'FAILED')
      return no('JobFailed', because(`Job ${jobID} has failed`, problems.any?.message ?? failure))
  }
  if (reason === 'JobLost' || observed.presence === 'absent') {
    const problem = problems.jobManager
    return no(problem?.reason ?? 'JobLost', because(`Job ${jobID} is gone`, problem?.message))
  }
  if (observed.presence === 'unknown') {
    const problem = problems.jobManager
    const symptom = `The JobManager of job ${jobID} does not answer`
    return {
      ...no(problem?.reason ?? 'JobManagerUnreachable', because(symptom, problem?.message)),
      status: 'Unknown',
    }
  }
  const isFailing = state === 'RESTARTING' || state === 'FAILING'
  if (isFailing || (isAtRest(phase) && health === 'Red')) {
    const problem = problems.any
    const cause = problem?.message ?? failure
    return no(problem?.reason ?? 'JobRestarting', because(`Job ${jobID} is failing and restarting`, cause))
  }
  if (state === 'CANCELLING') return no('WaitingForJobToEnd', `Job ${jobID} is ending`)
  if (!observed.isRunning && !(state === 'RUNNING' && isAtRest(phase)))
    return no('JobStarting', `Job ${jobID} is starting`)
  return { status: 'True', reason: 'JobRunning', message: `Job ${jobID} runs`, isGood: true }
}

function no(reason: Reason, message: string): JobVerdict {
  return { status: 'False', reason, message, isGood: false }
}

function because(symptom: string, cause: string | undefined): string {
  return cause === undefined ? symptom : `${symptom}: ${cause.slice(0, 500)}`
}

function stateRecorded(status: ApplicationStatus): Draft {
  const path = status.savepointPath || status.restorePoint?.newest?.path
  if (!path) {
    return {
      type: 'StateRecorded',
      status: 'False',
      reason: 'NoRestorePoint',
      message: 'No savepoint or checkpoint is known yet',
    }
  }
  return {
    type: 'StateRecorded',
    status: 'True',
    reason: 'RestorePointKnown',
    message: 'The newest one known stands in status.restorePoint.newest or status.savepointPath',
  }
}

/** What the webhook warned about, or would have if it had been up. */
function doubts(findings: readonly Finding[]): Draft[] {
  const sentences = findings
    .filter(({ severity }) => severity === 'warning')
    .map(({ rule, path, message, remedy }) => `${path}: ${message} ${remedy} [${rule}]`)
  if (sentences.length === 0) return []
  const told = sentences.slice(0, mostDoubts).map((sentence) => sentence.slice(0, 500))
  const left = sentences.length - told.length
  const message = [...told, ...(left > 0 ? [`And ${left} more.`] : [])].join(' ')
  return [{ type: 'SpecDoubtful', status: 'True', reason: 'SpecDoubtful' satisfies Reason, message }]
}

/** A status has room for so many, and a reader patience. */
const mostDoubts = 5

function dated(
  draft: Draft,
  before: readonly Condition[] | undefined,
  { generation, nowMs }: Verdict,
): Condition {
  const known = before?.find((condition) => condition.type === draft.type)
  const lastTransitionTime = known?.status === draft.status ? known.lastTransitionTime : toSecond(nowMs)
  return { ...draft, observedGeneration: generation, lastTransitionTime }
}
