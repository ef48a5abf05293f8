import { expect, test } from 'vitest'
import * as given from '../given.ts'
import * as then from '../then.ts'
import { until } from '../until.ts'
import * as when from '../when.ts'

test.concurrent(
  'with high availability a JobManager that dies brings its job back by itself, and an update carries its state over',
  async (context) => {
    const { app, manifest } = await given.highlyAvailableCounter(context, 'ha-dies')
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    const jobId = first.jobStatus?.jobID
    await then.hasCheckpoint(app)
    const counted = await then.counts(app, jobId, 50)

    await when.podKilled(app, 'jobmanager')
    // Until its TaskManagers hear of it the job counts on.
    await until('the job counts on from its state', 120_000, async () =>
      (await then.counts(app, jobId, counted.count + 200)).restored ? true : undefined,
    )
    const same = await then.runs(app, { never: ['DeployFailed', 'Recovering', 'SubmittingJob'] })
    expect(same.jobStatus?.jobID).toBe(jobId)
    // What the operator goes by while the job has made no other checkpoint.
    await then.becomes(app, 'knows from which checkpoint Flink brought the job back', ({ jobStatus }) =>
      /\/chk-\d+$/.test(jobStatus?.restorePath ?? ''),
    )

    await when.edited(app, { image: await given.newImage(app) })
    const second = await then.runs(app, { never: ['DeployFailed'] })
    expect(await then.restoredFrom(app, second)).toBe('savepoint')
    expect((await then.tookOver(app, jobId, second.jobStatus?.jobID)).restored).toBe(true)
    expect(await then.jobs(app)).toEqual([jobId, second.jobStatus?.jobID])
    expect(await then.overlapMs(app)).toBe(0)

    await when.deleted(app)
    await then.isGone(app)
    await then.hasNoObjects(app)
  },
)

test.concurrent(
  'with high availability a cluster that was deleted with its job does not bring that back when the same is applied again',
  async (context) => {
    const { app, manifest } = await given.highlyAvailableCounter(context, 'ha-again', {
      spec: { deleteMode: 'None' },
    })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    await then.counts(app, first.jobStatus?.jobID, 50)
    await when.deleted(app)
    await then.isGone(app)

    await when.applied(app, manifest)
    const second = await then.runs(app, { never: ['DeployFailed'] })
    expect(second.deployHash).toBe(first.deployHash)
    expect(second.jobStatus?.jobID).not.toBe(first.jobStatus?.jobID)
    await then.counts(app, second.jobStatus?.jobID, 100)
    expect(await then.jobStates(app, second.deployHash)).toEqual({
      [second.jobStatus?.jobID ?? '']: 'RUNNING',
    })
    expect(await then.jobs(app)).toEqual([first.jobStatus?.jobID, second.jobStatus?.jobID])
    expect(await then.overlapMs(app)).toBe(0)
  },
)
