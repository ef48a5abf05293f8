import { expect, test } from 'vitest'
import * as given from '../given.ts'
import * as then from '../then.ts'
import * as when from '../when.ts'

test.concurrent(
  'in BlueGreen two versions run side by side until one is named to be torn down',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'bluegreen', {
      flinkVersion: '2.3.0',
      spec: { deploymentMode: 'BlueGreen' },
    })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    await then.hasOnlyPodsOf(app, first.deployHash, 2)
    const [green] = first.versionStatuses ?? []
    expect(green).toMatchObject({ appVersion: 'green', versionHash: first.deployHash })

    await when.edited(app, { image: await given.newImage(app) })
    const dual = await then.becomes(app, 'runs both versions', ({ phase }) => phase === 'DualRunning', {
      never: ['DeployFailed'],
    })
    expect(await then.pods(app)).toHaveLength(4)
    expect(dual).toMatchObject({
      updatingVersion: 'blue',
      deployVersion: 'green',
      deployHash: first.deployHash,
    })
    const blue = dual.versionStatuses?.[1]
    const blueJob = await then.counts(app, blue?.jobStatus?.jobID)
    expect(blueJob.restored).toBe(true)
    expect(await then.jobStates(app, first.deployHash)).toEqual({
      [green?.jobStatus?.jobID ?? '']: 'RUNNING',
    })

    await when.edited(app, { tearDownVersionHash: first.deployHash })
    const last = await then.runs(app, { never: ['DeployFailed'] })
    expect(last).toMatchObject({ deployVersion: 'blue', deployHash: blue?.versionHash })
    expect(last.teardownHash).toMatch(/^[0-9a-f]{8}$/)
    expect(last.versionStatuses?.[0]?.jobStatus?.jobID).toBe(blue?.jobStatus?.jobID)
    expect(last.versionStatuses?.[1]?.jobStatus?.jobID ?? '').toBe('')
    await then.hasOnlyPodsOf(app, last.deployHash, 2)
    await then.counts(app, blue?.jobStatus?.jobID, blueJob.count + 1)

    await when.deleted(app)
    await then.isGone(app)
    await then.hasNoObjects(app)
  },
)

test.concurrent(
  'an edit in DualRunning is deployed after the teardown, not forgotten (original operator defect D18)',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'bluegreen-edit', {
      spec: { deploymentMode: 'BlueGreen' },
    })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    await when.edited(app, { restartNonce: 'two' })
    await then.becomes(app, 'runs both versions', ({ phase }) => phase === 'DualRunning', {
      never: ['DeployFailed'],
    })

    await when.edited(app, {
      programArgs: '--rps 60 --journal /flink-state/journal',
      tearDownVersionHash: first.deployHash,
    })
    const dual = await then.becomes(
      app,
      'runs the edit beside the version that stayed',
      ({ phase, versionStatuses }) =>
        phase === 'DualRunning' &&
        versionStatuses?.[1]?.jobStatus?.programArgs === '--rps 60 --journal /flink-state/journal',
      { never: ['DeployFailed'] },
    )
    expect(dual.deployHash).not.toBe(first.deployHash)
    await then.counts(app, dual.versionStatuses?.[1]?.jobStatus?.jobID)
  },
)
