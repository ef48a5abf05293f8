import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { ensureKstatus, kstatusOf } from './kstatus.ts'

const recorded = join(import.meta.dirname, '../../tools/argocd-health.recorded.yaml')

interface Recorded {
  metadata: { name: string; generation: number; deletionTimestamp?: string }
}

let objects: Recorded[]
beforeAll(async () => {
  await ensureKstatus()
  objects = parseAllDocuments(await readFile(recorded, 'utf8')).map((document) => document.toJS() as Recorded)
}, 600_000)

/** The first word of a recorded object's name says what it is. */
const meaning = { healthy: 'Current', degraded: 'Failed', progressing: 'InProgress' } as const

test('Flux sees of each application recorded on a cluster whether it runs, has failed or is on its way', async () => {
  const verdicts = await kstatusOf(objects)
  expect(new Set(verdicts.map(({ status }) => status)).size).toBe(3)
  for (const { name, status } of verdicts) {
    expect(status, name).toBe(meaning[name.split('-', 1)[0] as keyof typeof meaning])
  }
})

test('Flux waits for a change that the operator has not looked at yet, and for a deletion', async () => {
  const changed = objects.map(({ metadata, ...rest }) => ({
    ...rest,
    metadata: { ...metadata, generation: metadata.generation + 1 },
  }))
  expect((await kstatusOf(changed)).map(({ status }) => status)).toEqual(objects.map(() => 'InProgress'))
  const deleted = objects.map(({ metadata, ...rest }) => ({
    ...rest,
    metadata: { ...metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
  }))
  expect((await kstatusOf(deleted)).map(({ status }) => status)).toEqual(objects.map(() => 'Terminating'))
})
