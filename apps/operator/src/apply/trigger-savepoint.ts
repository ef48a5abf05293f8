import { type Action } from '@flink-operator/reconciler'
import { type Hands } from './hands.ts'
import { jobManagerOf } from './job-manager-of.ts'
import { type ActionResult, outcomeOfFlinkError } from './outcome-of-error.ts'

/** Flink before 1.15 chooses the trigger id itself; the outcome tells which. */
export async function triggerSavepoint(
  hands: Hands,
  { hash, jobId, cancelJob, triggerId }: Extract<Action, { type: 'triggerSavepoint' }>,
): Promise<ActionResult> {
  const flink = jobManagerOf(hands, hash)
  if ('kind' in flink) return flink
  try {
    return { kind: 'done', ...(await flink.savepoints.trigger(jobId, { cancelJob, triggerId })) }
  } catch (error) {
    return outcomeOfFlinkError(error)
  }
}
