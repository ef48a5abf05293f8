import { type Action } from '@flink-operator/reconciler'
import { type Hands } from './hands.ts'
import { jobManagerOf } from './job-manager-of.ts'
import { type ActionResult, outcomeOfFlinkError } from './outcome-of-error.ts'

/** The trigger id is in the status already, so asking twice stops the job once. */
export async function stopWithSavepoint(
  hands: Hands,
  { hash, jobId, triggerId }: Extract<Action, { type: 'stopWithSavepoint' }>,
): Promise<ActionResult> {
  const flink = jobManagerOf(hands, hash)
  if ('kind' in flink) return flink
  try {
    return { kind: 'done', ...(await flink.savepoints.triggerStop(jobId, { triggerId })) }
  } catch (error) {
    return outcomeOfFlinkError(error)
  }
}
