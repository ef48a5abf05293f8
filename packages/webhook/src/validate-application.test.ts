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

describe('a name that Flink 1.20 does not know', () => {
  test.each([
    ['1.12', 'warning'],
    ['1.20', 'error'],
  ])('is found with Flink %s: %s', (flinkVersion, severity) => {
    const found = validateApplication(
      app({ flinkVersion, flinkConfig: { 'jobmanager.scheduler': 'legacy' } }),
    )
    expect(found).toContainEqual(expect.objectContaining({ rule: 'flinkConfigValueUnreadable', severity }))
  })
})

describe('the port of the REST interface', () => {
  test.each([
    ['rest.port', '8081', []],
    ['rest.port', '8081-8090', ['spec.flinkConfig[rest.port]']],
    ['rest.bind-port', '8081-8090', []],
    ['rest.bind-port', '8081, 9000', []],
    ['rest.bind-port', '8080-8090', ['spec.flinkConfig[rest.bind-port]']],
  ])('%s is %s', (key, value, paths) => {
    const found = validateApplication(app({ flinkConfig: { [key]: value } }))
    expect(found.filter(({ rule }) => rule === 'restPortMoved').map(({ path }) => path)).toEqual(paths)
  })
})

describe('a directory for savepoints that is missing', () => {
  test.each([
    ['1.19', 'state.savepoints.dir'],
    ['1.20', 'execution.checkpointing.savepoint-dir'],
    ['2.3', 'execution.checkpointing.savepoint-dir'],
    [undefined, 'state.savepoints.dir'],
  ])('is asked for with Flink %s by the name that this version knows: %s', (flinkVersion, key) => {
    const [found] = validateApplication(app({ flinkVersion })).filter(
      ({ rule }) => rule === 'savepointDirectoryMissing',
    )
    expect(found?.path).toBe(`spec.flinkConfig[${key}]`)
    expect(found?.remedy).toContain(`Set ${key},`)
    const heeded = validateApplication(app({ flinkVersion, flinkConfig: { [key]: 's3://state/savepoints' } }))
    expect(heeded.filter(({ path }) => path.startsWith('spec.flinkConfig'))).toEqual([])
  })
})

describe('user 0 where root is forbidden', () => {
  const forbidden = { runAsNonRoot: true }
  test.each([
    ['by the pod', { securityContext: { ...forbidden, runAsUser: 0 } }, ['spec.securityContext.runAsUser']],
    [
      'by the pod, in the container',
      { securityContext: forbidden, containerSecurityContext: { runAsUser: 0 } },
      ['spec.containerSecurityContext.runAsUser'],
    ],
    [
      'by the container, in the pod',
      { securityContext: { runAsUser: 0 }, containerSecurityContext: forbidden },
      ['spec.securityContext.runAsUser'],
    ],
    [
      'by the pod, but not where the container has another user',
      { securityContext: { ...forbidden, runAsUser: 0 }, containerSecurityContext: { runAsUser: 9999 } },
      [],
    ],
    [
      'by the pod, but not by the container',
      { securityContext: forbidden, containerSecurityContext: { runAsNonRoot: false, runAsUser: 0 } },
      [],
    ],
    ['by nobody', { securityContext: { runAsUser: 0 } }, []],
  ])('is found: %s', (_, spec, paths) => {
    const found = validateApplication(app(spec)).filter(({ rule }) => rule === 'runAsNonRootContradicted')
    expect(found.map(({ path }) => path)).toEqual(paths)
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
