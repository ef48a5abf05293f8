import { expect, test } from 'vitest'
import * as given from './given.ts'
import * as then from './then.ts'
import * as when from './when.ts'

test.for(['ClusterStarting', 'Savepointing', 'SubmittingJob'])(
  'killed in %s of an update, the operator completes it after its restart with one job and one savepoint',
  async (phase, context) => {
    const { app, manifest } = await given.counter(context, `killed-${phase.toLowerCase()}`)
    await when.applied(app, manifest)
    const first = await then.runs(app)
    const counted = await then.counts(app, first.jobStatus?.jobID, 50)

    await when.edited(app, { restartNonce: 'again' })
    await then.becomes(
      app,
      `is in ${phase} or beyond`,
      ({ phase: now, deployHash }) => now === phase || deployHash !== first.deployHash,
    )
    await when.operatorKilled(app)

    const second = await then.runs(app, { never: ['DeployFailed'] })
    expect(second.deployHash).not.toBe(first.deployHash)
    const goneOn = await then.counts(app, second.jobStatus?.jobID, counted.count + 1)
    expect(goneOn.restored).toBe(true)
    expect(await then.savepoints(app)).toHaveLength(1)
    expect(await then.jobs(app)).toHaveLength(2)
    expect(
      (await then.tookOver(app, first.jobStatus?.jobID, second.jobStatus?.jobID)).downTimeMs,
    ).toBeGreaterThan(0)
  },
)
