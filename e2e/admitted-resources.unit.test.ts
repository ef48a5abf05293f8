import { deployHash } from '@flink-operator/reconciler'
import { defaultApplication, validateApplication, type AddOperation } from '@flink-operator/webhook'
import { rightResource } from '@flink-operator/webhook/testing'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'

const repository = join(import.meta.dirname, '..')

interface App {
  kind: string
  spec: Record<string, unknown>
}

/** The defaults have no deeper path than a field of the specification. */
const filledIn = (app: App, patch: readonly AddOperation[]): App => ({
  ...app,
  spec: {
    ...app.spec,
    ...Object.fromEntries(patch.map(({ path, value }) => [path.replace('/spec/', ''), value])),
  },
})

const examples = readdirSync(join(repository, 'examples'))
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) =>
    parseAllDocuments(readFileSync(join(repository, 'examples', name), 'utf8'))
      .map((document) => document.toJS() as App)
      .filter(({ kind }) => kind === 'FlinkApplication')
      .map((app) => [name, app] as const),
  )

const recordedApps = readFileSync(
  join(repository, 'packages/reconciler/src/deploy-hash/fixtures/original-vectors.jsonl'),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { app: App }).app)

describe('every example', () => {
  test.each(examples)('%s is admitted', (_, app) => {
    expect(validateApplication(app).filter(({ severity }) => severity === 'error')).toEqual([])
  })
})

describe('what the webhook fills in', () => {
  test('never changes the deploy hash', () => {
    const changed = [rightResource as App, ...recordedApps].filter((app) => {
      const patch = defaultApplication(app)
      const before = deployHash(app)
      const after = deployHash(filledIn(app, patch))
      return JSON.stringify(before) !== JSON.stringify(after)
    })
    expect(changed).toEqual([])
  })
})
