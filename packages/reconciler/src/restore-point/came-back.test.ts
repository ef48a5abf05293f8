import { describe, expect, test } from 'vitest'
import { type SavepointRecord } from '../application/application.ts'
import { type Job } from '../application/job.ts'
import { cameBack } from './came-back.ts'

const requestedAt = '2026-01-01T00:00:00.000Z'
const nowMs = Date.parse(requestedAt) + 60_000
const record: SavepointRecord = {
  jobId: 'a',
  hash: 'h',
  mode: 'stop',
  requestedAt,
  retries: 0,
  location: 's',
}

/** A job of that age on a JobManager whose clock is an hour behind. */
function job(ageMs: number, others: object = {}): Job {
  const jobManagerMs = nowMs - 3_600_000
  return {
    presence: 'present',
    state: 'RUNNING',
    isTerminal: false,
    isRunning: true,
    runningTasks: 1,
    totalTasks: 1,
    details: {
      id: 'a',
      state: 'RUNNING',
      vertices: [],
      startTimeMs: jobManagerMs - ageMs,
      nowMs: jobManagerMs,
    },
    ...others,
  }
}

describe('a job whose savepoint was asked for a minute ago', () => {
  test.each([
    ['was there before that', 61_000, false],
    ['seems to be younger by what an answer may take', 59_000, false],
    ['was started after that', 58_999, true],
  ])('%s', (_, ageMs, expected) => {
    expect(cameBack(record, job(ageMs), nowMs)).toBe(expected)
    expect(cameBack({ ...record, mode: 'cancel' }, job(ageMs), nowMs)).toBe(expected)
  })

  test.each<[string, Partial<SavepointRecord>, Job]>([
    ['is to run on', { mode: 'keep' }, job(1_000)],
    ['failed to stop and is cancelled', { failure: 'no' }, job(1_000)],
    ['has ended', {}, job(1_000, { isTerminal: true, state: 'FINISHED' })],
    ['is gone', {}, { presence: 'absent' }],
    ['cannot be asked for', {}, { presence: 'unknown', reason: 'away' }],
    ['tells nothing of itself yet', {}, job(1_000, { details: undefined })],
    ['was asked at a time that cannot be read', { requestedAt: '?' }, job(0)],
  ])('was not brought back where it %s', (_, changes, of) => {
    expect(cameBack({ ...record, ...changes }, of, nowMs)).toBe(false)
  })
})
