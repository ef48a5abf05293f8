import { type Rule } from '../rule.ts'

export const forceRollbackIdle: Rule = {
  name: 'forceRollbackIdle',
  severity: 'warning',
  cause: 'A new application has nothing to go back to, so its first deployment fails at once.',
  remedy: 'Remove forceRollback.',
  *check({ app: { spec, status }, old }) {
    if (old !== undefined || spec?.forceRollback !== true || (status?.deployHash ?? '') !== '') return
    yield { path: 'spec.forceRollback', message: 'There is no earlier deployment to go back to.' }
  },
}
