import { type Rule } from '../rule.ts'

export const runAsNonRootContradicted: Rule = {
  name: 'runAsNonRootContradicted',
  severity: 'error',
  cause: 'The kubelet does not start a container that is to run as root and must not.',
  remedy: 'Set runAsUser to another user; in the official images, flink is 9999.',
  *check({ app: { spec } }) {
    const { securityContext: ofPod, containerSecurityContext: ofContainer } = spec ?? {}
    // What the container says goes before what the pod says.
    const [user, field] =
      ofContainer?.runAsUser === undefined
        ? [ofPod?.runAsUser, 'securityContext']
        : [ofContainer.runAsUser, 'containerSecurityContext']
    if (user !== 0 || (ofContainer?.runAsNonRoot ?? ofPod?.runAsNonRoot) !== true) return
    yield { path: `spec.${field}.runAsUser`, message: 'User 0 is root, and runAsNonRoot is true.' }
  },
}
