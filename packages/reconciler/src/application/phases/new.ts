import { type PhaseStep } from '../situation.ts'
import { startDeploy } from '../start-deploy.ts'

/**
 * An application that nothing has been done for.
 *
 * Leads to `ClusterStarting`; to `DeployFailed` when the spec cannot be deployed as it stands.
 */
export const newApplication: PhaseStep<'New'> = (s) => startDeploy(s)
