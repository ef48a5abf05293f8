import { PassThrough } from 'node:stream'
import {
  ConflictError,
  createWorkQueue,
  NotLeaderError,
  systemClock,
  TooManyRequestsError,
} from '@flink-operator/kube-runtime'
import { createFakeClock } from '@flink-operator/kube-runtime/testing'
import { type Application, type Observation } from '@flink-operator/reconciler'
import { expect, test } from 'vitest'
import { type ActionResult, outcomeOfKubeError } from './apply/outcome-of-error.ts'
import { readConfig } from './config.ts'
import { decisionSettings } from './decision-settings.ts'
import { createLog } from './log.ts'
import { Metrics } from './metrics.ts'
import { Outcomes } from './outcomes.ts'
import { type StoredApplication } from './resources.ts'
import { type Parts, runWorker } from './worker.ts'

const app = {
  apiVersion: 'flink.k8s.io/v1beta1',
  kind: 'FlinkApplication',
  metadata: { namespace: 'jobs', name: 'count', uid: 'u', generation: 1, resourceVersion: '1' },
  spec: { image: 'i:1', flinkVersion: '1.20', jarName: 'a.jar', entryClass: 'a.B', parallelism: 1 },
} as unknown as StoredApplication

const observation = {
  nowMs: 0,
  app: app as Application,
  settings: decisionSettings(readConfig([]).operator),
  objects: { deployments: [], services: [], ingresses: [], pods: [] },
  findings: [],
  clusters: {},
  outcomes: [],
  inFlight: [],
} satisfies Observation

const quota: ActionResult = { kind: 'refused', status: 403, message: 'a quota' }

/** A worker's parts, of which a test names those that it is about. */
function partsOf(given: Partial<Parts>): Parts {
  return {
    queue: createWorkQueue(),
    clock: systemClock,
    outcomes: new Outcomes(),
    log: createLog(readConfig([]).logger, new PassThrough()),
    metrics: new Metrics(),
    find: () => app,
    observe: () => Promise.resolve({ observation, jobManagers: new Map() }),
    recordFinalizer: (of) => Promise.resolve(of),
    recordStatus: (of, status) => Promise.resolve({ ...of, status } as StoredApplication),
    recordEvent: () => undefined,
    apply: () => Promise.resolve(quota),
    assertMayAct: () => undefined,
    isListed: () => true,
    stopping: new AbortController().signal,
    ...given,
  }
}

/** The lines of the log of one pass. */
async function loggedInPass(given: Partial<Parts> = {}): Promise<Record<string, unknown>[]> {
  const stream = new PassThrough()
  const parts = partsOf({ log: createLog(readConfig([]).logger, stream), ...given })
  parts.queue.add('jobs/count')
  const working = runWorker(parts)
  await new Promise((resolve) => stream.once('readable', resolve))
  await parts.queue.shutDown()
  await working
  return String(stream.read())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

test('each line of the log names the application, its phase and the attempt', async () => {
  const lines = await loggedInPass()
  expect(lines.map(({ level }) => level)).toEqual(['info', 'warn'])
  for (const line of lines) {
    expect(line).toMatchObject({ namespace: 'jobs', name: 'count', phase: 'ClusterStarting', attempt: 1 })
  }
})

test('a pass that fails is told with the application and the number of failures', async () => {
  const [line] = await loggedInPass({ observe: () => Promise.reject(new Error('no answer')) })
  const told = { level: 'error', namespace: 'jobs', name: 'count', phase: 'New', failures: 1 }
  expect(line).toMatchObject({ ...told, err: { message: 'no answer' } })
})

test('an object that cannot be made, since its namespace is being deleted, is no failure to be recorded or told', async () => {
  const said =
    'deployments.apps "a" is forbidden: unable to create new content in namespace jobs because it is being terminated'
  const outcomes = new Outcomes()
  const result: ActionResult = { kind: 'refused', status: 403, message: `403 Forbidden: ${said}` }
  const lines = await loggedInPass({ apply: () => Promise.resolve(result), outcomes })
  expect(lines.map(({ level }) => level)).toEqual(['info'])
  expect([outcomes.of('jobs/count'), outcomes.inFlight('jobs/count')]).toEqual([[], []])
})

const writtenElsewhere = new ConflictError('somebody else wrote', { action: 'replace the status' })

test.each<[string, Error, string[]]>([
  ['a status that cannot be written is told', new Error('the disk is full'), ['HandleFailed']],
  ['a status that somebody else has written is no news', writtenElsewhere, []],
  ['that this process leads no longer is nothing of the application', new NotLeaderError('lost'), []],
])('%s', async (_, error, reasons) => {
  const told: string[] = []
  let isFirst = true
  await loggedInPass({
    recordStatus: (of, status) => {
      if (!isFirst) return Promise.resolve({ ...of, status } as StoredApplication)
      isFirst = false
      return Promise.reject(error)
    },
    recordEvent: (_of, { reason, message }) => {
      if (message.startsWith('Failed to update Flink app status: name=count status=ClusterStarting err='))
        told.push(reason)
    },
  })
  expect(told).toEqual(reasons)
})

test('a process that is to end does not wait for a JobManager that does not answer, and writes nothing after it', async () => {
  const stopping = new AbortController()
  const written: string[] = []
  const parts = partsOf({
    observe: () => {
      stopping.abort(new Error('received SIGTERM'))
      return new Promise(() => undefined)
    },
    recordStatus: (of) => {
      written.push('status')
      return Promise.resolve(of)
    },
    stopping: stopping.signal,
  })
  parts.queue.add('jobs/count')
  const working = runWorker(parts)
  await parts.queue.shutDown()
  await working
  expect(written).toEqual([])
})

test('a process that is to end begins no further action, and says nothing of what the next leader does', async () => {
  const stopping = new AbortController()
  const begun: string[] = []
  const stream = new PassThrough()
  const parts = partsOf({
    log: createLog(readConfig([]).logger, stream),
    apply: (_, { id }) => {
      begun.push(id)
      stopping.abort(new Error('received SIGTERM'))
      return Promise.resolve({ kind: 'done' })
    },
    assertMayAct: () => stopping.signal.throwIfAborted(),
    stopping: stopping.signal,
  })
  parts.queue.add('jobs/count')
  const working = runWorker(parts)
  await new Promise((resolve) => stream.once('readable', resolve))
  await parts.queue.shutDown()
  await working
  const lines = String(stream.read())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { level: string; actions: string[] })
  expect(lines.map(({ level }) => level)).toEqual(['info'])
  expect(lines[0]?.actions.length).toBeGreaterThan(1)
  expect(begun).toEqual(lines[0]?.actions.slice(0, 1))
})

const busy = new TooManyRequestsError('busy', { action: 'replace the status', retryAfterMs: 60_000 })

test.each<[string, Partial<Parts>]>([
  ['a status', { recordStatus: () => Promise.reject(busy) }],
  ['an action', { apply: () => Promise.resolve(outcomeOfKubeError(busy)) }],
])(
  '%s that the API server has no time for is not sent again before the time it asks for',
  async (_, given) => {
    const clock = createFakeClock()
    const parts = partsOf({ queue: createWorkQueue({ clock }), ...given })
    parts.queue.add('jobs/count')
    const working = runWorker(parts)
    await clock.advance(59_999)
    expect(parts.queue.stats()).toMatchObject({ delayed: 1, failing: 1, retriesTotal: 1 })
    await clock.advance(1)
    expect(parts.queue.stats()).toMatchObject({ retriesTotal: 2 })
    await parts.queue.shutDown()
    await working
  },
)

test('JobManagers that do not answer take half of the workers, once that is known, and leave the others to the rest', async () => {
  const fakeClock = createFakeClock()
  const answerOfHanging = () => fakeClock.sleep(5_000) // No real time: `fakeClock.advance` below ends it, the timeout of a call.
  const workers = 4
  const looked: string[] = []
  const parts = partsOf({
    clock: fakeClock,
    queue: createWorkQueue({ clock: fakeClock, maxHeldUp: workers / 2 }),
    observe: async (key) => {
      looked.push(key)
      if (key.startsWith('hanging/')) await answerOfHanging()
      return { observation, jobManagers: new Map() }
    },
  })
  const lookAtHanging = () => {
    for (let at = 0; at < 20; at += 1) parts.queue.add(`hanging/${at}`)
  }
  lookAtHanging()
  const working = Array.from({ length: workers }, () => runWorker(parts))
  await fakeClock.advance(30_000)
  lookAtHanging()
  await fakeClock.advance(0)
  parts.queue.add('well/count')
  await fakeClock.advance(0)
  expect(looked.at(-1)).toBe('well/count')
  const over = parts.queue.shutDown()
  await fakeClock.advance(30_000)
  await Promise.all([over, ...working])
})

test('an application whose objects have not been listed yet is not looked at', async () => {
  const looked: string[] = []
  const parts = partsOf({
    isListed: (key) => key !== 'jobs/count',
    observe: (key) => {
      looked.push(key)
      return Promise.resolve({ observation, jobManagers: new Map() })
    },
  })
  for (const key of ['jobs/count', 'other/count']) parts.queue.add(key)
  const working = runWorker(parts)
  await new Promise((resolve) => setImmediate(resolve))
  await parts.queue.shutDown()
  await working
  expect(looked).toEqual(['other/count'])
})

test('nothing is remembered of an application that is gone by the end of the pass', async () => {
  const outcomes = new Outcomes()
  let isGone = false
  const parts = partsOf({
    outcomes,
    find: () => (isGone ? undefined : app),
    apply: () => {
      // The watch is faster than the answer.
      isGone = true
      outcomes.forget('jobs/count')
      return Promise.resolve({ kind: 'done' })
    },
  })
  parts.queue.add('jobs/count')
  const working = runWorker(parts)
  await new Promise((resolve) => setImmediate(resolve))
  await parts.queue.shutDown()
  await working
  expect(outcomes.of('jobs/count')).toEqual([])
})
