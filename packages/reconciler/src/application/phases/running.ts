import { settle } from '../settled.ts'
import { type PhaseStep } from '../situation.ts'
import { type NextPhase } from '../transitions.ts'
import { type Step } from '../decision.ts'

/**
 * The job of the spec runs, or has finished.
 *
 * Leads to `Updating`, or in place to `Rescaling`, when the spec asks for something else; to `Recovering` when the
 * job is lost; to `DeployFailed` when the change cannot be made.
 */
export const running: PhaseStep<'Running'> = (s) => settle(s) as Step<NextPhase<'Running'>>
