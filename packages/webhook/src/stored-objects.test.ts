import { describe, expect, test } from 'vitest'
import { createOfflineApiServer, objectsOf, rightResource, wrongResources } from './testing/index.ts'
import { validateApplication } from './validate-application.ts'

interface App {
  spec: Record<string, unknown>
}

const apiServer = createOfflineApiServer()

const errorsOf = (app: object, old: object): string[] =>
  validateApplication(app, old)
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, path }) => `${rule} ${path}`)

const stored = (spec: object): App => {
  const app: App = { ...rightResource, spec: { ...rightResource.spec, ...spec } }
  return app
}

const edited = (app: App, spec: object): App => ({ ...app, spec: { ...app.spec, ...spec } })

/** Those that the definition lets be stored, or did before it had its rules. */
const storable = wrongResources
  .map((resource) => [resource.it, objectsOf(resource).app as App] as const)
  .filter(([, app]) => !apiServer.refusals(app).includes('schema'))

describe('an object that was stored before a rule existed', () => {
  test.each(storable)('stays editable: %s', (_, app) => {
    for (const edit of [
      { restartNonce: 'again' },
      { parallelism: 1 },
      { image: 'registry.example.org/a:2' },
    ]) {
      const after = edited(app, edit)
      expect(apiServer.refusals(after, app)).toEqual([])
      expect(errorsOf(after, app)).toEqual([])
    }
    const withStatus = { ...app, status: { phase: 'Running' } }
    expect(apiServer.refusals(withStatus, app)).toEqual([])
  })

  test('may have its entries of a list in other places', () => {
    const env = (...names: string[]): object => ({
      taskManagerConfig: { envConfig: { env: names.map((name) => ({ name, value: '1' })) } },
    })
    const app = stored(env('A', 'HOST_IP'))
    expect(errorsOf(edited(app, env('A', 'B', 'HOST_IP')), app)).toEqual([])
    expect(errorsOf(edited(app, env('HOST_IP', 'FLINK_PROPERTIES')), app)).toEqual([
      'envVarOwned spec.taskManagerConfig.envConfig.env[1].name',
    ])
  })

  test('does not become wrong in a further way', () => {
    const app = stored({ flinkConfig: { 'jobmanager.rpc.port': 1 } })
    const after = edited(app, { flinkConfig: { 'jobmanager.rpc.port': 1, 'query.server.port': 2 } })
    expect(apiServer.refusals(after, app)).toEqual(['flinkConfigKeyOwned'])
    expect(errorsOf(after, app)).toEqual(['flinkConfigKeyOwned spec.flinkConfig[query.server.port]'])
  })
})

describe('a maximum parallelism', () => {
  const limited = (value: unknown): App => stored({ flinkConfig: { 'pipeline.max-parallelism': value } })

  test.each(['${MAX_PARALLELISM}', ' 4 ', '-1', 4, '+4'])('may be written %j', (value) => {
    const app = limited(value)
    expect(apiServer.refusals(app)).toEqual([])
    expect(errorsOf(app, rightResource)).toEqual([])
  })

  test.each([1, '1', '+1'])('of %j is too low for a parallelism of 2', (value) => {
    const app = limited(value)
    expect(apiServer.refusals(app)).toEqual(['parallelismAboveMaxParallelism'])
    expect(errorsOf(app, rightResource)).toEqual(['parallelismAboveMaxParallelism spec.parallelism'])
  })

  test('that has blanks around it is read by the webhook', () => {
    expect(errorsOf(limited(' 1'), rightResource)).toEqual([
      'parallelismAboveMaxParallelism spec.parallelism',
    ])
  })
})
