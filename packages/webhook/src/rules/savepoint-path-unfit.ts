import { sayValue } from '../say-value.ts'
import { type Rule } from '../rule.ts'

export const savepointPathUnfit: Rule = {
  name: 'savepointPathUnfit',
  severity: 'warning',
  cause: 'Flink takes a path without a scheme and without a leading "/" for one in its working directory.',
  remedy: 'Give the whole path, for instance s3://bucket/savepoints/savepoint-1.',
  *check({ app: { spec } }) {
    const fields = {
      savepointPath: spec?.savepointPath,
      'savepointInfo.savepointLocation': spec?.savepointInfo?.savepointLocation,
    }
    for (const [field, path = ''] of Object.entries(fields)) {
      if (path === '' || path.startsWith('/') || /^[a-z][a-z0-9+.-]*:\S/i.test(path)) continue
      yield { path: `spec.${field}`, message: `${sayValue(path)} is no whole path.` }
    }
  },
}
