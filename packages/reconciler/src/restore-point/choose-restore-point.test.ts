import { expect, test } from 'vitest'
import { type Job } from '../application/job.ts'
import { chooseRestorePoint } from './choose-restore-point.ts'

const job = (state: string, isTerminal: boolean): Job =>
  ({
    presence: 'present',
    id: 'a',
    state,
    isTerminal,
    details: { id: 'a', state, startTimeMs: 0, nowMs: 0, vertices: [] },
  }) as unknown as Job

const replaced = {
  jobId: 'a',
  jobStatus: { jobID: 'a' },
  newestKnown: undefined,
  startedFrom: undefined,
  maxAgeMs: 3_600_000,
  nowMs: 0,
}

test('a job that runs on without ever having made a snapshot has state to lose', () => {
  expect(chooseRestorePoint({ ...replaced, job: job('RUNNING', false) })).toEqual({
    found: false,
    nothingToLose: false,
    why: 'job a runs on with state that no snapshot holds',
  })
})

test.each<[string, Job]>([
  ['that has failed', job('FAILED', true)],
  ['that is gone', { presence: 'absent' }],
])('a job %s without ever having made a snapshot has nothing to lose', (_, gone) => {
  expect(chooseRestorePoint({ ...replaced, job: gone })).toEqual({ found: false, nothingToLose: true })
})
