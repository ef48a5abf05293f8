import { type Rule } from '../rule.ts'

export const jarNameUnfit: Rule = {
  name: 'jarNameUnfit',
  severity: 'error',
  cause:
    'Flink runs a jar by the name of its file in the upload folder. It takes no folder and no empty name.',
  remedy: 'Give the name of the file below flink-web-upload, without its folder.',
  *check({ app: { spec } }) {
    if (spec === undefined) return
    if (spec.jarName !== '' && !spec.jarName.includes('/')) return
    yield { path: 'spec.jarName', message: 'Flink knows a jar by its file name alone.' }
  },
}
