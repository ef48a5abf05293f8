import { expect, test } from 'vitest'
import * as given from './given.ts'
import { recordFigure } from './figures.ts'
import * as then from './then.ts'
import * as when from './when.ts'

test.each(['1.20.5', '2.3.0'] as const)(
  'on Flink %s a job is deployed, updated by a savepoint with its counts going on, and deleted with a savepoint',
  async (flinkVersion) => {
    const { app, manifest } = await given.counter(`lifecycle-${flinkVersion.replaceAll('.', '-')}`, { flinkVersion })

    const appliedMs = await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    recordFigure(`Flink ${flinkVersion}: apply to Running`, performance.now() - appliedMs)
    const counted = await then.counts(app, first.jobStatus?.jobID, 100)

    const editedMs = await when.edited(app, { programArgs: '--rps 60 --journal /flink-state/journal' })
    const second = await then.runs(app, { never: ['DeployFailed'] })
    recordFigure(`Flink ${flinkVersion}: update to Running`, performance.now() - editedMs)
    expect(second.deployHash).not.toBe(first.deployHash)
    const goneOn = await then.counts(app, second.jobStatus?.jobID, counted.count + 1)
    expect(goneOn.restored).toBe(true)
    const taken = await then.tookOver(app, first.jobStatus?.jobID, second.jobStatus?.jobID)
    recordFigure(`Flink ${flinkVersion}: job down in an update`, taken.downTimeMs)
    expect(taken).toMatchObject({ repeated: 0, lost: 0, restored: true })
    expect(taken.downTimeMs, 'two jobs at once').toBeGreaterThan(0)
    expect(await then.savepoints(app)).toHaveLength(1)
    expect(await then.jobs(app)).toHaveLength(2)

    const deletedMs = await when.deleted(app)
    await then.isGone(app)
    recordFigure(`Flink ${flinkVersion}: delete with savepoint`, performance.now() - deletedMs)
    expect(await then.savepoints(app)).toHaveLength(2)
    await then.hasNoObjects(app)
  },
)
