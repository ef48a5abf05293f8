import { describe, expect, test } from 'vitest'
import { validateApplication, validateStoredApplication } from './validate-application.ts'

const app = (spec: object, metadata: object = {}): object => ({
  apiVersion: 'flink.k8s.io/v1beta1',
  kind: 'FlinkApplication',
  metadata: { name: 'a', namespace: 'ns', ...metadata },
  spec: { image: 'i:1', jarName: 'j.jar', parallelism: 1, entryClass: 'a.B', flinkVersion: '1.20', ...spec },
})

describe('validateApplication', () => {
  test('refuses a port that two endpoints share', () => {
    expect(
      validateApplication(app({ rpcPort: 8081 })).filter(({ severity }) => severity === 'error'),
    ).toEqual([
      {
        rule: 'portsCollide',
        path: 'spec.rpcPort',
        message: 'Port 8081 is also that of uiPort.',
        remedy: 'Give each of rpcPort, blobPort, queryPort, uiPort and metricsQueryPort a number of its own.',
        severity: 'error',
      },
    ])
  })

  test('only warns about what the stored object has already', () => {
    const stored = app({ rpcPort: 8081 })
    const edited = app({ rpcPort: 8081, parallelism: 2 })
    expect(
      validateApplication(edited, stored)
        .filter(({ rule }) => rule === 'portsCollide')
        .map((f) => f.severity),
    ).toEqual(['warning'])
  })

  test.each([
    ['null', null],
    ['a list', []],
    ['a spec that is text', { spec: 'x' }],
    ['lists of the wrong things', app({ volumes: [1, null, {}, []], jobManagerConfig: { tolerations: {} } })],
    [
      'a key __proto__',
      JSON.parse('{"metadata":{"labels":{"__proto__":"x"}},"spec":{"__proto__":{"image":1}}}'),
    ],
  ])('answers to %s', (_, value) => {
    expect(validateApplication(value)).toBeInstanceOf(Array)
  })
})

describe('original operator defect D35: a request that is no whole number of a unit counts as 0', () => {
  test.each(['1.5Gi', '2147483648000m', '1.5G', '2e9'])('%s is a size as any other', (memory) => {
    const findings = validateApplication(app({ jobManagerConfig: { resources: { requests: { memory } } } }))
    expect(findings.filter(({ path }) => path.startsWith('spec.jobManagerConfig'))).toEqual([])
  })

  test('a limit stands in for a request', () => {
    const resources = { limits: { memory: '1.5Gi' } }
    const findings = validateApplication(app({ jobManagerConfig: { resources } }))
    expect(findings.filter(({ path }) => path.startsWith('spec.jobManagerConfig'))).toEqual([])
  })
})

describe('validateStoredApplication', () => {
  const severities = (spec: object): Record<string, string> =>
    Object.fromEntries(validateStoredApplication(app(spec)).map(({ rule, severity }) => [rule, severity]))

  test('holds back what cannot run', () => {
    expect(severities({ rpcPort: 8081 })).toMatchObject({ portsCollide: 'error' })
  })

  test('only warns about what runs in spite of it', () => {
    expect(severities({ flinkConfig: { 'jobmanager.rpc.port': 1 } })).toMatchObject({
      flinkConfigKeyOwned: 'warning',
    })
  })
})
