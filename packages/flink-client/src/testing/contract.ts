import { type FlinkClient } from '../client.ts'
import { explainStackTrace } from '../error-of-cause.ts'
import { isFlinkError, RefusedError } from '../errors.ts'
import { newId } from '../ids.ts'
import { allTasksRun } from '../jobs.ts'
import { personalityOf } from './personality.ts'

/** What a case may use. Jobs come from the world, for how one gets a job differs between a real one and a recording. */
export interface ContractWorld {
  client: FlinkClient
  jarId: string
  entryClass: string
  /** What the JobManager can write to. */
  savepointDirectory: string
  /** A job all of whose tasks run; others may use it too, so it must go on. */
  runningJob: () => Promise<string>
  /** A job of the case's own. */
  ownJob: (programArgs?: readonly string[]) => Promise<string>
  finishedJob: () => Promise<string>
  /** An id no job has. */
  unknownJob: string
  /** More than there are slots. */
  tooMuchParallelism: number
  /** Between two looks. */
  pause: (ms: number) => Promise<void>
}

/** What comes out of a case, from a version on until the next row. */
export type ByVersion = readonly (readonly [from: string, outcome: unknown])[]

export interface ContractCase {
  /** A sentence. */
  does: string
  run: (world: ContractWorld) => Promise<unknown>
  want: ByVersion
  /**
   * The recordings that show it, in the order of the requests; none where a recording cannot. A version that lacks one
   * is not asked, unless the name ends with a question mark: of those it needs one.
   */
  replays?: readonly string[]
  /** Ends the cluster, so it has to come last. */
  endsCluster?: true
}

/** What `want` says for one version. */
export function wanted(want: ByVersion, version: string): unknown {
  const { from } = personalityOf(version)
  return want.findLast(([since]) => from(since))?.[1]
}

/** `ok`, or the code of the error, with the reason of a refusal. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'ok'
  } catch (error) {
    if (!isFlinkError(error)) throw error
    return error instanceof RefusedError ? `REFUSED ${error.reason}` : error.code
  }
}

const always = (result: unknown): ByVersion => [['1.7', result]]
const since = (version: string, result: unknown = 'ok'): ByVersion => [
  ['1.7', 'UNSUPPORTED'],
  [version, result],
]

/**
 * What every JobManager does, the fake in each of its versions, a real one, and those that were recorded. What differs by
 * version stands in `want`.
 */
export const contract: readonly ContractCase[] = [
  // ---- cluster -------------------------------------------------------------------------------------------------------
  {
    does: 'tells its slots and its version',
    run: async ({ client }) => {
      const overview = await client.cluster.overview()
      const version = await client.version()
      return {
        hasSlots: overview['slots-total'] > 0,
        isSame: version.text === overview['flink-version'],
        isCertain: version.isCertain,
      }
    },
    want: always({ hasSlots: true, isSame: true, isCertain: true }),
    replays: ['overview', 'config'],
  },
  {
    does: 'tells its configuration',
    run: async ({ client }) => (await client.cluster.configuration()).size > 0,
    want: always(true),
    replays: ['jobmanager-config'],
  },
  {
    does: 'tells its JVM since 1.16',
    run: ({ client }) => outcome(client.cluster.environment()),
    want: since('1.16'),
    replays: ['jobmanager-environment'],
  },
  {
    does: 'lists its logs since 1.11',
    run: ({ client }) => outcome(client.cluster.logs()),
    want: since('1.11'),
    replays: ['jobmanager-logs'],
  },
  {
    does: 'has the logs it lists and no others',
    run: async ({ client: { cluster } }) => {
      const logs = await outcome(cluster.logs())
      if (logs !== 'ok') return logs
      const listed = await cluster.logs()
      const texts = await Promise.all(listed.map(({ name }) => cluster.log(name)))
      return {
        areTexts: texts.every((text) => text.length > 0),
        other: await outcome(cluster.log('other.log')),
      }
    },
    want: since('1.11', { areTexts: true, other: 'NOT_FOUND' }),
  },
  {
    does: 'dumps its threads since 1.15',
    run: ({ client }) => outcome(client.cluster.threadDump()),
    want: since('1.15'),
  },
  {
    does: 'groups jobs into applications since 2.3',
    run: ({ client }) => outcome(client.applications.list()),
    want: since('2.3'),
    replays: ['new-applications-overview'],
  },
  {
    does: 'runs a jar as an application, and cancels that, since 2.3',
    run: async ({ client: { applications }, jarId, entryClass, pause }) => {
      const run = applications.run(jarId, { entryClass, programArgs: ['--rps', '5'], parallelism: 1 })
      const ran = await outcome(run)
      if (ran !== 'ok') return ran
      const { applicationId } = await run
      const until = async (state: string, countedAs: string) => {
        for (;;) {
          const { status, jobs } = await applications.detail(applicationId)
          const tasks = jobs?.[0]?.tasks
          const isSo = status === state && jobs?.[0]?.state === state
          if (isSo && tasks?.[countedAs] === tasks?.['total']) return jobs.length
          await pause(200)
        }
      }
      // Not cancelled earlier: see `Applications.cancel`.
      const running = await until('RUNNING', 'running')
      const exceptions = await applications.exceptions(applicationId)
      await applications.cancel(applicationId)
      return { running, exceptions, canceled: await until('CANCELED', 'canceled') }
    },
    want: since('2.3', { running: 1, exceptions: [], canceled: 1 }),
    replays: [
      'jar-run-application',
      'new-application',
      'new-application-exceptions',
      'new-application-cancel',
      'new-application-canceled',
    ],
  },
  {
    does: 'does not know an application it never had, since 2.3',
    run: ({ client, unknownJob }) => outcome(client.applications.detail(unknownJob)),
    want: since('2.3', 'NOT_FOUND'),
  },
  {
    does: 'has no cached data sets without a batch job, since 1.11',
    run: async ({ client: { dataSets } }) => {
      const listed = dataSets.list()
      const known = await outcome(listed)
      return known === 'ok' ? listed : known
    },
    want: since('1.11', []),
  },
  {
    does: 'deletes a data set that is not there, since 1.16',
    run: ({ client, unknownJob }) => outcome(client.dataSets.delete(unknownJob, { timeoutMs: 3_000 })),
    want: [
      ['1.7', 'UNSUPPORTED'],
      // Never ends.
      ['1.11', 'OUTCOME_UNKNOWN'],
      ['1.16', 'ok'],
    ],
  },

  // ---- jars ----------------------------------------------------------------------------------------------------------
  {
    does: 'takes a jar, lists it and deletes it once',
    run: async ({ client: { jars } }) => {
      const { jarId } = await jars.upload({ name: 'empty.jar', content: emptyZip })
      const isListed = (await jars.list()).some(({ id }) => id === jarId)
      return {
        isListed,
        deleted: await outcome(jars.delete(jarId)),
        again: await outcome(jars.delete(jarId)),
      }
    },
    want: always({ isListed: true, deleted: 'ok', again: 'NOT_FOUND' }),
    replays: ['jars-upload', 'jars', 'jar-delete', 'jar-delete-error-unknown'],
  },
  {
    does: 'refuses a file that is no jar',
    run: ({ client }) => outcome(client.jars.upload({ name: 'notes.txt', content: Buffer.from('no jar') })),
    want: always('REFUSED badRequest'),
    replays: ['jars-upload-error-not-a-jar'],
  },
  {
    does: 'refuses to run a jar it does not have',
    run: ({ client }) => outcome(client.jars.run('00000000-0000-0000-0000-000000000000_missing.jar')),
    want: always('REFUSED jarNotFound'),
    replays: ['jar-run-error-no-such-jar'],
  },
  {
    does: 'refuses an entry class the jar does not have',
    run: ({ client, jarId }) => outcome(client.jars.run(jarId, { entryClass: 'testjobs.Missing' })),
    want: always('REFUSED entryClass'),
    replays: ['jar-run-error-no-such-class'],
  },
  {
    does: 'refuses a program that throws',
    run: ({ client, jarId, entryClass }) =>
      outcome(client.jars.run(jarId, { entryClass, programArgs: ['--throw-in-main'] })),
    want: always('REFUSED program'),
    replays: ['jar-run-error-main-throws'],
  },
  {
    does: 'refuses a program without a job',
    run: ({ client, jarId, entryClass }) =>
      outcome(client.jars.run(jarId, { entryClass, programArgs: ['--no-job'] })),
    want: always('REFUSED noJob'),
    replays: ['jar-run-error-no-job'],
  },
  {
    does: 'takes the job id of the caller since 1.8, and refuses it the second time',
    run: async ({ client: { jars, jobs }, jarId, entryClass }) => {
      const options = { entryClass, jobId: newId(), programArgs: ['--rps', '5'] }
      const { jobId } = await jars.run(jarId, options)
      const again = await outcome(jars.run(jarId, options))
      await jobs.cancelAndWait(jobId)
      return { isTaken: jobId === options.jobId, again }
    },
    want: [
      ['1.7', { isTaken: false, again: 'ok' }],
      ['1.8', { isTaken: true, again: 'DUPLICATE_JOB' }],
    ],
  },
  {
    does: 'knows a job id that runs already',
    run: async ({ client, jarId, entryClass, runningJob }) =>
      outcome(client.jars.run(jarId, { entryClass, jobId: await runningJob() })),
    want: [
      ['1.7', 'ok'],
      ['1.8', 'DUPLICATE_JOB'],
    ],
    replays: ['jar-run-error-duplicate-job-id-running'],
  },
  {
    does: 'knows a job id that has ended since 1.14',
    run: async ({ client, jarId, entryClass, finishedJob }) =>
      outcome(client.jars.run(jarId, { entryClass, jobId: await finishedJob() })),
    want: [
      ['1.7', 'ok'],
      ['1.14', 'DUPLICATE_JOB'],
    ],
    replays: ['jar-run-error-duplicate-job-id-finished'],
  },
  {
    does: 'passes a line of arguments to the program',
    run: async ({ client: { jars, jobs }, jarId, entryClass }) => {
      const { jobId } = await jars.run(jarId, { entryClass, programArgs: '--count 5 "--rps" 20' })
      return jobs.waitUntilEnded(jobId)
    },
    want: always('FINISHED'),
  },
  {
    does: 'refuses a savepoint that is not there, and lists the job as failed',
    run: async ({ client: { jars, jobs }, jarId, entryClass, savepointDirectory }) => {
      const jobId = newId()
      const run = await outcome(
        jars.run(jarId, { entryClass, jobId, savepointPath: `${savepointDirectory}/savepoint-gone` }),
      )
      return { run, state: await jobs.state(jobId).catch(() => 'unknown') }
    },
    want: [
      // The id of the failed job is not the caller's.
      ['1.7', { run: 'REFUSED savepointNotFound', state: 'unknown' }],
      ['1.8', { run: 'REFUSED savepointNotFound', state: 'FAILED' }],
    ],
  },
  {
    does: 'restores state only where an operator claims it, or when told to leave it out',
    run: async ({
      client: { jars, jobs, savepoints, checkpoints },
      jarId,
      entryClass,
      ownJob,
      savepointDirectory,
    }) => {
      const oldJob = await ownJob()
      const { location } = await savepoints.take(oldJob, { targetDirectory: savepointDirectory })
      await jobs.cancelAndWait(oldJob)
      const options = { entryClass, programArgs: ['--uid', 'other'], savepointPath: location }
      const refused = await outcome(jars.run(jarId, options))
      const { jobId } = await jars.run(jarId, { ...options, allowNonRestoredState: true })
      await jobs.waitUntilRunning(jobId)
      const { latest } = await checkpoints.statistics(jobId)
      await jobs.cancelAndWait(jobId)
      return { refused, restored: latest.restored?.is_savepoint }
    },
    want: always({ refused: 'REFUSED stateNotRestorable', restored: true }),
  },
  {
    does: 'takes a claim mode in the words of its version',
    run: async ({ client: { jars, jobs, savepoints }, jarId, entryClass, ownJob, savepointDirectory }) => {
      const oldJob = await ownJob()
      const { location } = await savepoints.take(oldJob, { targetDirectory: savepointDirectory })
      await jobs.cancelAndWait(oldJob)
      const jobId = newId()
      const run = await outcome(
        jars.run(jarId, { entryClass, jobId, savepointPath: location, claimMode: 'NO_CLAIM' }),
      )
      if (run === 'ok') await jobs.cancelAndWait(jobId)
      return run
    },
    want: since('1.15'),
  },
  {
    does: 'takes configuration for one job since 1.17',
    run: async ({ client: { jars, jobs, checkpoints }, jarId, entryClass }) => {
      const run = jars.run(jarId, {
        entryClass,
        flinkConfiguration: { 'execution.checkpointing.interval': '7 s' },
      })
      const ran = await outcome(run)
      if (ran !== 'ok') return ran
      const { jobId } = await run
      const { intervalMs } = await checkpoints.settings(jobId)
      await jobs.cancelAndWait(jobId)
      return intervalMs
    },
    want: since('1.17', 7_000),
  },
  {
    does: 'plans a program without running it',
    run: async ({ client, jarId, entryClass }) =>
      ((await client.jars.plan(jarId, { entryClass })).nodes?.length ?? 0) > 0,
    want: always(true),
    replays: ['jar-plan-post'],
  },

  // ---- jobs ----------------------------------------------------------------------------------------------------------
  {
    does: 'lists a running job with its state',
    run: async ({ client: { jobs }, runningJob }) => {
      const id = await runningJob()
      const listed = (await jobs.list()).find(({ jobId }) => jobId === id)
      const overview = (await jobs.overview()).find(({ jid }) => jid === id)
      return {
        listed: listed?.state,
        overview: overview?.state,
        hasTasks: (overview?.tasks['total'] ?? 0) > 0,
      }
    },
    want: always({ listed: 'RUNNING', overview: 'RUNNING', hasTasks: true }),
    replays: ['jobs', 'jobs-overview'],
  },
  {
    does: 'describes a running job',
    run: async ({ client: { jobs }, runningJob }) => {
      const job = await jobs.detail(await runningJob())
      return { state: job.state, end: job['end-time'], hasVertices: job.vertices.length > 0 }
    },
    want: always({ state: 'RUNNING', end: -1, hasVertices: true }),
    replays: ['job'],
  },
  {
    does: 'tells the state of a job without a cache',
    run: async ({ client, runningJob }) => client.jobs.state(await runningJob()),
    want: always('RUNNING'),
    replays: ['job-status?', 'jobs?'],
  },
  {
    does: 'does not know a job it never had',
    run: ({ client, unknownJob }) => outcome(client.jobs.detail(unknownJob)),
    want: always('NOT_FOUND'),
    replays: ['job-error-unknown'],
  },
  {
    does: 'does not know the state of a job it never had',
    run: ({ client, unknownJob }) => outcome(client.jobs.state(unknownJob)),
    want: always('NOT_FOUND'),
    replays: ['job-error-unknown-status'],
  },
  {
    does: 'has no exceptions of a healthy job',
    run: async ({ client, runningJob }) => client.jobs.exceptions(await runningJob()),
    want: always({ entries: [], isTruncated: false }),
    replays: ['job-exceptions'],
  },
  {
    does: 'has the plan, the configuration and the accumulators of a job',
    run: async ({ client: { jobs }, runningJob }) => {
      const jobId = await runningJob()
      const plan = await jobs.plan(jobId)
      const configuration = await jobs.configuration(jobId)
      return {
        nodes: (plan.nodes?.length ?? 0) > 0,
        parallelism: configuration['execution-config']?.['job-parallelism'],
        accumulators: await jobs.accumulators(jobId),
      }
    },
    want: always({ nodes: true, parallelism: 1, accumulators: [] }),
    replays: ['job-plan', 'job-config', 'job-accumulators'],
  },
  {
    does: 'tells the configuration of the JobManager that runs a job, since 1.16',
    run: async ({ client, runningJob }) => {
      const asked = client.jobs.jobManagerConfiguration(await runningJob())
      const known = await outcome(asked)
      return known === 'ok' ? (await asked).size > 0 : known
    },
    want: since('1.16', true),
    replays: ['job-jobmanager-config'],
  },
  {
    does: 'tells why a job fails',
    run: async ({ client: { jars, jobs }, jarId, entryClass, pause }) => {
      // Its tasks throw as long as there is such a file.
      const { jobId } = await jars.run(jarId, { entryClass, programArgs: ['--fail-file', '/etc/hostname'] })
      for (;;) {
        const [latest] = (await jobs.exceptions(jobId)).entries
        if (latest !== undefined) {
          await jobs.cancel(jobId)
          const { rootCause, error } = explainStackTrace(latest.stackTrace)
          return { isExplained: rootCause !== undefined, error }
        }
        await pause(200)
      }
    },
    want: always({ isExplained: true, error: undefined }),
    replays: ['jar-run', 'job-failed-exceptions', 'cancel'],
  },
  {
    does: 'has no result before the end',
    run: async ({ client, runningJob }) => client.jobs.result(await runningJob()),
    want: always(undefined),
    replays: ['job-execution-result'],
  },
  {
    does: 'has the result of a finished job',
    run: async ({ client, finishedJob }) =>
      (await client.jobs.result(await finishedJob()))?.['application-status'],
    want: always('SUCCEEDED'),
    replays: ['job-after-stop-execution-result'],
  },
  {
    does: 'cancels a job, since 1.14 as often as one likes',
    run: async ({ client: { jobs }, ownJob }) => {
      const jobId = await ownJob()
      const first = await outcome(jobs.cancel(jobId))
      const state = await jobs.waitUntilEnded(jobId)
      return { first, state, again: await outcome(jobs.cancel(jobId)) }
    },
    want: [
      ['1.7', { first: 'ok', state: 'CANCELED', again: 'NOT_FOUND' }],
      ['1.14', { first: 'ok', state: 'CANCELED', again: 'ok' }],
    ],
  },
  {
    does: 'has nothing left to cancel of a finished job',
    run: async ({ client, finishedJob }) => outcome(client.jobs.cancel(await finishedJob())),
    want: [
      ['1.7', 'NOT_FOUND'],
      ['1.14', 'GONE'],
    ],
    replays: ['cancel-of-finished-job'],
  },
  {
    does: 'cannot cancel a job it never had',
    run: ({ client, unknownJob }) => outcome(client.jobs.cancel(unknownJob)),
    want: always('NOT_FOUND'),
    replays: ['cancel-error-unknown-job'],
  },
  {
    does: 'stops no job without a savepoint',
    run: async ({ client: { jobs }, runningJob }) => {
      const jobId = await runningJob()
      return { stopped: await outcome(jobs.cancel(jobId, { mode: 'stop' })), state: await jobs.state(jobId) }
    },
    want: always({ stopped: 'UNSUPPORTED', state: 'RUNNING' }),
    replays: ['job-status?', 'jobs?'],
  },
  {
    does: 'calls a job RUNNING that has no slots',
    run: async ({
      client: { jars, jobs, savepoints },
      jarId,
      entryClass,
      tooMuchParallelism,
      savepointDirectory,
      pause,
    }) => {
      const { jobId } = await jars.run(jarId, { entryClass, parallelism: tooMuchParallelism })
      let job = await jobs.detail(jobId)
      for (; job.state !== 'RUNNING'; job = await jobs.detail(jobId)) await pause(100)
      const savepoint = await outcome(savepoints.take(jobId, { targetDirectory: savepointDirectory }))
      await jobs.cancelAndWait(jobId)
      return { state: job.state, allTasksRun: allTasksRun(job), savepoint }
    },
    want: always({ state: 'RUNNING', allTasksRun: false, savepoint: 'BUSY' }),
  },

  // ---- savepoints ----------------------------------------------------------------------------------------------------
  {
    does: 'writes a savepoint where it is told to',
    run: async ({ client, ownJob, savepointDirectory }) => {
      const jobId = await ownJob()
      const { location } = await client.savepoints.take(jobId, { targetDirectory: savepointDirectory })
      await client.jobs.cancelAndWait(jobId)
      return withoutSlashes(location).startsWith(withoutSlashes(savepointDirectory))
    },
    want: always(true),
  },
  {
    does: 'accepts a savepoint of a job it never had, and fails it',
    run: async ({ client: { savepoints }, unknownJob, savepointDirectory, pause }) => {
      const { triggerId } = await savepoints.trigger(unknownJob, { targetDirectory: savepointDirectory })
      return endOf(pause, () => savepoints.status(unknownJob, triggerId))
    },
    want: always('NOT_FOUND'),
    replays: ['savepoint-trigger-unknown-job', 'savepoint-status-failed-unknown-job'],
  },
  {
    does: 'has forgotten an operation it never had',
    run: async ({ client, runningJob }) => outcome(client.savepoints.status(await runningJob(), newId())),
    want: always('GONE'),
    replays: ['savepoint-status-error-unknown-trigger'],
  },
  {
    does: 'recognises a trigger id since 1.15',
    run: async ({ client: { savepoints }, runningJob, savepointDirectory, pause }) => {
      const jobId = await runningJob()
      const options = { targetDirectory: savepointDirectory, triggerId: newId() }
      const first = await savepoints.trigger(jobId, options)
      const again = await savepoints.trigger(jobId, options)
      await endOf(pause, () => savepoints.status(jobId, first.triggerId))
      await endOf(pause, () => savepoints.status(jobId, again.triggerId))
      return { isChosen: first.triggerId === options.triggerId, isSame: first.triggerId === again.triggerId }
    },
    want: [
      ['1.7', { isChosen: false, isSame: false }],
      ['1.15', { isChosen: true, isSame: true }],
    ],
  },
  {
    does: 'writes native savepoints since 1.15',
    run: async ({ client, runningJob, savepointDirectory }) =>
      outcome(
        client.savepoints.take(await runningJob(), { targetDirectory: savepointDirectory, format: 'NATIVE' }),
      ),
    want: since('1.15'),
  },
  {
    does: 'stops a job with a savepoint that another starts from',
    run: async ({ client: { jars, jobs, checkpoints }, jarId, entryClass, ownJob, savepointDirectory }) => {
      const stopped = await jobs.stopWithSavepoint(await ownJob(), { targetDirectory: savepointDirectory })
      const { jobId } = await jars.run(jarId, { entryClass, savepointPath: stopped.location })
      await jobs.waitUntilRunning(jobId)
      const { latest } = await checkpoints.statistics(jobId)
      await jobs.cancelAndWait(jobId)
      return { jobState: stopped.jobState, restored: latest.restored?.is_savepoint }
    },
    want: [
      // There was no stop before 1.9; a savepoint and a cancellation take its place.
      ['1.7', { jobState: 'CANCELED', restored: true }],
      ['1.9', { jobState: 'FINISHED', restored: true }],
    ],
  },
  {
    does: 'stops a job that is drained first, since 1.9',
    run: async ({ client: { jobs }, ownJob, savepointDirectory }) => {
      const jobId = await ownJob()
      const stop = jobs.stopWithSavepoint(jobId, { targetDirectory: savepointDirectory, drain: true })
      const stopped = await outcome(stop)
      return stopped === 'ok' ? (await stop).jobState : stopped
    },
    want: since('1.9', 'FINISHED'),
  },
  {
    does: 'cancels a job with a savepoint',
    run: async ({ client: { jobs, savepoints }, ownJob, savepointDirectory }) => {
      const jobId = await ownJob()
      await savepoints.take(jobId, { targetDirectory: savepointDirectory, cancelJob: true })
      return jobs.waitUntilEnded(jobId)
    },
    want: always('CANCELED'),
  },
  {
    does: 'cannot stop a job that has finished',
    run: async ({ client, finishedJob, savepointDirectory }) =>
      outcome(client.jobs.stopWithSavepoint(await finishedJob(), { targetDirectory: savepointDirectory })),
    want: always('NOT_FOUND'),
    replays: ['stop-of-finished-job', 'stop-status-failed-finished-job'],
  },
  {
    does: 'disposes of a savepoint once',
    run: async ({ client, runningJob, savepointDirectory }) => {
      const { location } = await client.savepoints.take(await runningJob(), {
        targetDirectory: savepointDirectory,
      })
      return [
        await outcome(client.savepoints.dispose(location)),
        await outcome(client.savepoints.dispose(location)),
      ]
    },
    want: always(['ok', 'REFUSED savepointNotFound']),
  },

  // ---- checkpoints ---------------------------------------------------------------------------------------------------
  {
    does: 'completes checkpoints that a job can start from',
    run: async ({ client: { checkpoints }, runningJob }) => {
      const jobId = await runningJob()
      for await (const checkpoint of checkpoints.watch(jobId, { pollIntervalMs: 200 })) {
        const newest = await checkpoints.newest(jobId)
        return {
          status: checkpoint.status,
          isNewest: (newest?.id ?? 0) >= checkpoint.id,
          hasPath: newest?.path.includes('/'),
        }
      }
      return undefined
    },
    want: always({ status: 'COMPLETED', isNewest: true, hasPath: true }),
    replays: ['job-checkpoints', 'job-checkpoints'],
  },
  {
    does: 'tells how it checkpoints',
    run: async ({ client, runningJob }) => {
      const settings = await client.checkpoints.settings(await runningJob())
      return { mode: settings.mode, isPeriodic: (settings.intervalMs ?? 0) > 0 }
    },
    want: always({ mode: 'exactly_once', isPeriodic: true }),
    replays: ['job-checkpoints-config'],
  },
  {
    does: 'does not know the checkpoints of a job it never had',
    run: ({ client, unknownJob }) => outcome(client.checkpoints.statistics(unknownJob)),
    want: always('NOT_FOUND'),
    replays: ['job-error-unknown-checkpoints'],
  },
  {
    does: 'takes a checkpoint when asked, since 1.17',
    run: async ({ client, runningJob }) => outcome(client.checkpoints.take(await runningJob())),
    want: since('1.17'),
    replays: ['checkpoint-trigger', 'checkpoint-status-in-progress-or-done?', 'checkpoint-status-completed?'],
  },
  {
    does: 'describes a checkpoint of its history',
    run: async ({ client: { checkpoints }, runningJob }) => {
      const jobId = await runningJob()
      for await (const { id } of checkpoints.watch(jobId, { pollIntervalMs: 200 })) {
        const { status, is_savepoint } = await checkpoints.detail(jobId, id)
        return { status, is_savepoint }
      }
      return undefined
    },
    want: always({ status: 'COMPLETED', is_savepoint: false }),
    replays: ['job-checkpoints', 'checkpoint-details'],
  },
  {
    does: 'tells the part of each subtask in a checkpoint',
    run: async ({ client: { checkpoints, jobs }, runningJob }) => {
      const jobId = await runningJob()
      const [vertex] = (await jobs.detail(jobId)).vertices
      for await (const { id } of checkpoints.watch(jobId, { pollIntervalMs: 200 })) {
        const { subtasks } = await checkpoints.subtasks(jobId, id, vertex?.id ?? '')
        return subtasks.map(({ index, status }) => ({ index, status }))
      }
      return undefined
    },
    want: always([{ index: 0, status: 'completed' }]),
  },
  {
    does: 'has details of the checkpoints in its history only',
    run: async ({ client: { checkpoints }, runningJob }) =>
      outcome(checkpoints.detail(await runningJob(), 999_999)),
    want: always('NOT_FOUND'),
  },

  // ---- rescaling -----------------------------------------------------------------------------------------------------
  {
    does: 'rescales no running job with the default scheduler',
    run: async ({ client, runningJob }) => outcome(client.rescaling.requirements(await runningJob())),
    want: always('UNSUPPORTED'),
    replays: ['job-resource-requirements?', 'resource-requirements-missing?'],
  },

  // ---- TaskManagers, vertices, metrics -------------------------------------------------------------------------------
  {
    does: 'lists its TaskManagers and describes each',
    run: async ({ client: { taskManagers } }) => {
      const [first] = await taskManagers.list()
      return {
        slots: (first?.slotsNumber ?? 0) > 0,
        detail: (await taskManagers.detail(first?.id ?? 'none')).id === first?.id,
      }
    },
    want: always({ slots: true, detail: true }),
  },
  {
    does: 'does not know a TaskManager it never had',
    run: ({ client }) => outcome(client.taskManagers.detail('127.0.0.1:1-000000')),
    want: always('NOT_FOUND'),
    replays: ['taskmanager-error-unknown'],
  },
  {
    does: 'has the logs and the threads of a TaskManager since 1.11',
    run: async ({ client: { taskManagers } }) => {
      const [first] = await taskManagers.list()
      const id = first?.id ?? 'none'
      const logs = await outcome(taskManagers.logs(id))
      if (logs !== 'ok') return logs
      const texts = await Promise.all(
        (await taskManagers.logs(id)).map(({ name }) => taskManagers.log(id, name)),
      )
      return {
        areTexts: texts.every((text) => text.length > 0),
        other: await outcome(taskManagers.log(id, 'other.log')),
        hasThreads: (await taskManagers.threadDump(id)).length > 0,
      }
    },
    want: since('1.11', { areTexts: true, other: 'NOT_FOUND', hasThreads: true }),
  },
  {
    does: 'describes a vertex and its subtasks',
    run: async ({ client: { jobs, vertices }, runningJob }) => {
      const jobId = await runningJob()
      const [vertex] = (await jobs.detail(jobId)).vertices
      return (await vertices.detail(jobId, vertex?.id ?? '')).subtasks.map(({ subtask, status }) => ({
        subtask,
        status,
      }))
    },
    want: always([{ subtask: 0, status: 'RUNNING' }]),
    replays: ['job', 'vertex'],
  },
  {
    does: 'does not know a vertex the job does not have',
    run: async ({ client, runningJob, unknownJob }) =>
      outcome(client.vertices.detail(await runningJob(), unknownJob)),
    want: always('NOT_FOUND'),
    replays: ['vertex-error-unknown'],
  },
  {
    does: 'measures back pressure, once there are metrics',
    run: async ({ client: { jobs, vertices }, runningJob }) => {
      const jobId = await runningJob()
      const [vertex] = (await jobs.detail(jobId)).vertices
      const measured = await outcome(vertices.backPressure(jobId, vertex?.id ?? ''))
      return measured === 'BUSY' ? 'ok' : measured
    },
    want: always('ok'),
    replays: ['job', 'vertex-backpressure'],
  },
  {
    does: 'tells when the subtasks of a vertex began, where they run and what they count',
    run: async ({ client: { jobs, vertices }, runningJob }) => {
      const jobId = await runningJob()
      const [vertex] = (await jobs.detail(jobId)).vertices
      const id = vertex?.id ?? ''
      return {
        subtasks: (await vertices.subtaskTimes(jobId, id)).subtasks.map(({ subtask }) => subtask),
        states: (await vertices.taskManagers(jobId, id)).map(({ status }) => status),
        accumulators: await vertices.accumulators(jobId, id),
      }
    },
    want: always({ subtasks: [0], states: ['RUNNING'], accumulators: [] }),
  },
  {
    does: 'tells the watermarks of a vertex since 1.10',
    run: async ({ client: { jobs, vertices }, runningJob }) => {
      const jobId = await runningJob()
      const vertex = (await jobs.detail(jobId)).vertices.at(-1)
      return outcome(vertices.watermarks(jobId, vertex?.id ?? ''))
    },
    want: since('1.10'),
  },
  {
    does: 'draws a flame graph of a vertex since 1.13',
    run: async ({ client: { jobs, vertices }, runningJob }) => {
      const jobId = await runningJob()
      const [vertex] = (await jobs.detail(jobId)).vertices
      return outcome(vertices.flameGraph(jobId, vertex?.id ?? '', { type: 'ON_CPU' }))
    },
    want: since('1.13'),
  },
  {
    does: 'has metrics of itself, a job, a vertex and a subtask, by the names it lists',
    run: async ({ client: { jobs, metrics }, runningJob, pause }) => {
      const jobId = await runningJob()
      const [vertex] = (await jobs.detail(jobId)).vertices
      const vertexId = vertex?.id ?? ''
      const heap = 'Status.JVM.Memory.Heap.Used'
      const isKnown = async (names: Promise<string[]>, name: string, values: Promise<Map<string, unknown>>) =>
        (await names).includes(name) && (await values).has(name)
      // Fetched only when asked for, and after the first question.
      for (;;) {
        const known = await Promise.all([
          isKnown(metrics.jobManagerNames(), heap, metrics.jobManager([heap])),
          isKnown(metrics.jobNames(jobId), 'numRestarts', metrics.job(jobId, ['numRestarts'])),
          isKnown(
            metrics.vertexNames(jobId, vertexId),
            '0.numRecordsOut',
            metrics.vertex(jobId, vertexId, ['0.numRecordsOut']),
          ),
          metrics
            .subtask(jobId, vertexId, 0, ['numRecordsOut'])
            .then((values) => values.has('numRecordsOut')),
        ])
        if (known.every((it) => it)) return known.length
        await pause(500)
      }
    },
    want: always(4),
  },
  {
    does: 'adds up metrics over jobs and over subtasks, and leaves out those nobody has',
    run: async ({ client: { jobs, metrics }, runningJob, pause }) => {
      const jobId = await runningJob()
      const [vertex] = (await jobs.detail(jobId)).vertices
      for (;;) {
        const ofJobs = await metrics.ofJobs(['numRestarts', 'nobodyHasIt'], { jobIds: [jobId] })
        const ofSubtasks = await metrics.ofSubtasks(jobId, vertex?.id ?? '', ['numRecordsOut'], {
          aggregations: ['max', 'sum'],
          subtasks: '0',
        })
        if (ofJobs.size > 0 && ofSubtasks.size > 0) {
          return {
            ofJobs: [...ofJobs.keys()],
            ofSubtasks: Object.keys(ofSubtasks.get('numRecordsOut') ?? {}).sort(),
          }
        }
        await pause(500)
      }
    },
    want: always({ ofJobs: ['numRestarts'], ofSubtasks: ['max', 'sum'] }),
  },
  {
    does: 'has metrics of the coordinator of an operator since 1.20',
    run: async ({ client: { jobs, metrics }, runningJob }) => {
      const jobId = await runningJob()
      const [vertex] = (await jobs.detail(jobId)).vertices
      return outcome(metrics.vertexOperator(jobId, vertex?.id ?? '', ['x']))
    },
    want: since('1.20'),
  },
  {
    does: 'has no metrics of a job it never had',
    run: ({ client, unknownJob }) => client.metrics.jobNames(unknownJob),
    want: always([]),
    replays: ['job-error-unknown-metrics'],
  },
  {
    does: 'has metrics of TaskManagers by name and over all',
    run: async ({ client: { metrics, taskManagers }, pause }) => {
      const [first] = await taskManagers.list()
      const name = 'Status.JVM.Memory.Heap.Used'
      // Fetched only when asked for, and after the first question.
      for (;;) {
        const values = await metrics.taskManager(first?.id ?? '', [name])
        const over = await metrics.ofTaskManagers([name], { aggregations: ['max'] })
        if (values.size > 0 && over.size > 0)
          return { value: (values.get(name) ?? 0) > 0, max: (over.get(name)?.max ?? 0) > 0 }
        await pause(500)
      }
    },
    want: always({ value: true, max: true }),
  },

  // ---- its end -------------------------------------------------------------------------------------------------------
  {
    does: 'ends when it is shut down',
    run: async ({ client: { cluster }, pause }) => {
      await cluster.shutDown()
      for (;;) {
        const after = await outcome(cluster.overview())
        if (after !== 'ok') return after
        await pause(200)
      }
    },
    want: always('NOT_READY'),
    endsCluster: true,
  },
]

/** What a JobManager with the adaptive scheduler and no directory for savepoints does. */
export const adaptiveContract: readonly ContractCase[] = [
  {
    does: 'tells the bounds of a job since 1.18',
    run: async ({ client: { rescaling }, runningJob }) => {
      const asked = rescaling.requirements(await runningJob())
      const known = await outcome(asked)
      return known === 'ok' ? Object.values(await asked) : known
    },
    want: since('1.18', [
      { lowerBound: 1, upperBound: 1 },
      { lowerBound: 1, upperBound: 1 },
    ]),
    replays: ['adaptive-resource-requirements'],
  },
  {
    does: 'refuses bounds that leave out a vertex or cannot be, since 1.18',
    run: async ({ client: { jobs, rescaling }, runningJob }) => {
      const jobId = await runningJob()
      const [first = '', second = ''] = (await jobs.detail(jobId)).vertices.map(({ id }) => id)
      return [
        await outcome(rescaling.require(jobId, { [first]: { lowerBound: 1, upperBound: 2 } })),
        await outcome(
          rescaling.require(jobId, {
            [first]: { lowerBound: 3, upperBound: 2 },
            [second]: { lowerBound: 1, upperBound: 2 },
          }),
        ),
      ]
    },
    want: [
      ['1.7', ['UNSUPPORTED', 'UNSUPPORTED']],
      ['1.18', ['REFUSED badRequest', 'REFUSED badRequest']],
    ],
    replays: [
      'adaptive-job',
      'adaptive-resource-requirements-put-error-missing-vertex',
      'adaptive-resource-requirements-put-error-bounds',
    ],
  },
  {
    does: 'knows no bounds of a job it never had, since 1.18',
    run: ({ client, unknownJob }) => outcome(client.rescaling.requirements(unknownJob)),
    want: since('1.18', 'NOT_FOUND'),
    replays: ['job-error-unknown-resource-requirements'],
  },
  {
    does: 'gives a running job another parallelism since 1.18',
    run: async ({ client: { jobs, rescaling }, ownJob, pause }) => {
      const jobId = await ownJob()
      const ids = (await jobs.detail(jobId)).vertices.map(({ id }) => id)
      const bounds = Object.fromEntries(ids.map((id) => [id, { lowerBound: 1, upperBound: 2 }]))
      const asked = await outcome(rescaling.require(jobId, bounds))
      if (asked !== 'ok') return asked
      const known = await rescaling.requirements(jobId)
      for (;;) {
        const job = await jobs.detail(jobId)
        if (allTasksRun(job) && job.vertices.every(({ parallelism }) => parallelism === 2)) break
        await pause(200)
      }
      await jobs.cancelAndWait(jobId)
      return ids.map((id) => known[id])
    },
    want: since('1.18', [
      { lowerBound: 1, upperBound: 2 },
      { lowerBound: 1, upperBound: 2 },
    ]),
  },
  {
    does: 'tells how it rescales and when it did, since 2.3',
    run: async ({ client: { rescaling }, runningJob }) => {
      const jobId = await runningJob()
      return [await outcome(rescaling.settings(jobId)), await outcome(rescaling.history(jobId))]
    },
    want: [
      ['1.7', ['UNSUPPORTED', 'UNSUPPORTED']],
      ['2.3', ['ok', 'ok']],
    ],
    replays: ['new-jobs-id-rescales-config', 'new-jobs-id-rescales-history'],
  },
  {
    does: 'refuses a savepoint and a stop that name no directory',
    run: async ({ client: { jobs, savepoints }, runningJob }) => {
      const jobId = await runningJob()
      return [await outcome(savepoints.take(jobId)), await outcome(jobs.stopWithSavepoint(jobId))]
    },
    want: always(['REFUSED savepointDirectory', 'REFUSED savepointDirectory']),
    replays: ['savepoint-trigger-error-no-directory', 'stop-error-no-directory'],
  },
]

/** Looks at an operation until it has ended. */
async function endOf(
  pause: ContractWorld['pause'],
  look: () => Promise<{ state: string; error?: Error }>,
): Promise<string> {
  for (;;) {
    const status = await look()
    if (status.state === 'completed') return 'ok'
    if (status.state === 'failed') return outcome(Promise.reject(status.error ?? new Error('failed')))
    await pause(100)
  }
}

/** `file:///x` and `file:/x` are one place. */
const withoutSlashes = (path: string) => path.replace(/\/+/g, '/')

/** The least that is a zip: only its end record. */
const emptyZip = Uint8Array.from([0x50, 0x4b, 5, 6, ...Array.from({ length: 18 }, () => 0)])
