import { expect, test } from 'vitest'
import * as given from './given.ts'
import { recordFigure } from './figures.ts'
import { recordOperatorTimes } from './operator-times.ts'
import * as then from './then.ts'
import * as when from './when.ts'

test.for(['1.20.5', '2.3.0'] as const)(
  'on Flink %s a job is deployed, updated by a savepoint with its counts going on, and deleted with a savepoint',
  async (flinkVersion, context) => {
    const { app, manifest } = await given.counter(context, `lifecycle-${flinkVersion.replaceAll('.', '-')}`, {
      flinkVersion,
      args: '--uid told',
    })

    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    const counted = await then.counts(app, first.jobStatus?.jobID, 100)
    expect(counted.uid, 'the program arguments reach the job').toBe('told')
    await recordOperatorTimes(app, first.deployHash, 'apply')

    await when.edited(app, { programArgs: '--rps 60 --journal /flink-state/journal --uid told' })
    const second = await then.runs(app, { never: ['DeployFailed'] })
    expect(second.deployHash).not.toBe(first.deployHash)
    const goneOn = await then.counts(app, second.jobStatus?.jobID, counted.count + 1)
    expect(goneOn.restored).toBe(true)
    await recordOperatorTimes(app, second.deployHash, 'update')
    const taken = await then.tookOver(app, first.jobStatus?.jobID, second.jobStatus?.jobID)
    expect(taken).toMatchObject({ repeated: 0, lost: 0, restored: true })
    expect(taken.downTimeMs, 'two jobs at once').toBeGreaterThan(0)
    expect(await then.savepoints(app)).toHaveLength(1)
    expect(await then.jobs(app)).toHaveLength(2)

    const deletedMs = performance.now()
    await when.deleted(app)
    await then.isGone(app)
    recordFigure(app, 'delete with savepoint', performance.now() - deletedMs)
    expect(await then.savepoints(app)).toHaveLength(2)
    await then.hasNoObjects(app)
  },
)
