import { type FlinkApplicationStatus } from './kinds.ts'

/** A step of a deployment; the empty string is a new application. */
export type Phase = NonNullable<FlinkApplicationStatus['phase']>

export const phases = [
  '',
  'Updating',
  'Rescaling',
  'ClusterStarting',
  'Savepointing',
  'Cancelling',
  'Recovering',
  'SubmittingJob',
  'Running',
  'DualRunning',
  'RollingBackJob',
  'DeployFailed',
  'Deleting',
] as const satisfies readonly Phase[]

/** Whether `value` is a phase of this version. A status that another version wrote may hold any text. */
export function isPhase(value: string): value is Phase {
  return (phases as readonly string[]).includes(value)
}
