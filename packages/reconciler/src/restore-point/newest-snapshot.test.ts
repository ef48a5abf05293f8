import { expect, test } from 'vitest'
import { type CheckpointsAnswer, type Snapshot } from '../application/observation.ts'
import { newestSnapshot, survives } from './newest-snapshot.ts'

const checkpoint: Snapshot = {
  id: 3,
  path: 's3://state/a/chk-3',
  isSavepoint: false,
  discarded: false,
  triggeredAtMs: 0,
  acknowledgedAtMs: 0,
}
const savepoint: Snapshot = { ...checkpoint, path: 's3://state/savepoint-4', isSavepoint: true }
const answer = (part: Partial<CheckpointsAnswer>): CheckpointsAnswer => ({
  restored: 0,
  completed: 1,
  failed: 0,
  ...part,
})

test.each<[string, Partial<CheckpointsAnswer> | undefined, Snapshot | undefined]>([
  ['unknown checkpoints', undefined, undefined],
  ['no snapshot', {}, undefined],
  ['a checkpoint only', { latestCompleted: checkpoint }, checkpoint],
  ['a savepoint only', { latestSavepoint: savepoint }, savepoint],
  [
    'a newer savepoint',
    { latestCompleted: checkpoint, latestSavepoint: { ...savepoint, id: 4 } },
    { ...savepoint, id: 4 },
  ],
  [
    'an older savepoint',
    { latestCompleted: checkpoint, latestSavepoint: { ...savepoint, id: 2 } },
    checkpoint,
  ],
  [
    'a savepoint that Flink lists among the checkpoints too',
    { latestCompleted: savepoint, latestSavepoint: { ...savepoint, path: 'another' } },
    savepoint,
  ],
])('the newest snapshot of %s', (_, checkpoints, newest) => {
  expect(newestSnapshot(checkpoints && answer(checkpoints))).toEqual(newest)
})

test.each<[string, Snapshot, string, Partial<CheckpointsAnswer>, boolean]>([
  ['a savepoint, of a job that finished', savepoint, 'FINISHED', {}, true],
  ['a savepoint that was deleted', { ...savepoint, discarded: true }, 'CANCELED', {}, false],
  ['a checkpoint, of a job that finished', checkpoint, 'FINISHED', { retainedOnCancellation: true }, false],
  [
    'a checkpoint that is kept on cancellation',
    checkpoint,
    'CANCELED',
    { retainedOnCancellation: true },
    true,
  ],
  ['a checkpoint that is not', checkpoint, 'CANCELED', { retainedOnCancellation: false }, false],
  ['a checkpoint of which that is not known', checkpoint, 'CANCELED', {}, false],
  ['an externalized checkpoint, of a job that failed', checkpoint, 'FAILED', { externalized: true }, true],
  ['a checkpoint of which that is not known, of a job that failed', checkpoint, 'FAILED', {}, true],
  ['one that is not externalized', checkpoint, 'FAILED', { externalized: false }, false],
])('%s: its files are there after the end: %s', (_, snapshot, endState, checkpoints, isThere) => {
  expect(survives(snapshot, answer(checkpoints), endState)).toBe(isThere)
})

test('a snapshot without a path is of no use to anybody', () => {
  const { path: _, ...inMemory } = savepoint
  expect(survives(inMemory, answer({ retainedOnCancellation: true }), 'CANCELED')).toBe(false)
})
