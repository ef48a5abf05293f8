import { reservedLabels } from '@flink-operator/api'
import { type Rule } from '../rule.ts'

/** The labels of a FlinkApplication are copied to the objects it owns, over those that the operator sets. */
export const labelReserved: Rule = {
  name: 'labelReserved',
  severity: 'error',
  cause:
    'A label of the FlinkApplication has a name that the operator gives to the objects it owns. It would take the place of the operator’s own value, and the operator would not find those objects again.',
  remedy: 'Rename the label.',
  *check({ app }) {
    for (const label of reservedLabels) {
      if (app.metadata.labels?.[label] === undefined) continue
      yield {
        path: `metadata.labels[${label}]`,
        message: `The operator finds the pods of an application by the label ${label} and sets it itself.`,
      }
    }
  },
}
