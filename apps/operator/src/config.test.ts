import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ConfigError, describeSettings, effectiveSettings, readConfig, withoutSecrets } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'operator-config-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

describe('settings', () => {
  test('without a file are the defaults of the original operator', () => {
    expect(readConfig([]).operator).toMatchObject({
      resyncPeriod: 30_000,
      workers: 32,
      baseBackoffDuration: 100,
      maxErrDuration: 300_000,
      flinkJobVertexTimeout: 180_000,
      metricsPrefix: 'flinkk8soperator',
    })
  })

  test("are read from the original's file, with the flags its manifest passes", () => {
    const path = file(
      'config.yaml',
      'operator:\n  ingressUrlFormat: "{{$jobCluster}}.x.io"\nlogger:\n  level: 5\n',
    )
    const config = readConfig(['--logtostderr', '--config', path.replace('config.yaml', 'config*')])
    expect(config.operator.ingressUrlFormat).toBe('{{$jobCluster}}.x.io')
    expect(config.logger.level).toBe(5)
  })

  test('given as flags win over the file', () => {
    const path = file('workers.yaml', 'operator: { workers: 2, useKubectlProxy: true }')
    const config = readConfig([
      `--config=${path}`,
      '--operator.workers=8',
      '--operator.proxyPort',
      '9001',
      '--kubeconfig',
      'k',
    ])
    expect(config.operator).toMatchObject({ workers: 8, proxyPort: 9001, useKubectlProxy: true })
    expect(config.kubeconfig).toBe('k')
  })

  test('name labels and annotations that do not count', () => {
    const { operator } = readConfig(['--operator.ignoredAnnotations=a.b/c, d', '--operator.ignoredLabels='])
    expect(operator).toMatchObject({ ignoredAnnotations: ['a.b/c', 'd'], ignoredLabels: [] })
  })

  test.each([
    ['an unknown key', 'operator: { wrokers: 3 }', 'wrokers'],
    ['an unknown section', 'operators: { workers: 3 }', 'operators'],
    [
      'a duration that is none',
      'operator: { resyncPeriod: soon }',
      "operator.resyncPeriod: 'soon' is no duration of at least 1000 ms",
    ],
    ['a port out of range', 'operator: { proxyPort: 70000 }', 'operator.proxyPort'],
    ['an empty metrics prefix', 'operator: { metricsPrefix: "" }', 'operator.metricsPrefix'],
    ['text that is no YAML', 'operator: {', 'cannot be read'],
  ])('with %s are refused, and the message names it', (_, text, want) => {
    const path = file('wrong.yaml', text)
    expect(() => readConfig(['--config', path])).toThrow(ConfigError)
    expect(() => readConfig(['--config', path])).toThrow(want)
  })

  test.each([[['--nonsense=1']], [['positional']], [['--config', 'no/such/file']]])('refuse %j', (args) => {
    expect(() => readConfig(args)).toThrow(ConfigError)
  })

  test('in force are told whole, but for what is or could be a secret', () => {
    const told = effectiveSettings(
      readConfig(['--operator.ingressUrlFormat=https://me:s3cret@{{$jobCluster}}.x.io']),
    )
    expect(told).toMatchObject({
      operator: { workers: 32, ingressUrlFormat: 'https://[hidden]@{{$jobCluster}}.x.io' },
      logger: { level: 4, formatter: { type: 'json' } },
    })
    const later = { proxy: { authToken: 's3cret', accessKeys: ['s3cret'], user: 'me' }, dbPassword: 7 }
    expect(withoutSecrets(later)).toEqual({
      proxy: { authToken: '[hidden]', accessKeys: ['[hidden]'], user: 'me' },
      dbPassword: '[hidden]',
    })
  })

  test('are all described', () => {
    for (const row of describeSettings()) expect(row.meaning, row.key).not.toBe('')
    expect(describeSettings()).toContainEqual(
      expect.objectContaining({ key: 'operator.workers', byDefault: '32' }),
    )
    expect(describeSettings()).toContainEqual(
      expect.objectContaining({ key: 'logger.formatter.type', byDefault: '"json"' }),
    )
  })
})
