import { expect, test } from 'vitest'
import * as given from '../given.ts'
import * as then from '../then.ts'
import * as when from '../when.ts'

test.concurrent(
  'with savepointDisabled the old job is cancelled and has ended before the new one starts without state (original operator defect D14)',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'disabled', {
      flinkVersion: '2.3.0',
      spec: { savepointDisabled: true, deleteMode: 'ForceCancel' },
    })
    await when.applied(app, {
      ...manifest,
      metadata: { ...manifest.metadata, finalizers: ['e2e.example.com/kept-for-reading'] },
    })
    const first = await then.runs(app, { never: ['DeployFailed'] })
    await then.counts(app, first.jobStatus?.jobID)

    const image = await given.newImage(app)
    await when.edited(app, { image })
    const second = await then.runs(app, { never: ['DeployFailed', 'Savepointing'] })
    expect(second.jobStatus?.jobID).not.toBe(first.jobStatus?.jobID)
    expect(second.savepointPath).toBeUndefined()
    for (const pod of await then.hasOnlyPodsOf(app, second.deployHash, 2)) expect(pod.image).toBe(image)
    expect((await then.counts(app, second.jobStatus?.jobID)).restored).toBe(false)
    expect(await then.overlapMs(app)).toBe(0)

    await when.deleted(app)
    await then.becomes(
      app,
      'is left to the finalizer of the test alone',
      (_, { metadata }) => metadata.finalizers?.join() === 'e2e.example.com/kept-for-reading',
    )
    expect(await then.jobStates(app, second.deployHash)).toEqual({
      [second.jobStatus?.jobID ?? '']: 'CANCELED',
    })
    expect(await then.savepoints(app)).toEqual([])
    await when.readToTheEnd(app)
    await then.isGone(app)
  },
)

test.concurrent(
  'a job that somebody cancelled is told as such, not as Yellow, and an update starts a new one',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'cancelled', { spec: { savepointDisabled: true } })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    await then.counts(app, first.jobStatus?.jobID)

    await when.jobCancelled(app, first.jobStatus?.jobID ?? '')
    const cancelled = await then.becomes(
      app,
      'shows the job as cancelled',
      ({ jobStatus }) => jobStatus?.state === 'CANCELED',
    )
    expect(cancelled.jobStatus?.health).toBe('Red')
    expect(cancelled.conditions).toContainEqual(
      expect.objectContaining({ type: 'Ready', status: 'False', reason: 'JobCanceled' }),
    )

    await when.edited(app, { image: await given.newImage(app) })
    const second = await then.runs(app, { never: ['DeployFailed'] })
    expect(second.jobStatus).toMatchObject({ state: 'RUNNING' })
    expect(second.jobStatus?.jobID).not.toBe(first.jobStatus?.jobID)
    expect(second.savepointPath).toBeUndefined()
    await then.counts(app, second.jobStatus?.jobID)
    expect(await then.overlapMs(app)).toBe(0)
  },
)

test.concurrent(
  'with savepointDisabled a jar that does not exist brings the old job back, and the right one then rolls forward',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'disabled-no-jar', {
      spec: { savepointDisabled: true, deleteMode: 'ForceCancel' },
    })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })

    await when.edited(app, { jarName: 'nonexistent.jar', restartNonce: 'rollback' })
    const failed = await then.hasGivenUp(app)
    expect(failed.deployHash).toBe(first.deployHash)
    expect(failed.jobStatus?.jobID).not.toBe(first.jobStatus?.jobID)
    expect(failed).not.toHaveProperty('savepointPath')
    expect(failed).not.toHaveProperty('savepointTriggerId')
    expect(await then.restoredFrom(app, failed)).toBe('nothing')
    await then.counts(app, failed.jobStatus?.jobID)

    await when.edited(app, {
      jarName: 'test_counter.jar',
      restartNonce: 'rollback2',
      image: await given.newImage(app),
    })
    const second = await then.runs(app)
    await then.counts(app, second.jobStatus?.jobID)
    expect(await then.overlapMs(app)).toBe(0)

    await when.deleted(app)
    await then.isGone(app)
    expect(await then.savepoints(app)).toEqual([])
  },
)
