import { settle } from '../settled.ts'
import { type PhaseStep } from '../situation.ts'
import { type NextPhase } from '../transitions.ts'
import { type Step } from '../decision.ts'

/**
 * What the spec asks for could not be deployed. What ran before runs again, if anything did.
 *
 * Leads to `Updating` or `Rescaling` when an edit gives reason to try again; to `Running` when the spec returns to
 * what is deployed; to `Recovering` when the deployed job is lost.
 */
export const deployFailedPhase: PhaseStep<'DeployFailed'> = (s) =>
  settle(s) as Step<NextPhase<'DeployFailed'>>
