import { type Rule } from '../rule.ts'

export const runAsNonRootContradicted: Rule = {
  name: 'runAsNonRootContradicted',
  severity: 'error',
  cause: 'The kubelet does not start a container that is to run as root and must not.',
  remedy: 'Set runAsUser to another user; in the official images, flink is 9999.',
  *check({ app: { spec } }) {
    const context = spec?.securityContext
    if (context?.runAsNonRoot !== true || context.runAsUser !== 0) return
    yield { path: 'spec.securityContext.runAsUser', message: 'User 0 is root, and runAsNonRoot is true.' }
  },
}
