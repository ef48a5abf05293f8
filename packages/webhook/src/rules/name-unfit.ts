import { type Rule } from '../rule.ts'

/** A Service's name begins with a letter and has no dot (RFC 1035). */
const serviceName = /^[a-z]([-a-z0-9]*[a-z0-9])?$/

export const nameUnfit: Rule = {
  name: 'nameUnfit',
  severity: 'error',
  cause:
    'Services are called by the name of the application, and a Service’s name begins with a letter and has no dot.',
  remedy: 'Use lower-case letters, digits and "-" only, with a letter first.',
  *check({ app: { metadata } }) {
    if (metadata.name === '' || serviceName.test(metadata.name)) return
    yield {
      path: 'metadata.name',
      message: 'The name cannot be that of a Service, which begins with a letter and holds no dot.',
    }
  },
}
