import { type Rule } from '../rule.ts'

export const savepointPathIgnored: Rule = {
  name: 'savepointPathIgnored',
  severity: 'warning',
  cause:
    'savepointPath is for the first deployment. Later ones restore from the savepoint that they take of the running job.',
  remedy: 'To start from another savepoint, create a FlinkApplication of another name.',
  *check({ app, deployed }) {
    const path = app.spec?.savepointPath ?? ''
    if (deployed?.spec === undefined || path === '' || path === (deployed.spec.savepointPath ?? '')) return
    yield {
      path: 'spec.savepointPath',
      message: 'The application is deployed already, so this savepoint is not read.',
    }
  },
}
