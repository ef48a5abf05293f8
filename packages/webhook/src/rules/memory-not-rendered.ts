import { type Rule } from '../rule.ts'

export const memoryNotRendered: Rule = {
  name: 'memoryNotRendered',
  severity: 'warning',
  cause:
    'The operator computes the size of the Flink process from the memory that is requested, or else from its limit. With neither, Flink takes what the configuration in the image says, whatever the container gets.',
  remedy: 'Set resources.requests.memory.',
  *check({ roles }) {
    for (const { name, path, memory } of roles) {
      if (memory !== undefined) continue
      yield {
        path: `${path}.resources.requests[memory]`,
        message: `No memory is requested, so the ${name} process is given no size.`,
      }
    }
  },
}
