import { expect, test } from 'vitest'
import { type ActionOutcome } from './observation.ts'
import { finalRefusal } from './submission.ts'

function refused(status: number, message: string, cause?: string): ActionOutcome {
  return {
    id: 'runJar/a/b',
    atMs: 0,
    result: { kind: 'refused', status, message, ...(cause !== undefined && { cause }) },
  }
}

test.each([
  ['a jar that is not there', 500, 'jarNotFound', 'JarMissing'],
  ['a class that is not in the jar', 500, 'entryClass', 'ClassMissing'],
  ['a main that throws', 400, 'program', 'MainFailed'],
  ['a main that submits no job', 400, 'noJob', 'MainFailed'],
  ['a savepoint that is not there', 400, 'savepointNotFound', 'RestorePointMissing'],
  ['state of an operator that is gone', 400, 'stateNotRestorable', 'StateIncompatible'],
  ['a cause that only a later client knows', 400, 'somethingElse', 'SubmissionRefused'],
])('%s is final and told as such, whatever the status code', (_, status, cause, reason) => {
  expect(finalRefusal(refused(status, 'why', cause))).toEqual({ reason, message: 'why' })
})

test('a route that is not there is final', () => {
  expect(finalRefusal(refused(404, 'Not found'))).toMatchObject({ reason: 'SubmissionRefused' })
})

test.each<[string, ActionOutcome | undefined]>([
  ['nothing has been answered', undefined],
  ['the JobManager starts', refused(503, 'no leader')],
  ['nobody knows why', refused(500, 'Internal server error')],
  ['the answer is lost', { id: 'a', atMs: 0, result: { kind: 'unknown', message: 'reset' } }],
  ['it went well', { id: 'a', atMs: 0, result: { kind: 'done' } }],
])('a submission is tried again or waited for while %s', (_, outcome) => {
  expect(finalRefusal(outcome)).toBeUndefined()
})
