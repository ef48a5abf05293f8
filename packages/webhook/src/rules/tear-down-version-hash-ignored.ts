import { type Rule } from '../rule.ts'

export const tearDownVersionHashIgnored: Rule = {
  name: 'tearDownVersionHashIgnored',
  severity: 'warning',
  cause: 'Only a BlueGreen application has two versions of which one can be torn down.',
  remedy: 'Remove tearDownVersionHash.',
  *check({ app: { spec } }) {
    if ((spec?.tearDownVersionHash ?? '') === '' || spec?.deploymentMode === 'BlueGreen') return
    yield { path: 'spec.tearDownVersionHash', message: 'It is read only with deploymentMode BlueGreen.' }
  },
}
