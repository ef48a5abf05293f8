import { expect, test } from 'vitest'
import * as given from '../given.ts'
import * as then from '../then.ts'
import * as when from '../when.ts'

const told = (uid: string): string =>
  `--rps 50 --journal /flink-state/journal --uid count --keys 4 --told ${uid}`

test.concurrent.for(['ClusterStarting', 'SubmittingJob'])(
  'an edit in %s of a deploy is deployed too, with the state (original operator defect D2)',
  async (phase, context) => {
    const { app, manifest } = await given.counter(context, `edit-${phase.toLowerCase()}`)
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    await then.counts(app, first.jobStatus?.jobID, 50)

    await when.edited(app, { programArgs: told('second') })
    // A phase may be over before anybody looks; what follows holds then, too.
    await then.becomes(
      app,
      `is in ${phase} or beyond`,
      ({ phase: now, deployHash }) => now === phase || deployHash !== first.deployHash,
      { never: ['DeployFailed'] },
    )
    await when.edited(app, { programArgs: told('third') })
    const last = await then.runs(app, { never: ['DeployFailed'] })
    expect(last.jobStatus?.programArgs).toBe(told('third'))
    expect((await then.counts(app, last.jobStatus?.jobID)).restored).toBe(true)
    await then.hasOnlyPodsOf(app, last.deployHash, 2)
    const [firstJob, ...others] = await then.jobs(app)
    expect(firstJob).toBe(first.jobStatus?.jobID)
    expect(others.at(-1)).toBe(last.jobStatus?.jobID)
    const jobs = [firstJob, ...others]
    for (const [index, job] of jobs.slice(1).entries()) {
      expect(await then.tookOver(app, jobs[index], job)).toMatchObject({ repeated: 0, lost: 0 })
    }
    expect(await then.overlapMs(app)).toBe(0)
  },
)

test.concurrent('of 20 edits in a row the last one runs', async (context) => {
  const { app, manifest } = await given.counter(context, 'twenty-edits')
  await when.applied(app, manifest)
  const first = await then.runs(app, { never: ['DeployFailed'] })
  await then.counts(app, first.jobStatus?.jobID, 50)

  for (let edit = 1; edit < 20; edit++) await when.edited(app, { programArgs: told(`edit-${edit}`) })
  await when.edited(app, { programArgs: told('edit-20') })
  const last = await then.runs(app, { never: ['DeployFailed'] })
  expect(last.jobStatus?.programArgs).toBe(told('edit-20'))
  expect((await then.counts(app, last.jobStatus?.jobID)).restored).toBe(true)
  await then.hasOnlyPodsOf(app, last.deployHash, 2)
  expect(await then.overlapMs(app)).toBe(0)
})
