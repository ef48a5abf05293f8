import { sayValue } from '../say-value.ts'
import { type Rule } from '../rule.ts'

export const entryClassUnfit: Rule = {
  name: 'entryClassUnfit',
  severity: 'error',
  cause: 'Java has no class of such a name, so the job cannot be started.',
  remedy: 'Give the fully qualified name of the main class, for instance org.example.MyJob.',
  *check({ app: { spec } }) {
    const name = spec?.entryClass ?? ''
    if (name === '' || !/[\s/\\;:()"'<>-]|^\.|\.$|\.\./.test(name)) return
    yield { path: 'spec.entryClass', message: `${sayValue(name)} is no name of a class.` }
  },
}
