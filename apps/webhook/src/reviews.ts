import { type ReviewPath, type ReviewResponse } from './server.ts'
import { type ReviewRequest } from './review-request.ts'

/** The rules behind each path. */
export const reviews: Readonly<Record<ReviewPath, (request: ReviewRequest) => ReviewResponse>> = {
  '/validate': () => ({ allowed: true }),
  '/mutate': () => ({ allowed: true }),
}
