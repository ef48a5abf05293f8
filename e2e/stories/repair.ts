import { expect, test } from 'vitest'
import { recordFigure } from '../figures.ts'
import * as given from '../given.ts'
import * as then from '../then.ts'
import * as when from '../when.ts'

test.concurrent(
  'a JobManager that dies without high availability gets its job back from the newest snapshot, once',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'job-manager-killed')
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    await then.becomes(app, 'knows a checkpoint', then.condition('StateRecorded', 'True'))
    const counted = await then.counts(app, first.jobStatus?.jobID, 50)

    await when.podKilled(app, 'jobmanager')
    const killedMs = performance.now()
    const second = await then.becomes(
      app,
      'has its job back',
      ({ phase, jobStatus }) =>
        phase === 'Running' && jobStatus?.jobID !== first.jobStatus?.jobID && jobStatus?.state === 'RUNNING',
      { never: ['DeployFailed'] },
    )
    recordFigure(app, 'JobManager killed to job back', performance.now() - killedMs)
    expect(second.deployHash).toBe(first.deployHash)
    const goneOn = await then.counts(app, second.jobStatus?.jobID, counted.count + 1)
    expect(goneOn.restored).toBe(true)
    expect(await then.jobs(app)).toHaveLength(2)
    expect(await then.overlapMs(app)).toBe(0)
  },
)

test.concurrent(
  'a JobManager Deployment that somebody deleted is made again, and its job comes back',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'job-manager-deleted', { flinkVersion: '2.3.0' })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    await then.becomes(app, 'knows a checkpoint', then.condition('StateRecorded', 'True'))
    const counted = await then.counts(app, first.jobStatus?.jobID, 50)

    await when.objectDeleted(app, 'deployment', `${app.name}-${first.deployHash ?? ''}-jm`)
    const second = await then.becomes(
      app,
      'has its job back',
      ({ phase, jobStatus }) =>
        phase === 'Running' && jobStatus?.jobID !== first.jobStatus?.jobID && jobStatus?.state === 'RUNNING',
      { never: ['DeployFailed', 'Updating'] },
    )
    const goneOn = await then.counts(app, second.jobStatus?.jobID, counted.count + 1)
    expect(goneOn.restored).toBe(true)
    await then.hasOnlyPodsOf(app, first.deployHash, 2)
    expect(await then.overlapMs(app)).toBe(0)
  },
)

test.concurrent(
  'a TaskManager Deployment or a versioned Service that somebody deleted is made again, and the same job goes on (original operator defect D42)',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'drift')
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    const hash = first.deployHash ?? ''
    await then.becomes(app, 'knows a checkpoint', then.condition('StateRecorded', 'True'))
    const counted = await then.counts(app, first.jobStatus?.jobID, 50)

    await when.objectDeleted(app, 'service', `${app.name}-${hash}`)
    await when.objectDeleted(app, 'service', app.name)
    await when.objectDeleted(app, 'deployment', `${app.name}-${hash}-tm`)
    await then.countsOnAfterRestart(app, counted)
    await then.hasServices(app, [app.name, `${app.name}-${hash}`])
    expect(await then.deployments(app)).toEqual([`${app.name}-${hash}-jm`, `${app.name}-${hash}-tm`])
    const last = await then.runs(app, { never: ['DeployFailed', 'Updating', 'Recovering'] })
    expect(last.jobStatus?.jobID).toBe(first.jobStatus?.jobID)
    expect(await then.jobs(app)).toEqual([first.jobStatus?.jobID])
  },
)

test.concurrent(
  'the job of a TaskManager that dies goes on by itself, and its restart is counted',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'task-manager-killed', { flinkVersion: '2.3.0' })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    const counted = await then.counts(app, first.jobStatus?.jobID, 50)

    await when.podKilled(app, 'taskmanager')
    await then.countsOnAfterRestart(app, counted)
    const last = await then.becomes(
      app,
      'has counted the restart',
      ({ jobStatus }) => (jobStatus?.jobRestartCount ?? 0) > 0,
      { never: ['DeployFailed', 'Updating', 'Recovering'] },
    )
    expect(last.jobStatus?.jobID).toBe(first.jobStatus?.jobID)
  },
)
