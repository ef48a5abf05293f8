import { expect, test } from 'vitest'
import * as given from '../given.ts'
import * as then from '../then.ts'
import * as when from '../when.ts'

/** No checkpoint or savepoint ever completes while the file is there: each blocks longer than Flink waits. */
const slowSnapshots = {
  args: '--checkpoint-delay-file /flink-state/checkpoint_delay',
  flinkConfig: {
    'execution.checkpointing.timeout': '3 s',
    'execution.checkpointing.tolerable-failed-checkpoints': '1000',
  },
}

test.concurrent(
  'an update of a job that fails restores the newest checkpoint, once the old job has ended (original operator defect D11)',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'recovery', {
      args: '--fail-file /flink-state/fail',
    })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    await then.hasCheckpoint(app)
    const counted = await then.counts(app, first.jobStatus?.jobID, 50)

    await when.fileMade(app, 'fail')
    await then.becomes(app, 'fails', ({ jobStatus }) => jobStatus?.state === 'RESTARTING')
    await when.edited(app, { image: await given.newImage(app) })
    await then.becomes(
      app,
      'has submitted a new job',
      ({ phase, jobStatus }) =>
        phase === 'SubmittingJob' && ![first.jobStatus?.jobID, ''].includes(jobStatus?.jobID),
      { never: ['DeployFailed', 'RollingBackJob'] },
    )
    await when.fileRemoved(app, 'fail')
    const second = await then.runs(app, { never: ['DeployFailed', 'RollingBackJob'] })

    expect(await then.restoredFrom(app, second)).toBe('checkpoint')
    const goneOn = await then.counts(app, second.jobStatus?.jobID, counted.count + 1)
    expect(goneOn.restored).toBe(true)
    expect(await then.jobs(app)).toEqual([first.jobStatus?.jobID, second.jobStatus?.jobID])
    expect(await then.overlapMs(app)).toBe(0)
  },
)

test.concurrent(
  'a job that fails, with a checkpoint older than the limit, is left alone (original operator defect D1)',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'task-failures', {
      args: '--fail-file /flink-state/fail',
      spec: { deleteMode: 'ForceCancel' },
    })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    await then.hasCheckpoint(app)
    await when.fileMade(app, 'fail')
    await then.becomes(app, 'fails', ({ jobStatus }) => jobStatus?.state === 'RESTARTING')

    await when.edited(app, { image: await given.newImage(app), maxCheckpointRestoreAgeSeconds: 1 })
    const failed = await then.hasGivenUp(app)
    expect(failed.jobStatus?.jobID).toBe(first.jobStatus?.jobID)
    expect(JSON.stringify(failed.conditions)).toContain('maxCheckpointRestoreAgeSeconds')
    expect(Object.keys(await then.jobStates(app, first.deployHash))).toEqual([first.jobStatus?.jobID])

    await when.deleted(app)
    await then.isGone(app)
  },
)

test.concurrent(
  'a savepoint that times out, with no checkpoint to go on from, leaves the old job alone; once that fails, fallbackWithoutState gives up its state and says so',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'no-snapshot', {
      ...slowSnapshots,
      flinkVersion: '2.3.0',
      args: `${slowSnapshots.args} --fail-file /flink-state/fail`,
      spec: { deleteMode: 'ForceCancel' },
    })
    await when.fileMade(app, 'checkpoint_delay', '120000')
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    const counted = await then.counts(app, first.jobStatus?.jobID)

    const image = await given.newImage(app)
    await when.edited(app, { image })
    const failed = await then.hasGivenUp(app)
    expect(failed.jobStatus?.jobID).toBe(first.jobStatus?.jobID)
    expect(failed.deployHash).toBe(first.deployHash)
    expect(await then.jobStates(app, first.deployHash)).toEqual({ [first.jobStatus?.jobID ?? '']: 'RUNNING' })
    await then.counts(app, first.jobStatus?.jobID, counted.count + 1)
    expect(await then.jobs(app)).toEqual([first.jobStatus?.jobID])

    await when.fileMade(app, 'fail')
    // The new job does not know the file, so it does not fail.
    await when.edited(app, {
      image,
      programArgs: '--rps 50 --journal /flink-state/journal',
      fallbackWithoutState: true,
    })
    const second = await then.runs(app)
    expect(second.jobStatus?.jobID).not.toBe(first.jobStatus?.jobID)
    expect(second.savepointPath).toBeUndefined()
    expect(await then.restoredFrom(app, second)).toBe('nothing')
    expect((await then.counts(app, second.jobStatus?.jobID)).restored).toBe(false)
    expect((await then.events(app)).map(({ reason }) => reason)).toContain(
      'RestoringWithoutExternalizedCheckpoint',
    )
    await then.hasOnlyPodsOf(app, second.deployHash, 2)
    expect(await then.overlapMs(app)).toBe(0)

    await when.deleted(app)
    await then.isGone(app)
    await then.hasNoObjects(app)
  },
)
