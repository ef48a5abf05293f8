import { expect, test } from 'vitest'
import { type SavepointRecord } from '../application/application.ts'
import { type Cluster } from '../application/cluster.ts'
import {
  type ActionOutcome,
  type CheckpointsAnswer,
  type JobAnswer,
  type JobManagerAnswer,
  type SavepointAnswer,
} from '../application/observation.ts'
import { savepointProgress } from './savepoint-progress.ts'

/** By both clocks, which `ready` reads at the same moment. */
const nowMs = 0
const requestedAtMs = Date.parse('2026-01-01T00:00:00Z')
const record: SavepointRecord = {
  jobId: 'a',
  hash: 'h',
  triggerId: 't',
  mode: 'stop',
  requestedAt: '2026-01-01T00:00:00Z',
  retries: 0,
}
/** As of a Flink before 1.15, which chooses the id itself. */
const { triggerId: _, ...unnamed } = record

const cluster = (answer: JobManagerAnswer): Cluster => ({
  hash: 'h',
  jobManagerPods: [],
  taskManagerPods: [],
  answer,
  isBuilt: true,
  isGone: false,
})

const statistics = (part: Partial<CheckpointsAnswer>): CheckpointsAnswer => ({
  restored: 0,
  completed: 0,
  failed: 0,
  ...part,
})

function ready(
  state: string,
  checkpoints?: CheckpointsAnswer | 'unread',
  savepoint?: SavepointAnswer,
): Cluster {
  const details: Record<string, JobAnswer> =
    checkpoints === 'unread'
      ? {}
      : {
          a: { id: 'a', state, startTimeMs: 0, nowMs: 0, vertices: [], ...(checkpoints && { checkpoints }) },
        }
  return cluster({
    state: 'ready',
    flinkVersion: '1.20.5',
    slotsTotal: 1,
    slotsAvailable: 0,
    taskManagers: 1,
    healthyTaskManagers: 1,
    jobs: [{ id: 'a', state, tasks: {} }],
    details,
    savepoints: savepoint ? { t: savepoint } : {},
  })
}

const saved = (triggeredAtMs: number, part: object = {}) =>
  statistics({
    latestSavepoint: {
      id: 1,
      path: 's3://s',
      isSavepoint: true,
      discarded: false,
      triggeredAtMs,
      acknowledgedAtMs: triggeredAtMs,
      ...part,
    },
  })

const refused = (atMs: number, cause?: string): ActionOutcome => ({
  id: 'savepoint/t',
  atMs,
  result: { kind: 'refused', status: 400, message: 'no\nand why', ...(cause !== undefined && { cause }) },
})

test.each<[string, SavepointRecord, Cluster, ActionOutcome | undefined, object]>([
  [
    'one whose place is recorded',
    { ...record, location: 's3://r', failure: 'why' },
    ready('RUNNING'),
    undefined,
    { state: 'completed', location: 's3://r', stopFailed: 'why' },
  ],
  [
    'one whose JobManager does not answer',
    record,
    cluster({ state: 'unreachable', reason: 'refused' }),
    undefined,
    { state: 'unknown', reason: 'refused' },
  ],
  [
    'one whose job is gone with its cluster',
    record,
    { ...ready('RUNNING'), isGone: true },
    undefined,
    { state: 'jobLost' },
  ],
  [
    'one that Flink has written',
    record,
    ready('RUNNING', undefined, { state: 'completed', location: 's3://s' }),
    undefined,
    { state: 'completed', location: 's3://s' },
  ],
  [
    'one that a Flink which chooses the id has taken on, and has not been asked for yet',
    unnamed,
    ready('RUNNING'),
    { id: 'savepoint/a/0', atMs: requestedAtMs, result: { kind: 'done', triggerId: 'theirs' } },
    { state: 'inProgress' },
  ],
  [
    'one that such a Flink has taken on, of a job that has ended with it',
    unnamed,
    ready('CANCELED', saved(requestedAtMs)),
    { id: 'savepoint/a/0', atMs: requestedAtMs, result: { kind: 'done', triggerId: 'theirs' } },
    { state: 'completed', location: 's3://s' },
  ],
  [
    'one that such a Flink has taken on, of a job that is gone with its cluster',
    unnamed,
    { ...ready('RUNNING'), isGone: true },
    { id: 'savepoint/a/0', atMs: requestedAtMs, result: { kind: 'done', triggerId: 'theirs' } },
    { state: 'jobLost' },
  ],
  [
    'one that Flink is writing',
    record,
    ready('RUNNING', undefined, { state: 'inProgress' }),
    undefined,
    { state: 'inProgress' },
  ],
  [
    'one that failed',
    record,
    ready('RUNNING', undefined, { state: 'failed', errorClass: 'E', message: 'expired\n at x' }),
    undefined,
    { state: 'failed', message: 'E: expired' },
  ],
  [
    'one that failed, of a job that has ended',
    record,
    ready('FAILED', undefined, { state: 'failed', errorClass: 'E', message: 'not found' }),
    undefined,
    { state: 'jobEnded', jobState: 'FAILED' },
  ],
  [
    'one that is good although its stop failed, as Flink says',
    record,
    ready('RUNNING', undefined, { state: 'failed', errorClass: 'E', message: 'stop', location: 's3://s' }),
    undefined,
    { state: 'completed', location: 's3://s', stopFailed: 'E: stop' },
  ],
  [
    'one that is good although its stop failed, as only the text says',
    record,
    ready('RUNNING', undefined, {
      state: 'failed',
      errorClass: 'E',
      message: 'A savepoint has been created at: s3://s, but the job failed',
    }),
    undefined,
    {
      state: 'completed',
      location: 's3://s',
      stopFailed: 'E: A savepoint has been created at: s3://s, but the job failed',
    },
  ],
  [
    'one of a job that has ended and of which nothing was read',
    record,
    ready('FINISHED', 'unread'),
    undefined,
    { state: 'unknown', reason: 'the statistics of job a have not been read' },
  ],
  [
    'one that a job ended with, whatever became of the trigger',
    record,
    ready('FINISHED', saved(requestedAtMs - 1_000)),
    undefined,
    { state: 'completed', location: 's3://s' },
  ],
  [
    'one that somebody else asked for meanwhile, and the job ended with it',
    record,
    ready('FINISHED', saved(requestedAtMs), { state: 'failed', errorClass: 'E', message: 'not found' }),
    undefined,
    { state: 'completed', location: 's3://s' },
  ],
  [
    'one of a job that has failed, and an older one is there',
    record,
    ready('FAILED', saved(requestedAtMs - 1_001)),
    undefined,
    { state: 'jobEnded', jobState: 'FAILED' },
  ],
  [
    'one with which the original cancelled its job, and wrote that down a little later',
    { ...record, mode: 'cancel' },
    ready('CANCELED', saved(requestedAtMs - 60_000)),
    undefined,
    { state: 'completed', location: 's3://s' },
  ],
  [
    'one of a job that was cancelled, and an older one is there',
    { ...record, mode: 'cancel' },
    ready('CANCELED', saved(requestedAtMs - 60_001)),
    undefined,
    { state: 'jobEnded', jobState: 'CANCELED' },
  ],
  [
    'one that cancels, of a job that has failed, and an older one is there',
    { ...record, mode: 'cancel' },
    ready('FAILED', saved(requestedAtMs - 1_001)),
    undefined,
    { state: 'jobEnded', jobState: 'FAILED' },
  ],
  [
    'one that stops, of a job that was cancelled by hand, and an older one is there',
    record,
    ready('CANCELED', saved(requestedAtMs - 1_001)),
    undefined,
    { state: 'jobEnded', jobState: 'CANCELED' },
  ],
  [
    'one that was deleted since',
    record,
    ready('FINISHED', saved(requestedAtMs, { discarded: true })),
    undefined,
    { state: 'jobEnded', jobState: 'FINISHED' },
  ],
  [
    'one without a place',
    record,
    ready('FINISHED', saved(requestedAtMs, { path: undefined })),
    undefined,
    { state: 'jobEnded', jobState: 'FINISHED' },
  ],
  [
    'one of a job that ended with a checkpoint',
    record,
    ready('CANCELED', saved(requestedAtMs, { isSavepoint: false })),
    undefined,
    { state: 'jobEnded', jobState: 'CANCELED' },
  ],
  [
    'one of a job that runs and has an older one',
    record,
    ready('RUNNING', saved(requestedAtMs + 1)),
    undefined,
    { state: 'notRequested' },
  ],
  [
    'one without an id, found as the first since the request',
    unnamed,
    ready('RUNNING', saved(requestedAtMs - 1_000)),
    undefined,
    { state: 'completed', location: 's3://s' },
  ],
  [
    'one without an id, and only an older one is there',
    unnamed,
    ready('RUNNING', saved(requestedAtMs - 1_001)),
    undefined,
    { state: 'notRequested' },
  ],
  [
    'one without an id that is being written',
    unnamed,
    ready('RUNNING', statistics({ savepointInProgress: true })),
    undefined,
    { state: 'inProgress' },
  ],
  [
    'one of a job that runs and whose statistics have not been read',
    record,
    ready('RUNNING', 'unread'),
    undefined,
    { state: 'notRequested' },
  ],
  [
    'another one that is being written',
    record,
    ready('RUNNING', statistics({ savepointInProgress: true })),
    undefined,
    { state: 'notRequested' },
  ],
  [
    'one without an id of a job without checkpointing',
    unnamed,
    ready('RUNNING'),
    undefined,
    { state: 'notRequested' },
  ],
  [
    'one without an id, which the answer has told',
    unnamed,
    ready('RUNNING', undefined, { state: 'inProgress' }),
    { id: '', atMs: requestedAtMs, result: { kind: 'done', triggerId: 't' } },
    { state: 'inProgress' },
  ],
  [
    'one of a job that is being cancelled with it',
    record,
    ready('CANCELLING', statistics({})),
    undefined,
    { state: 'inProgress' },
  ],
  [
    'one that Flink refuses for good',
    record,
    ready('RUNNING', statistics({})),
    refused(requestedAtMs, 'noDirectory'),
    { state: 'failed', message: 'no' },
  ],
  [
    'one that Flink refuses for now',
    record,
    ready('RUNNING', statistics({})),
    refused(requestedAtMs + 1),
    { state: 'notRequested' },
  ],
  [
    'one before which another was refused',
    record,
    ready('RUNNING', statistics({})),
    refused(requestedAtMs - 1, 'noDirectory'),
    { state: 'notRequested' },
  ],
  [
    'one that was asked for at a time that cannot be read',
    { ...record, requestedAt: 'then' },
    ready('RUNNING', statistics({})),
    refused(1, 'noDirectory'),
    { state: 'failed', message: 'no' },
  ],
  [
    'one whose answer was lost',
    record,
    ready('RUNNING', statistics({})),
    { id: '', atMs: requestedAtMs, result: { kind: 'unknown', message: '' } },
    { state: 'notRequested' },
  ],
])('the progress of %s', (_, of, on, outcome, progress) => {
  expect(savepointProgress(of, on, outcome, nowMs)).toEqual(progress)
})

test.each([
  [-3_600_000, 'completed'],
  [-3_601_001, 'notRequested'],
])('one without an id, on a JobManager whose clock is an hour slow, is found: at %d ms', (byItsMs, state) => {
  const on = ready('RUNNING', saved(requestedAtMs + byItsMs))
  expect(savepointProgress(unnamed, on, undefined, 3_600_000)).toMatchObject({ state })
})

test('the text of a failure is told up to a length', () => {
  const failed = ready('RUNNING', undefined, { state: 'failed', errorClass: '', message: 'x'.repeat(900) })
  expect(savepointProgress(record, failed, undefined, nowMs)).toEqual({
    state: 'failed',
    message: `: ${'x'.repeat(500)}`,
  })
})
