import { expect, test } from 'vitest'
import * as given from '../given.ts'
import * as then from '../then.ts'
import * as when from '../when.ts'

const versions = ['1.20.5', '2.3.0'] as const
const named = (what: string, version: string): string => `${what}-${version.replaceAll('.', '-')}`

test.concurrent.for(versions)(
  'on Flink %s a new image and a new setting are each deployed from a savepoint, and the deletion leaves one behind',
  async (flinkVersion, context) => {
    const { app, manifest } = await given.counter(context, named('updates', flinkVersion), { flinkVersion })
    await when.applied(app, {
      ...manifest,
      metadata: { ...manifest.metadata, finalizers: ['e2e.example.com/kept-for-reading'] },
    })
    const first = await then.runs(app, { never: ['DeployFailed'] })
    for (const pod of await then.hasOnlyPodsOf(app, first.deployHash, 2))
      expect(pod.image).toBe(manifest.spec.image)

    const image = await given.newImage(app)
    await when.edited(app, { image })
    const second = await then.runs(app, { never: ['DeployFailed'] })
    expect(second.jobStatus?.jobID).not.toBe(first.jobStatus?.jobID)
    expect(await then.restoredFrom(app, second)).toBe('savepoint')
    for (const pod of await then.hasOnlyPodsOf(app, second.deployHash, 2)) expect(pod.image).toBe(image)

    await when.edited(app, { flinkConfig: { 'pekko.client.timeout': '23s' } })
    const third = await then.runs(app, { never: ['DeployFailed'] })
    expect(await then.restoredFrom(app, third)).toBe('savepoint')
    expect(await then.flinkSays(app, third.deployHash, '/jobmanager/config')).toContainEqual({
      key: 'pekko.client.timeout',
      value: '23s',
    })
    await then.counts(app, third.jobStatus?.jobID)

    await when.deleted(app)
    const last = await then.becomes(
      app,
      'is left to the finalizer of the test alone',
      (_, { metadata }) => metadata.finalizers?.join() === 'e2e.example.com/kept-for-reading',
    )
    expect(last.savepointPath).toMatch(/^file:\/flink-state\/savepoints\/savepoint-/)
    expect(await then.jobStates(app, third.deployHash)).toEqual({
      [third.jobStatus?.jobID ?? '']: 'FINISHED',
    })
    expect(await then.savepoints(app)).toHaveLength(3)
    await when.readToTheEnd(app)
    await then.isGone(app)
    await then.hasNoObjects(app)
    expect(await then.overlapMs(app)).toBe(0)
  },
)

// On Flink 1.20 this is the beginning of the story of a spec that failed once and is applied again.
test.concurrent(
  'on Flink 2.3.0 a jar that does not exist is rolled back at once to the old job with its state, and the right jar then rolls forward',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'no-jar', { flinkVersion: '2.3.0' })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    const counted = await then.counts(app, first.jobStatus?.jobID, 50)

    await when.edited(app, { jarName: 'nonexistent.jar', restartNonce: 'rollback' })
    const failed = await then.hasGivenUp(app)
    expect(failed.deployHash).toBe(first.deployHash)
    expect(failed.jobStatus?.jobID).not.toBe(first.jobStatus?.jobID)
    expect(failed.conditions).toContainEqual(
      expect.objectContaining({ type: 'Stalled', status: 'True', reason: 'JarMissing' }),
    )
    expect(await then.restoredFrom(app, failed)).toBe('savepoint')
    await then.counts(app, failed.jobStatus?.jobID, counted.count + 1)
    await then.hasOnlyPodsOf(app, first.deployHash, 2)

    await when.edited(app, { jarName: 'test_counter.jar', restartNonce: 'rollback2' })
    const second = await then.runs(app)
    expect(await then.restoredFrom(app, second)).toBe('savepoint')
    expect(await then.tookOver(app, failed.jobStatus?.jobID, second.jobStatus?.jobID)).toMatchObject({
      repeated: 0,
      lost: 0,
      restored: true,
    })
    expect(await then.overlapMs(app)).toBe(0)
  },
)

// No pod of an image that cannot be pulled ever runs a Flink, so that one release is enough.
test.concurrent(
  'an image that cannot be pulled leaves the job alone, until the next edit corrects it or forceRollback gives it up and a right image rolls forward',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'bad-image', { flinkVersion: '2.3.0' })
    const wrong = { image: 'registry.invalid/no-such-image:1' }
    const tellsOfTheImage = () =>
      then.becomes(
        app,
        'tells that the image cannot be pulled',
        ({ phase, conditions }) =>
          phase === 'ClusterStarting' &&
          (conditions ?? []).some(
            ({ reason, message }) => reason === 'ImagePullFailed' && message?.includes('no-such-image'),
          ),
      )
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })

    await when.edited(app, wrong)
    await tellsOfTheImage()
    expect(await then.jobStates(app, first.deployHash)).toEqual({ [first.jobStatus?.jobID ?? '']: 'RUNNING' })
    const image = await given.newImage(app)
    await when.edited(app, { image })
    const corrected = await then.runs(app, { never: ['DeployFailed'] })
    for (const pod of await then.hasOnlyPodsOf(app, corrected.deployHash, 2)) expect(pod.image).toBe(image)
    await then.counts(app, corrected.jobStatus?.jobID)

    await when.edited(app, wrong)
    await tellsOfTheImage()
    await when.edited(app, { forceRollback: true })
    const failed = await then.hasGivenUp(app)
    expect(failed.jobStatus?.jobID).toBe(corrected.jobStatus?.jobID)
    expect((await then.found(app))?.spec?.forceRollback).toBe(true)
    expect(await then.jobStates(app, corrected.deployHash)).toEqual({
      [corrected.jobStatus?.jobID ?? '']: 'RUNNING',
    })
    await then.hasOnlyPodsOf(app, corrected.deployHash, 2)

    await when.edited(app, { image, restartNonce: 'rollback3', forceRollback: false })
    const last = await then.runs(app)
    expect(await then.restoredFrom(app, last)).toBe('savepoint')
    for (const pod of await then.hasOnlyPodsOf(app, last.deployHash, 2)) expect(pod.image).toBe(image)
    expect(await then.tookOver(app, corrected.jobStatus?.jobID, last.jobStatus?.jobID)).toMatchObject({
      repeated: 0,
      lost: 0,
      restored: true,
    })
    expect(await then.jobs(app)).toEqual([first, corrected, last].map(({ jobStatus }) => jobStatus?.jobID))
    expect(await then.overlapMs(app)).toBe(0)
  },
)
