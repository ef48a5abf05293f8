import { type Rule } from '../rule.ts'

export const jarNameNotAJar: Rule = {
  name: 'jarNameNotAJar',
  severity: 'warning',
  cause: 'Flink lists only files that end in .jar.',
  remedy: 'Check the name of the file in the image.',
  *check({ app: { spec } }) {
    if (spec === undefined || spec.jarName === '' || spec.jarName.endsWith('.jar')) return
    yield { path: 'spec.jarName', message: 'The name does not end in .jar.' }
  },
}
