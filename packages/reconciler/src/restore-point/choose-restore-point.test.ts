import { describe, expect, test } from 'vitest'
import { type JobStatus, type RestorePoint } from '../application/application.ts'
import { type Job } from '../application/job.ts'
import { type CheckpointsAnswer } from '../application/observation.ts'
import { chooseRestorePoint, type Replaced } from './choose-restore-point.ts'

const nowMs = Date.parse('2026-01-01T01:00:00Z')
const checkpoint = {
  id: 1,
  path: 's3://state/a/chk-1',
  isSavepoint: false,
  discarded: false,
  triggeredAtMs: nowMs - 60_000,
  acknowledgedAtMs: nowMs - 59_000,
}
const latestRestored = { path: 's3://state/a/chk-7', isSavepoint: false, restoredAtMs: nowMs - 30_000 }
const answered = (part: Partial<CheckpointsAnswer>): CheckpointsAnswer => ({
  restored: 0,
  completed: 1,
  failed: 0,
  retainedOnCancellation: true,
  ...part,
})

/** Without checkpoints it never made any, as far as Flink tells. */
const job = (state: string, checkpoints?: CheckpointsAnswer): Job => ({
  presence: 'present',
  state,
  isTerminal: state !== 'RUNNING',
  isRunning: state === 'RUNNING',
  runningTasks: 1,
  totalTasks: 1,
  details: {
    id: 'a',
    state,
    startTimeMs: 0,
    nowMs,
    vertices: [],
    ...(checkpoints && { checkpoints }),
  },
})

/** Its statistics could not be had. */
function unread(of: Job): Job {
  const { details: _, ...rest } = of as Extract<Job, { presence: 'present' }>
  return rest
}

const replaced: Replaced = {
  job: { presence: 'absent' },
  jobId: 'a',
  jobStatus: { jobID: 'a' },
  newestKnown: undefined,
  startedFrom: undefined,
  maxAgeMs: 3_600_000,
  nowMs,
}

const lost = (why: string) => ({ found: false, nothingToLose: false, why })

describe('what Flink says of the job', () => {
  test.each<[string, Job, object]>([
    [
      'its checkpoint',
      job('RUNNING', answered({ latestCompleted: checkpoint })),
      {
        found: true,
        point: { path: checkpoint.path, kind: 'Checkpoint', takenAt: '2026-01-01T00:59:00.000Z', jobId: 'a' },
      },
    ],
    [
      'its savepoint',
      job('RUNNING', answered({ latestSavepoint: { ...checkpoint, isSavepoint: true } })),
      {
        found: true,
        point: { path: checkpoint.path, kind: 'Savepoint', takenAt: '2026-01-01T00:59:00.000Z', jobId: 'a' },
      },
    ],
    [
      'a checkpoint that goes with it',
      job('RUNNING', answered({ latestCompleted: checkpoint, retainedOnCancellation: false })),
      lost(
        'the newest snapshot of job a does not outlive it: set ' +
          'execution.checkpointing.externalized-checkpoint-retention to RETAIN_ON_CANCELLATION',
      ),
    ],
    [
      'a checkpoint that went with it when it finished',
      job('FINISHED', answered({ latestCompleted: checkpoint })),
      expect.objectContaining({ found: false, nothingToLose: false }),
    ],
    [
      'a checkpoint that stayed when it failed',
      job('FAILED', answered({ latestCompleted: checkpoint, retainedOnCancellation: false })),
      expect.objectContaining({ found: true }),
    ],
    [
      'that it runs on without ever having made a snapshot: there is state to lose',
      job('RUNNING'),
      lost('job a runs on with state that no snapshot holds'),
    ],
    [
      'that it has failed without ever having made a snapshot: there is nothing to lose',
      job('FAILED'),
      { found: false, nothingToLose: true },
    ],
    [
      'that it runs on and takes checkpoints, of which none is complete',
      job('RUNNING', answered({ completed: 0 })),
      lost('job a runs on with state that no snapshot holds'),
    ],
    [
      'that it has failed before any of its checkpoints was complete',
      job('FAILED', answered({ completed: 0 })),
      { found: false, nothingToLose: true },
    ],
    [
      'that it has failed since it was brought back from a checkpoint of its own',
      job('FAILED', answered({ completed: 0, restored: 1, latestRestored })),
      {
        found: true,
        point: {
          path: 's3://state/a/chk-7',
          kind: 'Checkpoint',
          takenAt: '2026-01-01T00:59:30.000Z',
          jobId: 'a',
        },
      },
    ],
    [
      'that it runs on since it was brought back, and has made no other checkpoint yet',
      job('RUNNING', answered({ completed: 0, restored: 1, latestRestored })),
      lost('job a runs on with state that no snapshot holds'),
    ],
    [
      'that it runs on, and no more than that',
      unread(job('RUNNING')),
      lost('job a runs on with state that no snapshot holds'),
    ],
    [
      'that it has failed, and no more than that',
      unread(job('FAILED')),
      { found: false, nothingToLose: true },
    ],
    [
      'nothing, since it is gone, nor did it make a snapshot',
      { presence: 'absent' },
      { found: false, nothingToLose: true },
    ],
  ])('%s', (_, of, choice) => {
    expect(chooseRestorePoint({ ...replaced, job: of })).toEqual(choice)
  })

  test('the age counts by the clock of the JobManager, and the moment is told by the one of the operator', () => {
    const old = job('RUNNING', answered({ latestCompleted: checkpoint }))
    const choose = (maxAgeMs: number) =>
      chooseRestorePoint({ ...replaced, job: old, maxAgeMs, nowMs: 120_000 })
    expect(choose(60_000)).toMatchObject({ found: true, point: { takenAt: '1970-01-01T00:01:00.000Z' } })
    expect(choose(59_499)).toEqual(
      lost(
        `the newest snapshot ${checkpoint.path} is 60 s old, more than maxCheckpointRestoreAgeSeconds (59) allows`,
      ),
    )
  })
})

describe('what is remembered of a job that cannot be asked any more', () => {
  const newest: RestorePoint = { path: 's3://n', kind: 'Checkpoint', takenAt: '2026-01-01T00:59:00.000Z' }
  const used: RestorePoint = { path: 's3://u', kind: 'Savepoint' }

  test.each<[string, Partial<Replaced>, object]>([
    [
      'its newest snapshot',
      { newestKnown: { ...newest, jobId: 'a' } },
      { found: true, point: { ...newest, jobId: 'a' } },
    ],
    ['its newest snapshot, noted without a job', { newestKnown: newest }, { found: true, point: newest }],
    [
      'its newest snapshot, which is too old',
      { newestKnown: newest, maxAgeMs: 1_000 },
      expect.objectContaining({ found: false, nothingToLose: false }),
    ],
    [
      "another job's snapshot",
      { newestKnown: { ...newest, jobId: 'b' } },
      { found: false, nothingToLose: true },
    ],
    [
      'the checkpoint that the original operator noted',
      status({ lastCheckpoint: 's3://c', lastCheckpointTime: '2026-01-01T00:59:00Z' }),
      { found: true, point: { path: 's3://c', kind: 'Checkpoint', takenAt: '2026-01-01T00:59:00Z' } },
    ],
    [
      'that checkpoint, which is too old',
      {
        ...status({ lastCheckpoint: 's3://c', lastCheckpointTime: '2026-01-01T00:00:00Z' }),
        maxAgeMs: 1_000,
      },
      lost(
        "the newest snapshot s3://c is 3600 s old by its JobManager's clock, more than maxCheckpointRestoreAgeSeconds (1) allows",
      ),
    ],
    [
      'that checkpoint, of an unknown age',
      status({ lastCheckpoint: 's3://c', lastCheckpointTime: null }),
      { found: true, point: { path: 's3://c', kind: 'Checkpoint' } },
    ],
    [
      'that it had checkpoints, but none with a path',
      status({ completedCheckpointCount: 1 }),
      lost('job a had checkpoints, but none with a path that another job could start from'),
    ],
    [
      'that it had none, and what it was started from',
      { ...status({ completedCheckpointCount: 0 }), startedFrom: used },
      { found: true, point: used },
    ],
    [
      'what it was started from, as the original operator noted, also where it failed there',
      {
        ...status({ restorePath: latestRestored.path }),
        job: job('FAILED', answered({ completed: 0, restored: 1, latestRestored })),
      },
      { found: true, point: { path: latestRestored.path, kind: 'Savepoint' } },
    ],
    [
      'what it was started from, as the original operator noted',
      status({ restorePath: 's3://r' }),
      { found: true, point: { path: 's3://r', kind: 'Savepoint' } },
    ],
  ])('%s', (_, part, choice) => {
    expect(chooseRestorePoint({ ...replaced, ...part })).toEqual(choice)
  })

  function status(jobStatus: JobStatus): { jobStatus: JobStatus } {
    return { jobStatus: { jobID: 'a', ...jobStatus } }
  }
})
