import { type ApplicationStatus } from './application.ts'
import { isLeftToOthers } from './conditions.ts'
import { type EventToRecord } from './decision.ts'

/** Events that more than one phase has to tell, in the original operator's words where it has any. */

export function jobSubmitted(jobId: string): EventToRecord {
  return {
    type: 'Normal',
    reason: 'JobSubmitted',
    message: `Flink job submitted to cluster with id ${jobId}`,
  }
}

export const jobFinished: EventToRecord = { type: 'Normal', reason: 'JobFinished', message: 'Job finished' }

export function startingWithoutState(why: string, what = 'The new job'): EventToRecord {
  return {
    type: 'Warning',
    reason: 'StartingWithoutState',
    message: `${what} starts without state: ${why}`,
  }
}

/** The end of the time for a wait that no time may end: told once, when the condition begins. */
export function stalled(before: ApplicationStatus, after: ApplicationStatus): EventToRecord[] {
  const of = ({ conditions }: ApplicationStatus) => conditions?.find(isLeftToOthers)
  const condition = of(after)
  if (condition === undefined || of(before) !== undefined) return []
  return [{ type: 'Warning', reason: 'Stalled', message: condition.message }]
}
