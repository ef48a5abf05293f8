import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type FlinkApplication } from '@flink-operator/api'
import { read } from './api-server.ts'
import { recordFigure } from './figures.ts'
import { type TestApplication } from './test-application.ts'
import { type HandOver, handOver, type JournalEntry, overlap, readJournal } from './flink/journal.ts'
import { until } from './until.ts'

type Status = NonNullable<FlinkApplication['status']>

export function found({ node, namespace, name }: TestApplication): Promise<FlinkApplication | undefined> {
  return read(node, `/apis/flink.k8s.io/v1beta1/namespaces/${namespace}/flinkapplications/${name}`)
}

/** Waits until the application is as wanted; fails at once when it enters a phase that it must not. */
export async function becomes(
  app: TestApplication,
  what: string,
  isWanted: (status: Status, whole: FlinkApplication) => boolean,
  options: { never?: string[]; timeoutMs?: number } = {},
): Promise<Status> {
  let last: Status = {}
  return until(
    `${app.name} ${what}`,
    options.timeoutMs ?? 300_000,
    async () => {
      const whole = await found(app)
      last = whole?.status ?? {}
      if (options.never?.includes(last.phase ?? '')) {
        throw new Error(
          `${app.name} is ${last.phase ?? ''}, which must not happen: ${JSON.stringify(last.conditions)}`,
        )
      }
      return whole?.status !== undefined && isWanted(whole.status, whole) ? whole.status : undefined
    },
    () => JSON.stringify(last, null, 1),
  )
}

/** Whether a condition of a type has a status, and if one is given a reason. */
export function condition(type: string, value: string, reason?: string): (status: Status) => boolean {
  return ({ conditions }) =>
    (conditions ?? []).some(
      (found) =>
        found.type === type && found.status === value && (reason === undefined || found.reason === reason),
    )
}

/** Waits until what runs is what was asked for last, and keeps how long that took. */
export async function runs(
  app: TestApplication,
  options: { never?: string[]; timeoutMs?: number } = {},
): Promise<Status> {
  const status = await becomes(
    app,
    'runs what was asked for',
    (now, { metadata }) =>
      now.phase === 'Running' &&
      now.observedGeneration === metadata.generation &&
      condition('Ready', 'True')(now),
    options,
  )
  if (app.change) recordFigure(app, `${app.change.what} to Running`, performance.now() - app.change.atMs)
  app.change = undefined
  return status
}

/** Waits until the job has completed a checkpoint, and the operator has seen it. */
export function hasCheckpoint(app: TestApplication): Promise<Status> {
  return becomes(app, 'has a checkpoint', ({ jobStatus }) => (jobStatus?.completedCheckpointCount ?? 0) > 0)
}

/** Waits until what was asked for last has been given up, and keeps how long that took. */
export async function hasGivenUp(app: TestApplication): Promise<Status> {
  const status = await becomes(app, 'has given up', ({ phase }) => phase === 'DeployFailed')
  if (app.change) recordFigure(app, `${app.change.what} to DeployFailed`, performance.now() - app.change.atMs)
  app.change = undefined
  return status
}

export async function isGone(app: TestApplication, timeoutMs = 60_000): Promise<void> {
  await until(
    `${app.name} is gone`,
    timeoutMs,
    async () => ((await found(app)) === undefined ? true : undefined),
    async () => JSON.stringify((await found(app))?.status),
  )
}

/** Waits until no Deployment, Service, Ingress or pod of the application is left. */
export async function hasNoObjects(app: TestApplication): Promise<void> {
  const left = async () => {
    const kinds = [
      names(app, 'apis/apps/v1', 'deployments'),
      names(app, 'api/v1', 'services'),
      names(app, 'apis/networking.k8s.io/v1', 'ingresses'),
      names(app, 'api/v1', 'pods'),
    ]
    return (await Promise.all(kinds)).flat()
  }
  await until(
    `nothing of ${app.name} is left`,
    60_000,
    async () => ((await left()).length === 0 ? true : undefined),
    async () => (await left()).join(),
  )
}

export interface Pod {
  name: string
  uid: string
  image: string
  role: string
  /** The deploy hash that the pod was created with. */
  hash: string
}

interface PodList {
  items: {
    metadata: {
      name: string
      uid: string
      deletionTimestamp?: string
      labels?: Record<string, string>
      annotations?: Record<string, string>
    }
    spec: { containers: { image: string }[] }
  }[]
}

/** The pods that are not about to end. */
export async function pods({ node, namespace }: TestApplication): Promise<Pod[]> {
  const list = await read<PodList>(node, `/api/v1/namespaces/${namespace}/pods`)
  return (list?.items ?? [])
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata, spec }) => ({
      name: metadata.name,
      uid: metadata.uid,
      image: spec.containers[0]?.image ?? '',
      role: metadata.labels?.['flink-deployment-type'] ?? '',
      hash: metadata.annotations?.['flink-app-hash'] ?? '',
    }))
}

/** The names of the application's Deployments, sorted. */
export const deployments = (app: TestApplication): Promise<string[]> =>
  names(app, 'apis/apps/v1', 'deployments')

/** The names of the application's Services, sorted. */
export const services = (app: TestApplication): Promise<string[]> => names(app, 'api/v1', 'services')

/** Waits until the application's Services are these: those of a cluster that is torn down go after its Deployments. */
export async function hasServices(app: TestApplication, expected: string[]): Promise<void> {
  await until(
    `the Services of ${app.name} are ${expected.join()}`,
    30_000,
    async () => ((await services(app)).join() === expected.toSorted().join() ? true : undefined),
    async () => (await services(app)).join(),
  )
}

async function names(
  { node, namespace, name }: TestApplication,
  group: string,
  kind: string,
): Promise<string[]> {
  const list = await read<{ items: { metadata: { name: string } }[] }>(
    node,
    `/${group}/namespaces/${namespace}/${kind}`,
    {
      labelSelector: `flink-app=${name}`,
    },
  )
  return (list?.items ?? []).map(({ metadata }) => metadata.name).sort()
}

export function journal({ stateFolderHere }: TestApplication): Promise<JournalEntry[]> {
  return readJournal(join(stateFolderHere, 'journal'))
}

/** Waits until the job has counted at least so far, and returns its newest entry. */
export function counts(app: TestApplication, jobId: string | undefined, atLeast = 1): Promise<JournalEntry> {
  return until(
    `job ${jobId ?? ''} counts to ${atLeast}`,
    240_000,
    async () => (await journal(app)).findLast((entry) => entry.job === jobId && entry.count >= atLeast),
    async () => JSON.stringify((await journal(app)).slice(-4)),
  )
}

/**
 * Waits until a job that Flink restarts counts on from an entry, and returns its newest one. The attempt tells: one whose
 * TaskManagers are about to end goes on counting for a while.
 */
export function countsOnAfterRestart(
  app: TestApplication,
  { job, attempt, count }: JournalEntry,
): Promise<JournalEntry> {
  return until(
    `job ${job} counts on from ${count} after attempt ${attempt}`,
    240_000,
    async () =>
      (await journal(app)).findLast(
        (entry) => entry.job === job && entry.attempt > attempt && entry.count > count,
      ),
    async () => JSON.stringify((await journal(app)).slice(-4)),
  )
}

/** How the second job took over from the first, by what both counted. */
export async function tookOver(
  app: TestApplication,
  fromJob: string | undefined,
  toJob: string | undefined,
): Promise<HandOver> {
  await counts(app, toJob)
  return handOver(await journal(app), fromJob ?? '', toJob ?? '')
}

/** Savepoints in the application's savepoint folder that are complete. */
export async function savepoints({ stateFolderHere }: TestApplication): Promise<string[]> {
  const folder = join(stateFolderHere, 'savepoints')
  const found = existsSync(folder) ? await readdir(folder) : []
  return found.map((name) => join(folder, name, '_metadata')).filter((path) => existsSync(path))
}

/** The ids of all jobs that ever counted, in the order of their first records. */
export async function jobs(app: TestApplication): Promise<string[]> {
  return [...new Set((await journal(app)).map(({ job }) => job))]
}

/** For how long two jobs counted at once, over the whole life of the application. */
export async function overlapMs(app: TestApplication): Promise<number> {
  return overlap(await journal(app))
}

/** Keeps for how long no job counted between each job and the next, and for how long two did at once. */
export async function recordHandOvers(app: TestApplication): Promise<void> {
  const entries = await journal(app)
  const ids = await jobs(app)
  for (const [index, id] of ids.slice(1).entries()) {
    recordFigure(app, 'job down', handOver(entries, ids[index] ?? '', id).downTimeMs)
  }
  if (ids.length > 1) recordFigure(app, 'overlap of two jobs', await overlapMs(app))
}

/** What the JobManager of a deploy hash answers to a GET, asked through the API server until it has an answer. */
export async function flinkSays<T>(app: TestApplication, hash: string | undefined, path: string): Promise<T> {
  let last = 'nothing'
  return until(
    `cluster ${hash ?? ''} of ${app.name} answers to ${path}`,
    30_000,
    async () => {
      const jobManager = (await pods(app)).find((pod) => pod.hash === hash && pod.role === 'jobmanager')
      const proxy = `/api/v1/namespaces/${app.namespace}/pods/${jobManager?.name ?? 'none'}:8081/proxy`
      return read<T>(app.node, `${proxy}${path}`).catch((error: unknown) => {
        last = String(error)
        return undefined
      })
    },
    () => last,
  )
}

/** The states of the jobs that a cluster knows, by job id. */
export async function jobStates(
  app: TestApplication,
  hash: string | undefined,
): Promise<Record<string, string>> {
  const { jobs } = await flinkSays<{ jobs: { jid: string; state: string }[] }>(app, hash, '/jobs/overview')
  return Object.fromEntries(jobs.map(({ jid, state }) => [jid, state]))
}

/** What the job of a status was restored from. After a rescale in place the pods still have the hash before it. */
export async function restoredFrom(
  app: TestApplication,
  { deployHash, jobStatus }: Status,
  podHash = deployHash,
): Promise<'savepoint' | 'checkpoint' | 'nothing'> {
  const { latest } = await flinkSays<{ latest: { restored?: { external_path: string } | null } }>(
    app,
    podHash,
    `/jobs/${jobStatus?.jobID ?? ''}/checkpoints`,
  )
  if (!latest.restored) return 'nothing'
  // Its `is_savepoint` is true for everything that a job was submitted with.
  return /\/chk-\d+$/.test(latest.restored.external_path) ? 'checkpoint' : 'savepoint'
}

/** Waits until the pods are those of one cluster alone, and returns them. */
export function hasOnlyPodsOf(app: TestApplication, hash: string | undefined, count: number): Promise<Pod[]> {
  return until(
    `${app.name} has ${count} pods, all of ${hash ?? ''}`,
    120_000,
    async () => {
      const found = await pods(app)
      return found.length === count && found.every((pod) => pod.hash === hash) ? found : undefined
    },
    async () => JSON.stringify(await pods(app)),
  )
}

interface EventList {
  items: { reason: string; note: string; type: string; regarding: { kind: string } }[]
}

export async function events({
  node,
  namespace,
}: TestApplication): Promise<{ reason: string; note: string; type: string }[]> {
  const list = await read<EventList>(node, `/apis/events.k8s.io/v1/namespaces/${namespace}/events`)
  return (list?.items ?? []).filter(({ regarding }) => regarding.kind === 'FlinkApplication')
}
