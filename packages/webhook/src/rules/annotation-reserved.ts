import { reservedAnnotations } from '@flink-operator/api'
import { type Rule } from '../rule.ts'

export const annotationReserved: Rule = {
  name: 'annotationReserved',
  severity: 'warning',
  cause:
    'An annotation of the FlinkApplication has a name that the operator gives to the objects it owns, and is overwritten there.',
  remedy: 'Rename or remove the annotation.',
  *check({ app }) {
    for (const annotation of reservedAnnotations) {
      if (app.metadata.annotations?.[annotation] === undefined) continue
      yield {
        path: `metadata.annotations[${annotation}]`,
        message: `The operator writes ${annotation} itself on the objects that it owns.`,
      }
    }
  },
}
