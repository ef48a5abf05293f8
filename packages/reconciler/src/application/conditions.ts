import { type ApplicationStatus, type Condition } from './application.ts'
import { toSecond } from './instant.ts'
import { type Reason } from './reasons.ts'
import { type Phase } from './transitions.ts'
import { deployedJobStatus } from './versions.ts'

export interface Verdict {
  phase: Phase
  reason: Reason
  message: string
  generation: number
  nowMs: number
  /** What is deployed is what the spec asks for. */
  isCurrent: boolean
}

/**
 * The conditions, in the sense of kstatus: `Reconciling` and `Stalled` are there only while they are true. Their
 * messages hold no times, so that they change only when something has.
 */
export function conditionsOf(status: ApplicationStatus, verdict: Verdict): Condition[] {
  const { phase, reason, message, isCurrent } = verdict
  const job = jobRunning(status, verdict)
  const isSettled = phase === 'Running' || phase === 'DeployFailed' || phase === 'DualRunning'
  const isStalled = phase === 'DeployFailed' || reason === 'DeletionBlocked'
  const isReady = phase === 'Running' && isCurrent && job.isGood
  const conditions: Draft[] = [
    isReady
      ? { type: 'Ready', status: 'True', reason: job.reason, message: job.message }
      : {
          type: 'Ready',
          status: 'False',
          reason: phase === 'Running' && isCurrent ? job.reason : reason,
          message: phase === 'Running' && isCurrent ? job.message : message,
        },
  ]
  if (!isSettled && !isStalled) conditions.push({ type: 'Reconciling', status: 'True', reason, message })
  if (isStalled) conditions.push({ type: 'Stalled', status: 'True', reason, message })
  conditions.push({ type: 'JobRunning', status: job.status, reason: job.reason, message: job.message })
  conditions.push(stateRecorded(status))
  return conditions.map((draft) => dated(draft, status.conditions, verdict))
}

type Draft = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>

function jobRunning(
  status: ApplicationStatus,
  { phase, reason }: Verdict,
): {
  status: Condition['status']
  reason: Reason
  message: string
  isGood: boolean
} {
  const { jobID, state, health } = deployedJobStatus(status)
  if (!jobID) {
    return { status: 'False', reason: 'NoJob', message: 'No job of this application runs', isGood: false }
  }
  const isUnreachable =
    status.clusterStatus?.health === 'Red' && (phase === 'Running' || phase === 'DeployFailed')
  if (reason === 'JobLost') {
    return { status: 'False', reason, message: `Job ${jobID} is gone`, isGood: false }
  }
  if (state === 'FINISHED') {
    return { status: 'False', reason: 'JobFinished', message: `Job ${jobID} has finished`, isGood: true }
  }
  if (state === 'FAILED') {
    return { status: 'False', reason: 'JobFailed', message: `Job ${jobID} has failed`, isGood: false }
  }
  if (state === 'CANCELED') {
    return {
      status: 'False',
      reason: 'JobCanceled',
      message: `Job ${jobID} was cancelled by somebody else`,
      isGood: false,
    }
  }
  if (isUnreachable) {
    return {
      status: 'Unknown',
      reason: 'JobManagerUnreachable',
      message: `The JobManager of job ${jobID} does not answer`,
      isGood: false,
    }
  }
  if (health === 'Red' || state === 'RESTARTING' || state === 'FAILING') {
    return {
      status: 'False',
      reason: 'JobRestarting',
      message: `Job ${jobID} is failing and restarting`,
      isGood: false,
    }
  }
  return { status: 'True', reason: 'JobRunning', message: `Job ${jobID} runs`, isGood: true }
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

function dated(
  draft: Draft,
  before: readonly Condition[] | undefined,
  { generation, nowMs }: Verdict,
): Condition {
  const known = before?.find((condition) => condition.type === draft.type)
  const lastTransitionTime = known?.status === draft.status ? known.lastTransitionTime : toSecond(nowMs)
  return { ...draft, observedGeneration: generation, lastTransitionTime }
}
