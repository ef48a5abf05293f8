import { expect, test } from 'vitest'
import { type Situation } from '../situation.ts'
import { submittingJob } from './submitting-job.ts'

const nowMs = Date.parse('2026-01-01T00:00:10Z')

/** The job has failed, and Flink does not tell the cause. */
function failed(what: string, since: string): Situation {
  return {
    phase: 'SubmittingJob',
    nowMs,
    phaseSinceMs: nowMs - 10_000,
    settings: { flinkJobVertexTimeoutMs: 180_000 },
    spec: {},
    status: { waitingFor: { what, since } },
    attempt: { hash: 'h', kind: 'Deploy', jobId: 'a', submissions: 1 },
    target: {
      isGone: false,
      answer: { state: 'ready', jobs: [{ id: 'a', state: 'FAILED', tasks: {} }], details: {} },
    },
    outcomeOf: () => undefined,
  } as unknown as Situation
}

test.each<[string, string, string, string]>([
  ['is waited for', 'JobFailed', '2026-01-01T00:00:06.001Z', 'stay'],
  [
    'is not waited for longer than Flink repeats itself',
    'JobFailed',
    '2026-01-01T00:00:06Z',
    'RollingBackJob',
  ],
  ['is waited for from when the failure was seen', 'JobStarting', '2026-01-01T00:00:00Z', 'stay'],
])('the cause of a failure %s', (_, what, since, phase) => {
  expect(submittingJob(failed(what, since))).toMatchObject({ phase, reason: 'JobFailed' })
})
