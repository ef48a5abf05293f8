import { describe, expect, it } from 'vitest'
import { answerVectorLine } from './vector-line.ts'

const app = { metadata: { name: 'x' }, spec: { flinkVersion: '1.11' } }

describe('answerVectorLine', () => {
  it('answers with the hash and all that it is made of', () => {
    const answer = JSON.parse(answerVectorLine(JSON.stringify({ app, config: null }))) as object
    expect(Object.keys(answer)).toEqual([
      'hash',
      'jmHash',
      'tmHash',
      'jmTemplate',
      'tmTemplate',
      'jmCreate',
      'tmCreate',
      'service',
      'versionedService',
    ])
    expect(answer).toMatchObject({ hash: '8bfd0861' })
  })

  it.for([undefined, null, {}, { containerNameFormat: '', schedulerName: null }])(
    'takes the config %o for the default settings',
    (config) => {
      expect(JSON.parse(answerVectorLine(JSON.stringify({ app, config })))).toMatchObject({
        hash: '8bfd0861',
      })
    },
  )

  it('uses the settings of the config', () => {
    const config = { containerNameFormat: '%s-main', schedulerName: 'yunikorn' }
    const { jmTemplate } = JSON.parse(answerVectorLine(JSON.stringify({ app, config }))) as Record<
      string,
      unknown
    >
    expect(jmTemplate).toMatchObject({
      spec: { template: { spec: { containers: [{ name: 'jobmanager-main' }], schedulerName: 'yunikorn' } } },
    })
  })

  it('keeps to one line even for readers that end lines at U+2028', () => {
    const line = answerVectorLine(JSON.stringify({ app: { ...app, metadata: { name: 'a\u2028b\u2029c' } } }))
    expect(line).not.toMatch(/[\u2028\u2029\n]/)
    expect(JSON.parse(line)).toMatchObject({ service: { metadata: { name: 'a\u2028b\u2029c' } } })
  })

  it('answers what is nested beyond all measure with an error', () => {
    // The deeper, the earlier the stack ends: in the reader, in the decoder, in the printer.
    for (const depth of [1_000, 2_000, 3_000, 4_000, 6_000, 8_000, 50_000]) {
      const deep = '['.repeat(depth) + ']'.repeat(depth)
      expect(answerVectorLine(`{"app":{"spec":{"flinkConfig":{"a":${deep}}}}}`)).toMatch(
        depth < 2_000 ? /^\{"hash":"/ : /^\{"(?:hash|error)":"/,
      )
    }
  })

  it('names no Service of an application without a name', () => {
    const { hash, service } = JSON.parse(answerVectorLine('{"app":{}}')) as { hash: string; service: object }
    expect(hash).toBe('36d3cd72')
    expect(service).not.toHaveProperty('metadata.name')
  })

  it.for([
    ['', 'The line is not JSON: '],
    ['{', 'The line is not JSON: '],
    ['1', 'The line must be a JSON object with the member app.'],
    ['[]', 'The line must be a JSON object with the member app.'],
    ['{}', 'The line has no member app.'],
    ['{"app":1}', 'The application must be an object.'],
    ['{"app":null}', 'The application must be an object.'],
    ['{"app":{},"config":[]}', 'The member config must be an object or null.'],
    ['{"app":{},"config":"a"}', 'The member config must be an object or null.'],
    [
      '{"app":{},"config":{"schedulerName":1}}',
      'config.containerNameFormat and config.schedulerName must be strings.',
    ],
    [
      '{"app":{},"config":{"containerNameFormat":[]}}',
      'config.containerNameFormat and config.schedulerName must be strings.',
    ],
    ['{"app":{"spec":[]}}', 'spec must be an object, not a list.'],
  ] as const)('answers %o with an error', ([line, error]) => {
    const answer = JSON.parse(answerVectorLine(line)) as { error: string }
    expect(Object.keys(answer)).toEqual(['error'])
    expect(answer.error).toContain(error)
  })
})
