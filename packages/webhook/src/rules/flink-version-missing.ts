import { type Rule } from '../rule.ts'

export const flinkVersionMissing: Rule = {
  name: 'flinkVersionMissing',
  severity: 'warning',
  cause:
    'Without flinkVersion the operator takes Flink to be older than 1.11 and writes memory keys that later versions do not read.',
  remedy: 'Set flinkVersion to that of the image, for instance "1.20".',
  *check({ app: { spec } }) {
    if (spec === undefined || (spec.flinkVersion ?? '') !== '') return
    yield { path: 'spec.flinkVersion', message: 'Flink is taken to be older than 1.11.' }
  },
}
