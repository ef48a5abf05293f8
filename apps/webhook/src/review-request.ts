/** The part of an `admission.k8s.io/v1` AdmissionReview that every answer needs; the rest is for the rules. */
export interface ReviewRequest {
  uid: string
  operation: string
  object?: unknown
  oldObject?: unknown
  [field: string]: unknown
}

/** A body that is no AdmissionReview, so there is no uid to answer to. */
export class ReviewRequestError extends Error {
  override readonly name = 'ReviewRequestError'
}

const operations = new Set(['CREATE', 'UPDATE', 'DELETE', 'CONNECT'])

/** @throws ReviewRequestError */
export function parseReviewRequest(body: Buffer): ReviewRequest {
  let review: unknown
  try {
    review = JSON.parse(body.toString('utf8'))
  } catch (error) {
    throw new ReviewRequestError(
      `the body is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  if (
    !isRecord(review) ||
    review['apiVersion'] !== 'admission.k8s.io/v1' ||
    review['kind'] !== 'AdmissionReview'
  ) {
    throw new ReviewRequestError('the body is no AdmissionReview of admission.k8s.io/v1')
  }
  const { request } = review
  if (!isRecord(request) || typeof request['uid'] !== 'string' || typeof request['operation'] !== 'string') {
    throw new ReviewRequestError('the AdmissionReview has no request with a uid and an operation')
  }
  // It labels a metric, and not only the API server may come to ask.
  if (!operations.has(request['operation'])) {
    throw new ReviewRequestError('the operation of the AdmissionReview is none of admission.k8s.io/v1')
  }
  return request as ReviewRequest
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
