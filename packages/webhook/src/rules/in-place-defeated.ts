import { lastAppliedAnnotation } from '@flink-operator/api'
import { type Rule } from '../rule.ts'

export const inPlaceDefeated: Rule = {
  name: 'inPlaceDefeated',
  severity: 'warning',
  cause:
    'Annotations are part of what a deployment is made from. The one in which kubectl apply keeps the last configuration changes with every edit, so none can be carried out in place.',
  remedy: 'Use kubectl apply --server-side, and remove the annotation once.',
  *check({ app: { spec, metadata } }) {
    if (spec?.scaleMode !== 'InPlace' || metadata.annotations?.[lastAppliedAnnotation] === undefined) return
    yield {
      path: `metadata.annotations[${lastAppliedAnnotation}]`,
      message: 'It changes with every client-side apply, so nothing can be scaled in place.',
    }
  },
}
