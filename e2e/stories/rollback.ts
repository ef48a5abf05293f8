import { expect, test } from 'vitest'
import * as given from '../given.ts'
import * as then from '../then.ts'
import * as when from '../when.ts'

const plainArgs = '--rps 50 --journal /flink-state/journal'

test.concurrent.for(['1.20.5', '2.3.0'] as const)(
  'on Flink %s a main that throws is rolled back to the old job, also with a raised parallelism (original operator defect D8), and its cause is told',
  async (flinkVersion, context) => {
    const { app, manifest } = await given.counter(context, `throws-${flinkVersion.replaceAll('.', '-')}`, {
      flinkVersion,
    })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    const counted = await then.counts(app, first.jobStatus?.jobID, 50)

    await when.edited(app, { programArgs: `${plainArgs} --throw-in-main`, parallelism: 4 })
    const failed = await then.hasGivenUp(app)
    expect(failed.deployHash).toBe(first.deployHash)
    expect(failed.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Stalled',
        reason: 'MainFailed',
        message: expect.stringContaining('asked to fail by --throw-in-main') as string,
      }),
    )
    const goneOn = await then.counts(app, failed.jobStatus?.jobID, counted.count + 1)
    expect(goneOn.restored).toBe(true)
    expect(await then.jobStates(app, first.deployHash)).toMatchObject({
      [failed.jobStatus?.jobID ?? '']: 'RUNNING',
    })
    await then.hasOnlyPodsOf(app, first.deployHash, 2)
    expect(await then.overlapMs(app)).toBe(0)
  },
)

test.concurrent(
  'a class that is not in the jar is named as the cause, and the old job is back with its state',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'no-class', { flinkVersion: '2.3.0' })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    const counted = await then.counts(app, first.jobStatus?.jobID)

    await when.edited(app, { entryClass: 'testjobs.Missing' })
    const failed = await then.hasGivenUp(app)
    expect(failed.deployHash).toBe(first.deployHash)
    expect(failed.conditions).toContainEqual(
      expect.objectContaining({ type: 'Stalled', reason: 'ClassMissing' }),
    )
    const goneOn = await then.counts(app, failed.jobStatus?.jobID, counted.count + 1)
    expect(goneOn.restored).toBe(true)
    expect(await then.overlapMs(app)).toBe(0)
  },
)

test.concurrent(
  'on Flink 1.20.5 a jar that does not exist is rolled back at once to the old job with its state, the right jar then rolls forward, and the wrong one is tried again when it is applied again (original operator defect D55)',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'again')
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    const counted = await then.counts(app, first.jobStatus?.jobID, 50)

    const wrong = { jarName: 'nonexistent.jar', programArgs: plainArgs }
    await when.edited(app, wrong)
    const failed = await then.hasGivenUp(app)
    expect(failed.deployHash).toBe(first.deployHash)
    expect(failed.jobStatus?.jobID).not.toBe(first.jobStatus?.jobID)
    expect(failed.conditions).toContainEqual(
      expect.objectContaining({ type: 'Stalled', status: 'True', reason: 'JarMissing' }),
    )
    expect(await then.restoredFrom(app, failed)).toBe('savepoint')
    await then.counts(app, failed.jobStatus?.jobID, counted.count + 1)
    await then.hasOnlyPodsOf(app, first.deployHash, 2)

    await when.edited(app, { jarName: 'test_counter.jar', programArgs: `${plainArgs} --keys 4` })
    const second = await then.runs(app)
    expect(second).not.toHaveProperty('failedDeployHash')
    expect(await then.restoredFrom(app, second)).toBe('savepoint')
    expect(await then.tookOver(app, failed.jobStatus?.jobID, second.jobStatus?.jobID)).toMatchObject({
      repeated: 0,
      lost: 0,
      restored: true,
    })

    await when.edited(app, wrong)
    const failedAgain = await then.hasGivenUp(app)
    expect(failedAgain.failedDeployHash).toBe(failed.failedDeployHash)
    expect(failedAgain.deployHash).toBe(second.deployHash)
    await then.counts(app, failedAgain.jobStatus?.jobID)
    expect(await then.jobs(app)).toHaveLength(4)
    expect(await then.overlapMs(app)).toBe(0)
  },
)

test.concurrent(
  'a first deploy that fails is given up once, and an edit repairs it (original operator defects D6 and D7)',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'first-fails', {
      flinkVersion: '2.3.0',
      args: '--throw-in-main',
    })
    await when.applied(app, manifest)
    const failed = await then.hasGivenUp(app)
    expect(failed.deployHash ?? '').toBe('')
    expect(failed.conditions).toContainEqual(
      expect.objectContaining({ type: 'Stalled', reason: 'MainFailed' }),
    )

    await when.edited(app, { programArgs: plainArgs })
    const first = await then.runs(app)
    await then.counts(app, first.jobStatus?.jobID)
    await then.hasOnlyPodsOf(app, first.deployHash, 2)
  },
)
