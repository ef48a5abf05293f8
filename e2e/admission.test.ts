import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import * as given from './given.ts'

test('a wrong resource is refused at kubectl apply, with the field, the cause and the remedy', async () => {
  const { app, manifest } = await given.counter('refused')
  const wrong = { ...manifest, spec: { ...manifest.spec, savepointDisabled: false, flinkConfig: { 'state.savepoints.dir': '' } } }
  const refusal = await app.node.apply(stringify({ ...wrong, spec: { ...wrong.spec, parallelism: 0 } })).then(
    () => 'accepted',
    (error: unknown) => String(error),
  )
  expect(refusal).toContain('parallelism')
  expect(refusal).not.toBe('accepted')
})
