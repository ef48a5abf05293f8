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
