import { recordFigure } from './figures.ts'
import { type TestApplication } from './test-application.ts'
import { operatorNamespace } from './install-operator.ts'
import * as then from './then.ts'

interface LogLine {
  time: string
  namespace?: string
  phase?: string
  actions?: string[]
}

/**
 * Keeps how much of the time until a job runs was the operator's own: from the moment that the cluster offered its slots
 * until the job was submitted, and from the moment that all tasks ran until the status said so. The rest is Flink's and
 * Kubernetes'. Of an update, also how long after its savepoint was complete the new job was submitted.
 *
 * All clocks are the node's: the operator's log, the JobManager's log and the savepoint's file.
 */
export async function recordOperatorTimes(
  app: TestApplication,
  hash: string | undefined,
  what: 'apply' | 'update',
): Promise<void> {
  const jobManager = (await then.pods(app)).find((pod) => pod.hash === hash && pod.role === 'jobmanager')
  const flink = await app.node.kubectl('logs', '-n', app.namespace, jobManager?.name ?? '', '--tail=-1')
  const decisions = await decisionsOn(app)
  const submittedMs = atMs(
    decisions.findLast(({ actions }) => actions?.some((action) => action.startsWith('runJar/'))),
  )
  const runningMs = atMs(
    decisions.find(({ time, phase }) => phase === 'Running' && Date.parse(time) > submittedMs),
  )
  const offeredMs = lastLogged(flink, /Registering TaskManager/)
  const tasksRunMs = lastLogged(flink, /switched from INITIALIZING to RUNNING/)
  if (what === 'apply') recordFigure(app, 'slots offered to job submitted', submittedMs - offeredMs)
  else recordFigure(app, 'savepoint complete to job submitted', submittedMs - (await savepointMs(app)))
  recordFigure(app, `all tasks run to Running, ${what}`, runningMs - tasksRunMs)
}

/** What the operator logged of an application, in order. */
async function decisionsOn({ node, namespace }: TestApplication): Promise<LogLine[]> {
  const component = 'app.kubernetes.io/component=operator'
  const log = await node.kubectl('logs', '-n', operatorNamespace, '-l', component, '--tail=-1')
  return log
    .split('\n')
    .filter((line) => line.includes(`"namespace":"${namespace}"`))
    .map((line) => JSON.parse(line) as LogLine)
}

function atMs(line: LogLine | undefined): number {
  if (line === undefined) throw new Error('The operator has not logged what it did')
  return Date.parse(line.time)
}

/** When Flink last logged a line, like `2026-11-26 04:02:52,922 INFO ...`, in milliseconds since 1970. */
function lastLogged(log: string, pattern: RegExp): number {
  const line = log.split('\n').findLast((candidate) => pattern.test(candidate))
  const [, day = '', time = ''] = /^(\S+) (\S+)/.exec(line ?? '') ?? []
  const ms = Date.parse(`${day}T${time.replace(',', '.')}Z`)
  if (Number.isNaN(ms)) throw new Error(`The JobManager has not logged ${String(pattern)}`)
  return ms
}

/** When the newest savepoint of an application was complete. */
async function savepointMs({ node, stateFolder }: TestApplication): Promise<number> {
  const times = await node.exec('sh', '-c', `stat -c %.Y ${stateFolder}/savepoints/*/_metadata`)
  return Math.max(...times.trim().split('\n').map(Number)) * 1000
}
