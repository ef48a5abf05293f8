import { expect, test } from 'vitest'
import * as given from '../given.ts'
import * as then from '../then.ts'
import * as when from '../when.ts'
import { until } from '../until.ts'

const isFinished = ({ phase, jobStatus }: { phase?: string; jobStatus?: { state?: string } }): boolean =>
  phase === 'Running' && jobStatus?.state === 'FINISHED'

test.concurrent(
  'a bounded job that finishes is a success, and can be updated and deleted (original operator defects D12 and D23)',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'bounded', { args: '--count 100' })
    await when.applied(app, manifest)
    const first = await then.becomes(app, 'has finished', isFinished, {
      never: ['DeployFailed', 'RollingBackJob'],
    })
    expect(first.jobStatus?.health).toBe('Green')
    expect(first.conditions).toContainEqual(
      expect.objectContaining({ type: 'Ready', status: 'True', reason: 'JobFinished' }),
    )

    await when.edited(app, { programArgs: '--rps 50 --journal /flink-state/journal --count 120' })
    const second = await then.becomes(
      app,
      'has finished the update',
      (status) => isFinished(status) && status.deployHash !== first.deployHash,
      { never: ['DeployFailed', 'RollingBackJob'] },
    )
    expect(await then.jobs(app)).toEqual([first.jobStatus?.jobID, second.jobStatus?.jobID])
    // The new job starts without state: a source that restores keeps its old bound.
    const entries = (await then.journal(app)).filter(({ job }) => job === second.jobStatus?.jobID)
    expect(Math.max(...entries.map(({ sequence }) => sequence))).toBe(119)
    expect(await then.overlapMs(app)).toBe(0)

    await when.deleted(app)
    await then.isGone(app)
    await then.hasNoObjects(app)
  },
)

test.concurrent(
  'a deletion in the middle of a deploy ends with a savepoint of the job that ran (original operator defect D22)',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'deleted-submitting', { flinkVersion: '2.3.0' })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    await then.counts(app, first.jobStatus?.jobID)

    await when.edited(app, { restartNonce: 'again' })
    // From when Flink knows the new job the deletion owes it a savepoint. The job may run before anybody looks.
    await then.becomes(
      app,
      'has submitted the job',
      ({ phase, jobStatus, deployHash }) =>
        (phase === 'SubmittingJob' && !!jobStatus?.jobID) || deployHash !== first.deployHash,
      { never: ['DeployFailed'] },
    )
    await when.deleted(app)
    await then.isGone(app)
    await then.hasNoObjects(app)
    expect(await then.savepoints(app), 'of the update and of the deletion').toHaveLength(2)
    expect(await then.overlapMs(app)).toBe(0)
  },
)

test.concurrent('a namespace that is deleted with a running application ends', async (context) => {
  const { app, manifest } = await given.counter(context, 'namespace-deleted')
  await when.applied(app, manifest)
  const first = await then.runs(app, { never: ['DeployFailed'] })
  await then.counts(app, first.jobStatus?.jobID)

  await app.node.kubectl('delete', 'namespace', app.namespace, '--wait=false')
  await until(`namespace ${app.namespace} is gone`, 180_000, async () => {
    const left = await app.node.kubectl('get', 'namespace', app.namespace, '--ignore-not-found', '-o', 'name')
    return left === '' ? true : undefined
  })
})
