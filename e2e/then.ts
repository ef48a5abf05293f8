import { type FlinkApplication } from '@flink-operator/api'
import { type TestApplication } from './given.ts'
import { type HandOver, handOver, type JournalEntry, parseJournal } from './flink/journal.ts'
import { until } from './until.ts'

type Status = NonNullable<FlinkApplication['status']>

export async function found({ node, namespace, name }: TestApplication): Promise<FlinkApplication | undefined> {
  const text = await node.kubectl('get', 'flinkapplication', name, '-n', namespace, '--ignore-not-found', '-o', 'json')
  return text === '' ? undefined : (JSON.parse(text) as FlinkApplication)
}

/** Waits until the application is as wanted; fails at once when it enters a phase that it must not. */
export async function becomes(
  app: TestApplication,
  what: string,
  isWanted: (status: Status, whole: FlinkApplication) => boolean,
  options: { never?: string[]; timeoutMs?: number } = {},
): Promise<Status> {
  let last: Status = {} as Status
  return until(
    `${app.name} ${what}`,
    options.timeoutMs ?? 120_000,
    async () => {
      const whole = await found(app)
      last = whole?.status ?? ({} as Status)
      if (options.never?.includes(last.phase ?? '')) {
        throw new Error(`${app.name} is ${last.phase ?? ''}, which must not happen: ${JSON.stringify(last.conditions)}`)
      }
      return whole?.status !== undefined && isWanted(whole.status, whole) ? whole.status : undefined
    },
    () => JSON.stringify(last, null, 1),
  )
}

/** Waits until what runs is what was asked for last. */
export function runs(app: TestApplication, options: { never?: string[]; timeoutMs?: number } = {}): Promise<Status> {
  return becomes(
    app,
    'runs what was asked for',
    (status, { metadata }) =>
      status.phase === 'Running' &&
      status.observedGeneration === metadata?.generation &&
      (status.conditions ?? []).some(({ type, status: value }) => type === 'Ready' && value === 'True'),
    options,
  )
}

export async function isGone(app: TestApplication, timeoutMs = 60_000): Promise<void> {
  await until(`${app.name} is gone`, timeoutMs, async () => ((await found(app)) === undefined ? true : undefined), async () =>
    JSON.stringify((await found(app))?.status),
  )
}

/** Deployments, Services, Ingresses and pods of the application that are left. */
export async function hasNoObjects({ node, namespace, name }: TestApplication): Promise<void> {
  const left = () =>
    node.kubectl('get', 'deployments,services,ingresses,pods', '-n', namespace, '-l', `flink-app=${name}`, '-o', 'name')
  await until(`nothing of ${name} is left`, 60_000, async () => ((await left()).trim() === '' ? true : undefined), left)
}

export async function pods({ node, namespace }: TestApplication): Promise<{ name: string; uid: string; image: string }[]> {
  const list = JSON.parse(await node.kubectl('get', 'pods', '-n', namespace, '-o', 'json')) as {
    items: { metadata: { name: string; uid: string; deletionTimestamp?: string }; spec: { containers: { image: string }[] } }[]
  }
  return list.items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata, spec }) => ({ name: metadata.name, uid: metadata.uid, image: spec.containers[0]?.image ?? '' }))
}

export async function journal({ node, stateFolder }: TestApplication): Promise<JournalEntry[]> {
  return parseJournal(await node.exec('sh', '-c', `cat ${stateFolder}/journal 2>/dev/null || true`))
}

/** Waits until the job has counted at least so far, and returns its newest entry. */
export function counts(app: TestApplication, jobId: string | undefined, atLeast = 1): Promise<JournalEntry> {
  return until(`job ${jobId ?? ''} counts to ${atLeast}`, 60_000, async () =>
    (await journal(app)).findLast((entry) => entry.job === jobId && entry.count >= atLeast),
  )
}

/** How the second job took over from the first, by what both counted. */
export async function tookOver(app: TestApplication, fromJob: string | undefined, toJob: string | undefined): Promise<HandOver> {
  await counts(app, toJob)
  return handOver(await journal(app), fromJob ?? '', toJob ?? '')
}

/** Savepoints in the application's savepoint folder that are complete. */
export async function savepoints({ node, stateFolder }: TestApplication): Promise<string[]> {
  const list = await node.exec('sh', '-c', `ls -d ${stateFolder}/savepoints/*/_metadata 2>/dev/null || true`)
  return list.split('\n').filter(Boolean)
}

/** The ids of all jobs that ever counted. */
export async function jobs(app: TestApplication): Promise<string[]> {
  return [...new Set((await journal(app)).map(({ job }) => job))]
}

export async function events({ node, namespace }: TestApplication): Promise<{ reason: string; note: string; type: string }[]> {
  const list = JSON.parse(await node.kubectl('get', 'events.events.k8s.io', '-n', namespace, '-o', 'json')) as {
    items: { reason: string; note: string; type: string; regarding: { kind: string } }[]
  }
  return list.items.filter(({ regarding }) => regarding.kind === 'FlinkApplication')
}
