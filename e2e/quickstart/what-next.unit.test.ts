import { describe, expect, test } from 'vitest'
import { whatNext } from './what-next.ts'

const given = {
  kubeconfigPath: '/k',
  binFolder: '/bin',
  namespace: 'flink-demo',
  operatorNamespace: 'flink-operator',
}

describe('what the quickstart says at its end', () => {
  test('on a cluster of its own, that --down takes it all down', () => {
    expect(whatNext({ ...given, isExisting: false })).toContain('npm run quickstart -- --down')
  })

  test('on an existing cluster, which it cannot take down, what undoes it: first the job, then the operator', () => {
    const text = whatNext({ ...given, isExisting: true })
    expect(text).not.toContain('--down')
    expect(text).toMatch(/kubectl delete namespace flink-demo[^]*helm uninstall flink-operator/)
  })
})
