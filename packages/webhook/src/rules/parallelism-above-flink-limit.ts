import { type Rule } from '../rule.ts'

/** `KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM`. */
const limit = 32768

export const parallelismAboveFlinkLimit: Rule = {
  name: 'parallelismAboveFlinkLimit',
  severity: 'error',
  cause: `Flink has at most ${limit} key groups, and a job no more parallelism than that.`,
  remedy: 'Lower parallelism.',
  *check({ app: { spec } }) {
    if (spec === undefined || spec.parallelism <= limit) return
    yield { path: 'spec.parallelism', message: `Flink cannot run a job with a parallelism above ${limit}.` }
  },
}
