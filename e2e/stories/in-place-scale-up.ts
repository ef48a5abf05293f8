import { expect, test } from 'vitest'
import * as given from '../given.ts'
import * as then from '../then.ts'
import * as when from '../when.ts'

test.concurrent(
  'a scale-up in place adds TaskManagers to the running cluster, twice, and a normal deploy follows (original operator defect D19)',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'inplace', {
      spec: { scaleMode: 'InPlace', parallelism: 2 },
    })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    const before = await then.hasOnlyPodsOf(app, first.deployHash, 2)

    await when.edited(app, { parallelism: 4 })
    const second = await then.runs(app, { never: ['DeployFailed', 'Updating', 'ClusterStarting'] })
    expect(second.deployHash).not.toBe(first.deployHash)
    expect(second.inPlaceUpdatedFromHash).toBe(first.deployHash)
    expect(await then.restoredFrom(app, second, first.deployHash)).toBe('savepoint')
    const scaled = await then.hasOnlyPodsOf(app, first.deployHash, 3)
    expect(scaled.map(({ uid }) => uid)).toEqual(expect.arrayContaining(before.map(({ uid }) => uid)))
    expect(await then.deployments(app)).toEqual([
      `${app.name}-${first.deployHash}-jm`,
      `${app.name}-${first.deployHash}-tm`,
    ])

    await when.edited(app, { parallelism: 6 })
    const third = await then.runs(app, { never: ['DeployFailed', 'Updating', 'ClusterStarting'] })
    const scaledAgain = await then.hasOnlyPodsOf(app, first.deployHash, 4)
    expect(scaledAgain.map(({ uid }) => uid)).toEqual(expect.arrayContaining(before.map(({ uid }) => uid)))
    // The pods know the JobManager by the first hash: its Service must still be there when one of them starts again.
    const counted = await then.counts(app, third.jobStatus?.jobID)
    await when.podKilled(app, 'taskmanager')
    await then.countsOnAfterRestart(app, counted)

    const image = await given.newImage(app)
    await when.edited(app, { image })
    const last = await then.runs(app, { never: ['DeployFailed', 'Rescaling'] })
    for (const pod of await then.hasOnlyPodsOf(app, last.deployHash, 4)) expect(pod.image).toBe(image)
    expect((await then.tookOver(app, third.jobStatus?.jobID, last.jobStatus?.jobID)).restored).toBe(true)
    await then.hasServices(app, [app.name, `${app.name}-${last.deployHash}`])
    expect(await then.overlapMs(app)).toBe(0)

    await when.deleted(app)
    await then.isGone(app)
    expect(await then.savepoints(app)).toHaveLength(4)
    await then.hasNoObjects(app)
  },
)
