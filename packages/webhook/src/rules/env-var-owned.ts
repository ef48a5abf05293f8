import { type Rule } from '../rule.ts'

/** Of two variables with one name Kubernetes takes the later, which is the user's. */
const owned = new Map([
  ['FLINK_PROPERTIES', 'the Flink configuration'],
  ['OPERATOR_FLINK_CONFIG', 'the Flink configuration'],
  ['FLINK_DEPLOYMENT_TYPE', 'which of JobManager and TaskManager a pod is'],
  ['HOST_IP', 'the address under which the other pods reach this one'],
])

export const envVarOwned: Rule = {
  name: 'envVarOwned',
  severity: 'error',
  cause: 'The operator sets the variable itself, and a second one of the same name would win over it.',
  remedy: 'Rename the variable; the Flink configuration goes to flinkConfig.',
  isHarmlessOnceStored: true,
  *check({ roles }) {
    for (const { path, config } of roles) {
      for (const [index, { name }] of (config.envConfig?.env ?? []).entries()) {
        const from = owned.get(name)
        if (from === undefined) continue
        yield {
          path: `${path}.envConfig.env[${index}].name`,
          message: `The operator sets ${name} to ${from}.`,
        }
      }
    }
  },
}
