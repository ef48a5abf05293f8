import { type Rule } from '../rule.ts'

export const tearDownVersionHashUnfit: Rule = {
  name: 'tearDownVersionHashUnfit',
  severity: 'error',
  cause: 'Nothing is torn down, because no version can have that hash.',
  remedy: 'Take the hash from versionHash in status.versionStatuses.',
  isHarmlessOnceStored: true,
  *check({ app: { spec } }) {
    const hash = spec?.tearDownVersionHash ?? ''
    if (hash === '' || /^[0-9a-f]{8}$/.test(hash)) return
    yield {
      path: 'spec.tearDownVersionHash',
      message: 'A version is named by the 8 hexadecimal digits of its hash.',
    }
  },
}
