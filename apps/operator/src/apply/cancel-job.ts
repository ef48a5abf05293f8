import { isGone, isNotFound } from '@flink-operator/flink-client'
import { type Action } from '@flink-operator/reconciler'
import { type Hands } from './hands.ts'
import { jobManagerOf } from './job-manager-of.ts'
import { type ActionResult, outcomeOfFlinkError } from './outcome-of-error.ts'

/** Only begins the cancellation. A job that has ended, or that nobody knows, needs none. */
export async function cancelJob(
  hands: Hands,
  { hash, jobId }: Extract<Action, { type: 'cancelJob' }>,
): Promise<ActionResult> {
  const flink = jobManagerOf(hands, hash)
  if ('kind' in flink) return flink
  try {
    await flink.jobs.cancel(jobId)
    return { kind: 'done' }
  } catch (error) {
    if (isGone(error) || isNotFound(error)) return { kind: 'done' }
    return outcomeOfFlinkError(error)
  }
}
