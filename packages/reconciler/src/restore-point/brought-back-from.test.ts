import { expect, test } from 'vitest'
import { type RestorePoint } from '../application/application.ts'
import { type CheckpointsAnswer, type Snapshot } from '../application/observation.ts'
import { broughtBackFrom } from './brought-back-from.ts'

const counts = { restored: 1, completed: 0, failed: 0 }
const latestRestored = { path: 's3://j/chk-7', isSavepoint: false, restoredAtMs: 1_000 }
const own = { ...counts, latestRestored }
const newer: Snapshot = {
  id: 8,
  isSavepoint: false,
  discarded: false,
  triggeredAtMs: 2_000,
  acknowledgedAtMs: 2_000,
}
const point = (path: string, kind: RestorePoint['kind']): RestorePoint => ({ path, kind })

test.each<[string, CheckpointsAnswer | undefined, RestorePoint | undefined, boolean]>([
  ['a checkpoint of its own', own, undefined, true],
  ['one that the status remembers', own, point('s3://j/chk-7', 'Checkpoint'), true],
  ['one newer than the status remembers', own, point('s3://j/chk-6', 'Checkpoint'), true],
  ['one newer than the savepoint that it was started from', own, point('s3://start', 'Savepoint'), true],
  ['one older than a savepoint of the job', own, point('s3://other', 'Savepoint'), false],
  [
    'one older than a checkpoint that it has made since',
    { ...own, latestCompleted: newer },
    undefined,
    false,
  ],
  [
    'what it was started from',
    { ...own, latestRestored: { ...latestRestored, path: 's3://start' } },
    undefined,
    false,
  ],
  ['a savepoint', { ...own, latestRestored: { ...latestRestored, isSavepoint: true } }, undefined, false],
  [
    'one in the heap of the JobManager',
    { ...counts, latestRestored: { isSavepoint: false, restoredAtMs: 1 } },
    undefined,
    false,
  ],
  ['none', counts, undefined, false],
  ['none that anybody tells of', undefined, undefined, false],
])('a job was brought back from %s', (_, checkpoints, known, isIt) => {
  const found = broughtBackFrom(checkpoints, 's3://start', known)
  expect(found?.path).toBe(isIt ? 's3://j/chk-7' : undefined)
  if (isIt) expect(found).toMatchObject({ isSavepoint: false, discarded: false, triggeredAtMs: 1_000 })
})
