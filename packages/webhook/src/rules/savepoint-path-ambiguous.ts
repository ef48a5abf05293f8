import { type Rule } from '../rule.ts'

export const savepointPathAmbiguous: Rule = {
  name: 'savepointPathAmbiguous',
  severity: 'error',
  cause: 'Two fields name the savepoint to start from. Only savepointPath would be read.',
  remedy: 'Remove savepointInfo, which is deprecated.',
  isHarmlessOnceStored: true,
  *check({ app: { spec } }) {
    const path = spec?.savepointPath ?? ''
    const location = spec?.savepointInfo?.savepointLocation ?? ''
    if (path === '' || location === '' || path === location) return
    yield {
      path: 'spec.savepointPath',
      message: 'savepointPath and savepointInfo.savepointLocation name different savepoints.',
    }
  },
}
