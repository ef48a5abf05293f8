import { type Rule } from '../rule.ts'

export const envVarRepeated: Rule = {
  name: 'envVarRepeated',
  severity: 'warning',
  cause: 'Of two variables with the same name only the later one counts.',
  remedy: 'Remove one of them.',
  *check({ roles }) {
    for (const { path, config } of roles) {
      const seen = new Set<string>()
      for (const [index, { name }] of (config.envConfig?.env ?? []).entries()) {
        if (name !== '' && seen.has(name)) {
          yield {
            path: `${path}.envConfig.env[${index}].name`,
            message: `There is another variable called ${name}.`,
          }
        }
        seen.add(name)
      }
    }
  },
}
