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
  return request as ReviewRequest
}

/**
 * Why an object is refused before any rule sees it: nesting that would exhaust the stack of whoever walks it, or the
 * one key that JavaScript does not treat as data.
 *
 * It walks with a stack of its own, so depth cannot harm it.
 */
export function findUnsafeStructure(
  value: unknown,
  { depthLimit }: { depthLimit: number },
): string | undefined {
  const open: { node: object; depth: number }[] = []
  const add = (child: unknown, depth: number): void => {
    if (typeof child === 'object' && child !== null) open.push({ node: child, depth })
  }
  add(value, 0)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next
    if (depth >= depthLimit) return `The object is nested deeper than ${depthLimit} levels. Flatten it.`
    if (Object.hasOwn(node, '__proto__'))
      return 'The object has a key "__proto__", which is not supported. Remove it.'
    for (const child of Object.values(node)) add(child, depth + 1)
  }
  return undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
