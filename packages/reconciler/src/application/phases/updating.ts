import { goTo } from '../decision.ts'
import { type PhaseStep } from '../situation.ts'
import { isReverted } from '../spec-change.ts'
import { startDeploy } from '../start-deploy.ts'

/**
 * The spec asks for something else than what is deployed.
 *
 * Leads to `ClusterStarting`; back to `Running` when the spec has returned to what runs; to `DeployFailed` when it
 * cannot be deployed as it stands.
 */
export const updating: PhaseStep<'Updating'> = (s) => {
  if (isReverted(s)) {
    return goTo('Running', 'SpecReverted', { message: 'The spec is again the one that runs' })
  }
  return startDeploy(s)
}
