import { isDuplicateJob, isFlinkError, isRefused } from '@flink-operator/flink-client'
import { isKubeError } from '@flink-operator/kube-runtime'
import { type ActionOutcome } from '@flink-operator/reconciler'

export type ActionResult = ActionOutcome['result']

/** What a failed request to the API server means for the decision: a no, or nothing known. */
export function outcomeOfKubeError(error: unknown): ActionResult {
  if (!isKubeError(error)) throw error
  if (error.mayHaveHappened || error.statusCode === undefined)
    return { kind: 'unknown', message: error.message }
  return { kind: 'refused', status: error.statusCode, message: error.message }
}

/** What a failed request to a JobManager means for the decision. Nobody reachable is a no that may pass. */
export function outcomeOfFlinkError(error: unknown): ActionResult {
  if (!isFlinkError(error)) throw error
  // A job under this very id was submitted before: an earlier try of the same submission.
  if (isDuplicateJob(error)) return { kind: 'done' }
  if (error.mayHaveHappened) return { kind: 'unknown', message: error.message }
  return {
    kind: 'refused',
    status: error.httpStatus ?? 503,
    message: error.message,
    ...(isRefused(error) ? { cause: error.reason } : {}),
  }
}
