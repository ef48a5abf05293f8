import { expect, test } from 'vitest'
import { type Job } from '../application/job.ts'
import { finalStatisticsInMs, isBeingReplaced } from './final-statistics.ts'

const job = (isTerminal: boolean, maxAgeMs?: number): Job => ({
  presence: 'present',
  state: isTerminal ? 'FAILED' : 'RUNNING',
  isTerminal,
  isRunning: !isTerminal,
  runningTasks: 0,
  totalTasks: 1,
  ...(maxAgeMs !== undefined && {
    details: { id: 'a', state: 'FAILED', startTimeMs: 0, nowMs: 0, vertices: [], maxAgeMs },
  }),
})

test.each<[string, Job, number, number]>([
  ['a job that runs', job(false), 1_000, 0],
  ['a job that is gone', { presence: 'absent' }, 1_000, 0],
  ['a job of which nothing is known', { presence: 'unknown', reason: '' }, 1_000, 0],
  ['a job that has just ended, by default', job(true), 1_000, 3_500],
  ['a job that has just ended, as its JobManager says', job(true, 10_000), 1_000, 10_500],
  ['a job that ended a while ago', job(true, 10_000), 4_000, 7_500],
  ['a job that ended long ago', job(true, 10_000), 60_000, 0],
  ['a JobManager that repeats nothing', job(true, 0), 1_000, 500],
])('the last statistics of %s', (_, of, nowMs, leftMs) => {
  expect(finalStatisticsInMs(of, 1_000, nowMs)).toBe(leftMs)
})

const withCheckpoint = (isTerminal: boolean, discarded: boolean): Job => ({
  ...(job(isTerminal) as Extract<Job, { presence: 'present' }>),
  details: {
    ...{ id: 'a', state: 'RUNNING', startTimeMs: 0, nowMs: 0, vertices: [] },
    checkpoints: {
      ...{ restored: 0, completed: 1, failed: 0, retainedOnCancellation: true },
      latestCompleted: {
        ...{ id: 7, path: 's3://state/chk-7', isSavepoint: false, discarded },
        ...{ triggeredAtMs: 0, acknowledgedAtMs: 0 },
      },
    },
  },
})

test.each<[string, Job, boolean]>([
  ['a running job that is deleted', withCheckpoint(false, true), true],
  ['a running job that is there', withCheckpoint(false, false), false],
  ['a job that has ended', withCheckpoint(true, true), false],
  ['a job that has none', job(false), false],
  ['a job that is gone', { presence: 'absent' }, false],
])('the newest checkpoint of %s', (_, of, isReplaced) => {
  expect(isBeingReplaced(of)).toBe(isReplaced)
})
