import { type ApplicationStatus, type Deployed } from './application.ts'
import { type Situation } from './situation.ts'

/** What is recorded of the deployed version; the original operator records nothing of it. */
export function deployedOf({ status, wanted }: Situation): Deployed {
  return status.deployed ?? { generation: wanted.generation, inputs: wanted.inputs, content: '' }
}

/** Once a lost job is there again, by Flink's high availability, what it was to be started from is no longer its last state. */
export function withoutOutdated({ currentJob }: Situation, status: ApplicationStatus): ApplicationStatus {
  if (status.deployed?.recoverFrom === undefined) return status
  if (currentJob.presence !== 'present' || currentJob.isTerminal) return status
  const { recoverFrom: _, ...deployed } = status.deployed
  return { ...status, deployed }
}
