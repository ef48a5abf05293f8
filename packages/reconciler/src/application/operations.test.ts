import { expect, test } from 'vitest'
import { type Attempt } from './application.ts'
import { operationsAfter } from './operations.ts'
import { type Reason } from './reasons.ts'
import { type Situation } from './situation.ts'
import { type Phase } from './transitions.ts'

const anAttempt = { kind: 'Recovery', hash: 'h', startedAt: '2026-01-01T00:00:00.000Z' } as Attempt
const rollback = { reason: 'MainFailed', message: 'it failed' }

test.each<[string, Phase, Reason, Attempt['rollback'], string]>([
  ['runs', 'Running', 'JobRunning', undefined, 'Succeeded'],
  ['is what runs again by an edit', 'Running', 'SpecReverted', undefined, 'Superseded'],
  ['gives way to a newer spec', 'Updating', 'SpecChanged', undefined, 'Superseded'],
  [
    'failed before the old job was touched',
    'DeployFailed',
    'Unschedulable',
    undefined,
    'Failed: Unschedulable',
  ],
  ['failed without an old job to bring back', 'DeployFailed', 'MainFailed', rollback, 'Failed: MainFailed'],
  [
    'failed, and the old job runs again',
    'DeployFailed',
    'MainFailed',
    { ...rollback, jobId: 'a' },
    'RolledBack: MainFailed',
  ],
  [
    'failed, and the old job that was asked for does not run',
    'DeployFailed',
    'RollbackFailed',
    { ...rollback, jobId: 'a' },
    'Failed: RollbackFailed',
  ],
])('the outcome of an attempt that %s', (_, phase, reason, ofRollback, outcome) => {
  const attempt = { ...anAttempt, ...(ofRollback && { rollback: ofRollback }) }
  const before = { attempt, status: {}, nowMs: Date.parse('2026-01-01T00:01:00Z') } as Situation
  expect(operationsAfter(before, phase, reason)).toMatchObject([{ outcome, durationMs: 60_000 }])
})
