import { reviewMutation, reviewValidation } from '@flink-operator/webhook'
import { type Config } from './config.ts'
import { type ReviewServerOptions } from './server.ts'

/** The rules behind each path. */
export function createReviews(config: Config): ReviewServerOptions['reviews'] {
  const settings = { ingressUrlFormat: config['ingress-url-format'] }
  return {
    '/validate': (request) => reviewValidation(request, settings),
    '/mutate': reviewMutation,
  }
}
