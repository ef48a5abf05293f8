import { isDuplicateJob, isFlinkError, isRefused } from '@flink-operator/flink-client'
import { isKubeError } from '@flink-operator/kube-runtime'
import { type ActionOutcome } from '@flink-operator/reconciler'

/** @property retryAfterMs how long the API server asks to be left alone; of no interest to a decision */
export type ActionResult = ActionOutcome['result'] & { retryAfterMs?: number }

/** What a failed request to the API server means for the decision: a no, or nothing known. */
export function outcomeOfKubeError(error: unknown): ActionResult {
  if (!isKubeError(error)) throw error
  const { message, retryAfterMs } = error
  const pause = retryAfterMs === undefined ? {} : { retryAfterMs }
  if (error.mayHaveHappened || error.statusCode === undefined) return { kind: 'unknown', message, ...pause }
  return { kind: 'refused', status: error.statusCode, message, ...pause }
}

/**
 * Whether an object was not made because its namespace is being deleted: the application goes with it, so there is
 * nothing to be counted as a failure, and nobody to be told. The API server's sentence is the same for every resource.
 *
 * @see k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle
 */
export function isOfEndingNamespace({
  status,
  message,
}: {
  status?: number | undefined
  message: string
}): boolean {
  return status === 403 && message.includes('because it is being terminated')
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
