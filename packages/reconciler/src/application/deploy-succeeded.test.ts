import { expect, test } from 'vitest'
import { type ApplicationStatus, type Attempt } from './application.ts'
import { restorePointOf } from './deploy-succeeded.ts'

const nowMs = Date.parse('2026-01-01T12:00:00Z')
const old = '2026-01-01T03:00:00.000Z'
const known = { path: 's3://c/chk-7', kind: 'Checkpoint', takenAt: old } as const

const requestedAt = '2026-01-01T11:57:00.000Z'
const attempt = { savepoint: { location: 's3://s/savepoint-1', requestedAt } } as Attempt

test.each<[string, string, ApplicationStatus, string]>([
  ['the newest one that was known', known.path, { restorePoint: { newest: known } }, old],
  [
    'the one that the job before was started from',
    known.path,
    { restorePoint: { used: known, newest: { path: 's3://c/chk-8', kind: 'Checkpoint' } } },
    old,
  ],
  [
    'the last checkpoint in the status of the original operator',
    known.path,
    { jobStatus: { lastCheckpoint: known.path, lastCheckpointTime: old } },
    old,
  ],
  ['the request for the savepoint that was made for the start', 's3://s/savepoint-1', {}, requestedAt],
  ['the start, where nothing else is known', 's3://s/savepoint-0', {}, '2026-01-01T12:00:00.000Z'],
])('the time of the snapshot that a job was started from is that of %s', (_, path, status, takenAt) => {
  expect(restorePointOf({ status, attempt, nowMs }, path)?.takenAt).toBe(takenAt)
})
