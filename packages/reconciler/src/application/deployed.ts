import { type ApplicationStatus, type Deployed } from './application.ts'
import { type Situation } from './situation.ts'

/** What is recorded of the deployed version; the original operator records nothing of it. */
export function deployedOf({ status, wanted }: Situation): Deployed {
  return status.deployed ?? { generation: wanted.generation, inputs: wanted.inputs, content: '' }
}

/**
 * Once a lost job is there again, by Flink's high availability, what it was to be started from is no longer its last state; and once
 * a cluster is gone, the label that it had may be that of a new one.
 */
export function withoutOutdated(s: Situation, status: ApplicationStatus): ApplicationStatus {
  if (status.deployed === undefined) return status
  const { recoverFrom, labelledAs, ...deployed } = status.deployed
  const isBack = s.currentJob.presence === 'present' && !s.currentJob.isTerminal
  const keepsFrom = recoverFrom !== undefined && !isBack
  const keepsLabel = labelledAs !== undefined && (s.current.jobManager ?? s.current.taskManager) !== undefined
  if (keepsFrom === (recoverFrom !== undefined) && keepsLabel === (labelledAs !== undefined)) return status
  return {
    ...status,
    deployed: { ...deployed, ...(keepsFrom && { recoverFrom }), ...(keepsLabel && { labelledAs }) },
  }
}
