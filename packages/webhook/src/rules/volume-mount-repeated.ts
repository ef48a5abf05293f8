import { type Rule } from '../rule.ts'

export const volumeMountRepeated: Rule = {
  name: 'volumeMountRepeated',
  severity: 'warning',
  cause: 'Kubernetes refuses pods that mount two volumes at one place.',
  remedy: 'Mount each volume at a place of its own.',
  *check({ app: { spec } }) {
    const seen = new Set<string>()
    for (const [index, { mountPath }] of (spec?.volumeMounts ?? []).entries()) {
      if (seen.has(mountPath)) {
        yield {
          path: `spec.volumeMounts[${index}].mountPath`,
          message: `Another volume is mounted at ${mountPath}.`,
        }
      }
      seen.add(mountPath)
    }
  },
}
