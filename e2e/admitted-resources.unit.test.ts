import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deployHash } from '@flink-operator/reconciler'
import { defaultApplication, validateApplication, type AddOperation } from '@flink-operator/webhook'
import { rightResource } from '@flink-operator/webhook/testing'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { examples, recordedApplications, type KnownApplication } from './known-applications.ts'

/** The defaults have no deeper path than a field of the specification. */
const filledIn = (app: KnownApplication, patch: readonly AddOperation[]): KnownApplication => ({
  ...app,
  spec: {
    ...app.spec,
    ...Object.fromEntries(patch.map(({ path, value }) => [path.replace('/spec/', ''), value])),
  },
})

describe('every example', () => {
  test.each(examples)('%s is admitted without a warning', (_, app) => {
    expect(validateApplication(app)).toEqual([])
  })

  test('that of the README is admitted without a warning', () => {
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
    const [, yaml = ''] = /^```yaml\n(.*?)^```$/ms.exec(readme) ?? []
    const app = parse(yaml) as KnownApplication
    expect(app.kind).toBe('FlinkApplication')
    expect(validateApplication(app)).toEqual([])
  })
})

describe('what the webhook fills in', () => {
  test('never changes the deploy hash', () => {
    const changed = [rightResource as KnownApplication, ...recordedApplications].filter((app) => {
      const patch = defaultApplication(app)
      const before = deployHash(app)
      const after = deployHash(filledIn(app, patch))
      return JSON.stringify(before) !== JSON.stringify(after)
    })
    expect(changed).toEqual([])
    // Some 480 hashes, a second on a quiet machine.
  }, 60_000)
})
