import { type Schemas } from './decode.ts'

export type JobState = Schemas['JobState']

/** FINISHED, CANCELED or FAILED: for good. SUSPENDED is not, the job may go on under another JobManager. */
export function hasEnded(state: JobState): boolean {
  return state === 'FINISHED' || state === 'CANCELED' || state === 'FAILED'
}
