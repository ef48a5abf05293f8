import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import { saveEvidence } from './evidence.ts'
import { recordFigure } from './figures.ts'
import { type HandOver } from './flink/journal.ts'
import * as given from './given.ts'
import * as original from './original.ts'
import { type TestApplication } from './test-application.ts'
import * as then from './then.ts'
import * as when from './when.ts'

/** An application in one phase as the original operator leaves it, and how it has to go on. */
interface Left {
  app: TestApplication
  goesOn: () => Promise<void>
}

/** The phases of the original; each is prepared with the operator away, and goes on when it comes. */
const phases: Record<string, (app: TestApplication) => Promise<() => Promise<void>>> = {
  'New is deployed': async (app) => {
    await applied(app)
    return async () => {
      const { jobStatus } = await then.runs(app, { never: ['DeployFailed'] })
      await then.counts(app, jobStatus?.jobID)
    }
  },

  'Running is left alone': async (app) => {
    await applied(app)
    const cluster = await original.clusterMade(app)
    const jobId = await original.jobSubmitted(app, cluster)
    await original.leftWith(app, {
      phase: 'Running',
      deployHash: cluster.hash,
      ...(await original.statusOf(app, jobId)),
    })
    return async () => {
      const status = await then.runs(app, { never: ['DeployFailed', 'Updating'] })
      expect(status).toMatchObject({
        deployHash: cluster.hash,
        jobStatus: { jobID: jobId, state: 'RUNNING' },
      })
      await keepsPods(app, cluster)
      expect(await then.jobs(app)).toEqual([jobId])
    }
  },

  'DeployFailed is left alone until an edit': async (app) => {
    await applied(app)
    const cluster = await original.clusterMade(app)
    const jobId = await original.jobSubmitted(app, cluster)
    const status = await original.statusOf(app, jobId)
    await when.edited(app, { jarName: 'nonexistent.jar' })
    await original.leftWith(app, {
      phase: 'DeployFailed',
      deployHash: cluster.hash,
      rollbackHash: cluster.hash,
      failedDeployHash: await original.hashNow(app),
      ...status,
    })
    return async () => {
      const failed = await then.becomes(
        app,
        'has been looked at',
        (now) => now.observedGeneration !== undefined,
      )
      expect(failed).toMatchObject({
        phase: 'DeployFailed',
        deployHash: cluster.hash,
        jobStatus: { jobID: jobId },
      })
      await keepsPods(app, cluster)
      await when.edited(app, { jarName: 'test_counter.jar', restartNonce: 'repaired' })
      const repaired = await then.runs(app)
      expect(await then.tookOver(app, jobId, repaired.jobStatus?.jobID)).toMatchObject({
        repeated: 0,
        lost: 0,
      })
    }
  },

  'Updating is deployed': async (app) => {
    const { cluster, jobId, status } = await runningBeforeAnEdit(app)
    await original.leftWith(app, { phase: 'Updating', deployHash: cluster.hash, ...status })
    return async () => {
      expect(await isUpdated(app, jobId)).toMatchObject({ repeated: 0 })
    }
  },

  'ClusterStarting goes on with the pods that are there': async (app) => {
    await applied(app)
    const cluster = await original.clusterMade(app)
    await original.leftWith(app, { phase: 'ClusterStarting', deployHash: '' })
    return async () => {
      const status = await then.runs(app, { never: ['DeployFailed', 'Updating'] })
      expect(status.deployHash).toBe(cluster.hash)
      await keepsPods(app, cluster)
    }
  },

  'Savepointing takes the savepoint that is under way': async (app) => {
    const { cluster, jobId, status } = await runningBeforeAnEdit(app)
    const next = await original.clusterMade(app)
    const savepointTriggerId = await original.savepointTriggered(app, cluster, jobId)
    await original.leftWith(app, {
      phase: 'Savepointing',
      deployHash: cluster.hash,
      savepointTriggerId,
      ...status,
    })
    return async () => {
      // The original cancels with a savepoint, and the job counts on between the two: some records come twice.
      await isUpdated(app, jobId)
      await keepsPods(app, next)
      expect(await then.savepoints(app)).toHaveLength(1)
    }
  },

  'Cancelling cancels the old job and starts the new one': async (app) => {
    const { cluster, jobId, status } = await runningBeforeAnEdit(app, { savepointDisabled: true })
    const next = await original.clusterMade(app)
    await original.leftWith(app, { phase: 'Cancelling', deployHash: cluster.hash, ...status })
    return async () => {
      const { deployHash, jobStatus } = await then.runs(app, { never: ['DeployFailed', 'Updating'] })
      expect(deployHash).toBe(next.hash)
      await then.counts(app, jobStatus?.jobID)
      expect(await then.jobs(app)).toEqual([jobId, jobStatus?.jobID])
      await keepsPods(app, next)
    }
  },

  'Recovering goes on from the newest checkpoint': async (app) => {
    const { cluster, jobId, status } = await runningBeforeAnEdit(app)
    const next = await original.clusterMade(app)
    await original.leftWith(app, { phase: 'Recovering', deployHash: cluster.hash, ...status })
    return async () => {
      const { deployHash, jobStatus } = await then.runs(app, { never: ['DeployFailed', 'Updating'] })
      expect(deployHash).toBe(next.hash)
      expect((await then.counts(app, jobStatus?.jobID)).restored).toBe(true)
      expect(await then.jobs(app)).toEqual([jobId, jobStatus?.jobID])
      await keepsPods(app, next)
    }
  },

  'SubmittingJob watches the job that was submitted': async (app) => {
    await applied(app)
    const cluster = await original.clusterMade(app)
    const jobId = await original.jobSubmitted(app, cluster)
    await original.leftWith(app, {
      phase: 'SubmittingJob',
      deployHash: '',
      jobStatus: { jarName: '', parallelism: 0, jobID: jobId },
    })
    return async () => {
      const status = await then.runs(app, { never: ['DeployFailed', 'RollingBackJob'] })
      expect(status).toMatchObject({ deployHash: cluster.hash, jobStatus: { jobID: jobId } })
      await keepsPods(app, cluster)
      expect(await then.jobs(app)).toEqual([jobId])
    }
  },

  'SubmittingJob finds the job whose id was not recorded any more (original operator defect D15)': async (
    app,
  ) => {
    await applied(app)
    const cluster = await original.clusterMade(app)
    const jobId = await original.jobSubmitted(app, cluster)
    await original.leftWith(app, { phase: 'SubmittingJob', deployHash: '' })
    return async () => {
      const status = await then.runs(app, { never: ['DeployFailed', 'RollingBackJob'] })
      expect(status).toMatchObject({ deployHash: cluster.hash, jobStatus: { jobID: jobId } })
      await keepsPods(app, cluster)
      expect(await then.jobs(app)).toEqual([jobId])
    }
  },

  'RollingBackJob brings the old job back from its savepoint': async (app) => {
    const { cluster, jobId, status } = await runningBeforeAnEdit(app, { jarName: 'nonexistent.jar' })
    await original.clusterMade(app)
    const triggerId = await original.savepointTriggered(app, cluster, jobId)
    const savepointPath = await original.savepointCompleted(app, cluster, jobId, triggerId)
    const { jobID: _, ...jobStatus } = status.jobStatus ?? {}
    await original.leftWith(app, {
      phase: 'RollingBackJob',
      deployHash: cluster.hash,
      savepointPath,
      ...status,
      jobStatus,
      lastSeenError: {
        appError: 'SubmitJob call failed',
        method: 'SubmitJob',
        errorCode: '500',
        isRetryable: false,
      },
    })
    return async () => {
      const failed = await then.hasGivenUp(app)
      expect(failed.deployHash).toBe(cluster.hash)
      expect((await then.counts(app, failed.jobStatus?.jobID)).restored).toBe(true)
      await keepsPods(app, cluster)
      expect(await then.jobs(app)).toEqual([jobId, failed.jobStatus?.jobID])
    }
  },

  'Rescaling ends on the same pods': async (app) => {
    await applied(app, { scaleMode: 'InPlace', parallelism: 2 })
    const cluster = await original.clusterMade(app)
    const jobId = await original.jobSubmitted(app, cluster)
    const status = await original.statusOf(app, jobId)
    await when.edited(app, { parallelism: 4 })
    const hash = await original.hashNow(app)
    // The original was stopped after the first of the two Deployments.
    const deployment = `${app.name}-${cluster.hash}-jm`
    await app.node.kubectl(
      'label',
      'deployment',
      deployment,
      '-n',
      app.namespace,
      `flink-app-hash=${hash}`,
      '--overwrite',
    )
    await original.leftWith(app, {
      phase: 'Rescaling',
      deployHash: cluster.hash,
      inPlaceUpdatedFromHash: cluster.hash,
      ...status,
    })
    return async () => {
      const scaled = await then.runs(app, { never: ['DeployFailed', 'Updating', 'ClusterStarting'] })
      expect(scaled).toMatchObject({ deployHash: hash, jobStatus: { parallelism: 4 } })
      expect((await then.counts(app, scaled.jobStatus?.jobID)).restored).toBe(true)
      await keepsPods(app, cluster)
      await then.hasOnlyPodsOf(app, cluster.hash, 3)
    }
  },

  'DualRunning runs both until one is named': async (app) => {
    await applied(app, { deploymentMode: 'BlueGreen' })
    const green = await original.clusterMade(app, 'green')
    const greenJob = await original.jobSubmitted(app, green)
    const greenStatus = await original.statusOf(app, greenJob)
    await when.edited(app, { programArgs: afterTheEdit })
    const blue = await original.clusterMade(app, 'blue')
    const blueJob = await original.jobSubmitted(app, blue)
    const blueStatus = await original.statusOf(app, blueJob)
    await original.leftWith(app, {
      phase: 'DualRunning',
      deploymentMode: 'BlueGreen',
      deployVersion: 'green',
      updatingVersion: 'blue',
      deployHash: green.hash,
      updatingHash: blue.hash,
      versionStatuses: [
        { appVersion: 'green', versionHash: green.hash, ...greenStatus },
        { appVersion: 'blue', versionHash: blue.hash, ...blueStatus },
      ],
      jobStatus: { jarName: '', parallelism: 0, jobID: blueJob },
    })
    return async () => {
      await then.becomes(app, 'has been looked at', (now) => now.observedGeneration !== undefined)
      await keepsPods(app, green)
      await keepsPods(app, blue)
      await when.edited(app, { tearDownVersionHash: green.hash })
      const status = await then.runs(app, { never: ['DeployFailed', 'Updating'] })
      expect(status).toMatchObject({ deployHash: blue.hash, deployVersion: 'blue' })
      await keepsPods(app, blue)
      expect(await then.jobStates(app, blue.hash)).toEqual({ [blueJob]: 'RUNNING' })
    }
  },

  'Deleting takes the savepoint that is under way and ends': async (app) => {
    await applied(app)
    const cluster = await original.clusterMade(app)
    const jobId = await original.jobSubmitted(app, cluster)
    const savepointTriggerId = await original.savepointTriggered(app, cluster, jobId)
    await original.leftWith(app, {
      phase: 'Deleting',
      deployHash: cluster.hash,
      savepointTriggerId,
      ...(await original.statusOf(app, jobId)),
    })
    await when.deleted(app)
    return async () => {
      await then.isGone(app)
      await then.hasNoObjects(app)
      expect(await then.savepoints(app)).toHaveLength(1)
    }
  },
}

const afterTheEdit = '--rps 50 --journal /flink-state/journal --keys 4'

async function applied(app: TestApplication, spec: object = {}): Promise<void> {
  const { manifest } = given.counterIn(app, { spec })
  // As kubectl leaves it that applies on the client's side: what it keeps there is a part of the deploy hash.
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(manifest) }
  await when.applied(app, { ...manifest, metadata: { ...manifest.metadata, annotations } })
}

/** A job that the original runs, and an edit of its spec that the phase is about. */
async function runningBeforeAnEdit(app: TestApplication, edit: object = {}) {
  await applied(app)
  const cluster = await original.clusterMade(app)
  const jobId = await original.jobSubmitted(app, cluster)
  const status = await original.statusOf(app, jobId)
  await when.edited(app, { programArgs: afterTheEdit, ...edit })
  return { cluster, jobId, status }
}

/** The edit runs, from where the old job stopped. */
async function isUpdated(app: TestApplication, oldJobId: string): Promise<HandOver> {
  const { jobStatus } = await then.runs(app, { never: ['DeployFailed'] })
  expect(jobStatus?.programArgs).toBe(afterTheEdit)
  const taken = await then.tookOver(app, oldJobId, jobStatus?.jobID)
  expect(taken).toMatchObject({ lost: 0, restored: true })
  expect(await then.jobs(app)).toEqual([oldJobId, jobStatus?.jobID])
  return taken
}

/** No pod of the cluster was restarted or replaced. */
async function keepsPods(app: TestApplication, cluster: original.OriginalCluster): Promise<void> {
  const uids = (await then.pods(app)).filter(({ hash }) => hash === cluster.hash).map(({ uid }) => uid)
  expect(uids).toEqual(expect.arrayContaining(cluster.pods.map(({ uid }) => uid)))
}

/** So many clusters at once as two cores bear; more would only take each other's time. */
const roundSize = 5
const entries = Object.entries(phases)
const rounds = Array.from({ length: Math.ceil(entries.length / roundSize) }, (_, round) =>
  entries.slice(round * roundSize, (round + 1) * roundSize),
)

describe.each(rounds.map((round, index) => [index, round] as const))(
  'taken over from the original operator, round %i',
  (number, round) => {
    const left = new Map<string, Left>()
    let startedMs = 0

    beforeAll(async () => {
      await original.operatorScaledTo(await given.cluster(), 0)
      const waiting = round.entries()
      await Promise.all(Array.from({ length: 3 }, () => prepareAll(waiting)))
      startedMs = performance.now()
      await original.operatorScaledTo(await given.cluster(), 1)
    }, 600_000)

    async function prepareAll(waiting: Iterable<[number, (typeof entries)[number]]>): Promise<void> {
      for (const [index, [phase, prepare]] of waiting) {
        const app = await given.testApplication(`swap-${number}-${index}`)
        left.set(phase, { app, goesOn: await prepare(app) })
        // How long the preparation took says nothing.
        app.change = undefined
      }
    }

    afterAll(async () => {
      await original.operatorScaledTo(await given.cluster(), 1)
      await Promise.all([...left.values()].map(({ app }) => given.removeNamespace(app)))
    })

    test.concurrent.for(round.map(([phase]) => phase))('%s', async (phase, context: TestContext) => {
      const found = left.get(phase)
      if (found === undefined) throw new Error(`${phase} was not prepared`)
      context.onTestFailed(() => saveEvidence(found.app))
      await found.goesOn()
      const overlapMs = await then.overlapMs(found.app)
      if (!phase.startsWith('DualRunning')) expect(overlapMs).toBe(0)
      recordFigure(found.app, `operator's start until ${phase}`, performance.now() - startedMs)
    })
  },
)
