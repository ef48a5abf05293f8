import { createFlinkClient } from '@flink-operator/flink-client'
import { createFakeClock, createFakeJobManager } from '@flink-operator/flink-client/testing'
import {
  createCache,
  createKubeClient,
  createTransport,
  createWorkQueue,
  type KubeClient,
  plainCredentials,
  type ReadCache,
  systemClock,
} from '@flink-operator/kube-runtime'
import { createFakeClock as createFakeKubeClock } from '@flink-operator/kube-runtime/testing'
import {
  type Action,
  type Application,
  type ApplicationStatus,
  type Observation,
} from '@flink-operator/reconciler'
import { validateStoredApplication } from '@flink-operator/webhook'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readConfig } from './config.ts'
import { decisionSettings } from './decision-settings.ts'
import { createLog } from './log.ts'
import { Metrics } from './metrics.ts'
import { askJobManager } from './observe/job-manager.ts'
import { Outcomes } from './outcomes.ts'
import { recordFinalizer } from './record/finalizer.ts'
import { recordStatus } from './record/status.ts'
import { type StoredApplication } from './resources.ts'
import { watchApplications } from './watch/applications.ts'
import { watchOwnedObjects } from './watch/owned-objects.ts'
import { type Parts, runWorker } from './worker.ts'

/**
 * What the original operator gets wrong outside of its decisions, by the numbers of docs/defects.md. `npm run defects`
 * gives its behaviour back, one defect at a time, and sees that these tests notice.
 */

const application = (name: string, status?: ApplicationStatus): StoredApplication => ({
  apiVersion: 'flink.k8s.io/v1beta1',
  kind: 'FlinkApplication',
  metadata: { namespace: 'ns', name, uid: `uid-of-${name}`, resourceVersion: '1', generation: 1 },
  spec: {
    image: 'i:1',
    flinkVersion: '1.20',
    jarName: 'j.jar',
    entryClass: 'a.B',
    parallelism: 1,
    deleteMode: 'None',
  },
  ...(status && { status }),
})

/** Nothing runs yet and the cluster waits for the job. */
const submitting: ApplicationStatus = {
  phase: 'SubmittingJob',
  attempt: {
    hash: 'deadbeef',
    generation: 1,
    inputs: '',
    content: '',
    job: {
      jarName: 'j.jar',
      parallelism: 1,
      entryClass: 'a.B',
      programArgs: '',
      allowNonRestoredState: false,
    },
    number: 1,
    kind: 'Deploy',
    startedAt: '2026-01-01T00:00:00.000Z',
    phaseSince: '2026-01-01T00:00:00.000Z',
    submissions: 1,
    jobId: '0123456789abcdef0123456789abcdef',
  },
}

function observationOf(app: StoredApplication): Observation {
  return {
    nowMs: Date.parse('2026-01-01T00:00:10Z'),
    app,
    settings: decisionSettings(readConfig([]).operator),
    objects: { deployments: [], services: [], ingresses: [], pods: [] },
    findings: [],
    clusters: {
      deadbeef: {
        state: 'ready',
        flinkVersion: '1.20.5',
        slotsTotal: 1,
        slotsAvailable: 1,
        taskManagers: 1,
        healthyTaskManagers: 1,
        jobs: [],
        details: {},
        savepoints: {},
      },
    },
    outcomes: [],
    inFlight: [],
  }
}

/** One worker over a queue with these applications; `done` ends it and tells what it did. */
function worker(
  apps: readonly StoredApplication[],
  { queue = createWorkQueue(), ...parts }: Partial<Parts> = {},
) {
  const did: string[] = []
  const stored = new Map(apps.map((app) => [`ns/${app.metadata.name}`, app]))
  const running = runWorker({
    queue,
    clock: systemClock,
    outcomes: new Outcomes(),
    log: createLog({ ...readConfig([]).logger, mute: true }),
    metrics: new Metrics(),
    find: (key) => stored.get(key),
    observe: (_, app) => Promise.resolve({ observation: observationOf(app), jobManagers: new Map() }),
    recordFinalizer: (app) => Promise.resolve(app),
    recordStatus: (app, status) => {
      did.push(`status of ${app.metadata.name}`)
      stored.set(`ns/${app.metadata.name}`, { ...app, status })
      return Promise.resolve({ ...app, status })
    },
    recordEvent: () => undefined,
    apply: (app, action) => {
      did.push(`${action.type} of ${app.metadata.name}`)
      return Promise.resolve({ kind: 'done' })
    },
    assertMayAct: () => undefined,
    isListed: () => true,
    stopping: new AbortController().signal,
    ...parts,
  })
  return {
    queue,
    did,
    end: async () => {
      await queue.shutDown()
      await running
    },
  }
}

/** An API server with one list of each kind, and what its watches tell. */
async function apiServer(
  kinds: Record<string, { items?: object[]; events?: object[] }>,
): Promise<KubeClient> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const { items = [], events = [] } = kinds[pathname.split('/').at(-1) ?? ''] ?? {}
    response.writeHead(200).flushHeaders()
    if (searchParams.has('watch')) response.write(events.map((it) => `${JSON.stringify(it)}\n`).join(''))
    else response.end(JSON.stringify({ metadata: { resourceVersion: '10' }, items }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const transport = createTransport({ credentials: plainCredentials(`http://127.0.0.1:${port}`) })
  onTestFinished(async () => {
    await transport.close()
    server.closeAllConnections()
    server.close()
  })
  return createKubeClient(transport)
}

/** Looks for longer than by default, since a busy machine may take its time. */
function eventually<T>(look: () => T) {
  return expect.poll(look, { timeout: 20_000, interval: 10 })
}

function runUntilFinished(informers: readonly { run(signal: AbortSignal): Promise<void> }[]): void {
  const stopping = new AbortController()
  const running = Promise.all(informers.map((informer) => informer.run(stopping.signal)))
  onTestFinished(async () => {
    stopping.abort()
    await running
  })
}

describe('original operator defect D29: two operators work at once', () => {
  test('a Lease is held unless the settings say no', () => {
    expect(readConfig([]).operator.leaderElection).toBe(true)
  })

  test('a process that does not lead writes nothing', async () => {
    const { queue, did, end } = worker([application('a', submitting)], {
      assertMayAct: () => {
        throw new Error('somebody else leads')
      },
    })
    queue.add('ns/a')
    await end()
    expect(did).toEqual([])
  })
})

test('original operator defect D39: an event of an owned object wakes nobody', async () => {
  const metadata = { namespace: 'ns', name: 'a-tm', uid: 'u', labels: { 'flink-app': 'a' } }
  const client = await apiServer({
    deployments: {
      items: [{ metadata: { ...metadata, resourceVersion: '1' } }],
      events: [{ type: 'DELETED', object: { metadata: { ...metadata, resourceVersion: '11' } } }],
    },
  })
  const queue = createWorkQueue()
  const owned = watchOwnedObjects({
    client,
    namespaces: [],
    queue,
    hasIngresses: true,
    onError: (error) => {
      throw error
    },
  })
  runUntilFinished(owned.all)
  await eventually(() => queue.stats().addsTotal).toBe(2)
  expect(owned.deployments.cache.size).toBe(0)
  expect(await queue.take()).toBe('ns/a')
})

test('original operator defect D40: a write of ours is not seen by the next read', async () => {
  const app = application('a')
  const cache = createCache<Application>()
  cache.upsert(app)
  const client = {
    replaceStatus: (_: unknown, on: StoredApplication, status: object) =>
      Promise.resolve({ ...on, metadata: { ...on.metadata, resourceVersion: '2' }, status }),
  } as unknown as KubeClient
  await recordStatus({ client, cache }, app, submitting)
  expect(cache.get({ namespace: 'ns', name: 'a' })?.status).toEqual(submitting)
})

test('original operator defect D44: to put the finalizer on, the whole object is written', async () => {
  const sent: string[] = []
  const client = {
    patch: (_: unknown, __: unknown, { operations }: { operations: { path: string }[] }) => {
      sent.push(...operations.map(({ path }) => path))
      return Promise.resolve(application('a'))
    },
  } as unknown as KubeClient
  await recordFinalizer({ client, cache: createCache<Application>() }, application('a'))
  expect(sent).toEqual(['/metadata/uid', '/metadata/resourceVersion', '/metadata/finalizers'])
})

test('original operator defect D46: a label of the application takes the place of one that its objects are found by', () => {
  const app = application('a')
  const labelled = { ...app, metadata: { ...app.metadata, labels: { 'flink-app': 'another' } } }
  expect(validateStoredApplication(labelled)).toContainEqual(
    expect.objectContaining({ rule: 'labelReserved', severity: 'error' }),
  )
})

test.each([
  [
    'a name that its objects cannot bear',
    { metadata: { name: 'a'.repeat(60), namespace: 'ns' } },
    'nameTooLong',
  ],
  ['a parallelism of 0', { spec: { ...application('a').spec, parallelism: 0 } }, 'valueMalformed'],
])('original operator defect D47: %s is not refused', (_, part, rule) => {
  expect(validateStoredApplication({ ...application('a'), ...part })).toContainEqual(
    expect.objectContaining({ rule, severity: 'error' }),
  )
})

test('original operator defect D49: an answer that is no JSON is taken for one that says nothing', async () => {
  const clock = createFakeClock()
  const fake = createFakeJobManager({ clock })
  const { jobId } = fake.addJob()
  fake.inject({
    path: /\/jobs\/[0-9a-f]{32}$/,
    times: 100,
    fault: { kind: 'answer', status: 200, body: '<html>' },
  })
  const flink = createFlinkClient({ baseUrl: fake.baseUrl, dispatcher: fake.dispatcher, clock })
  const question = {
    hash: 'h',
    pods: [],
    port: 8081,
    jobIds: [jobId],
    savepoints: [],
    details: true,
    health: true,
  }
  expect(await askJobManager(flink, question)).toMatchObject({ state: 'unreachable' })
})

test('original operator defect D50: a muted log ends the process', async () => {
  const written = new PassThrough()
  const log = createLog({ ...readConfig(['--logger.mute=true']).logger }, written)
  log.error('loud')
  expect(written.read()).toBeNull()
})

describe('original operator defect D51: metrics count under wrong names and never end', () => {
  const watched = (applications: ReadCache<Application>) => {
    const metrics = new Metrics()
    const queue = createWorkQueue()
    const takeEventLoopDelay = () => ({ p50Ms: 0, p99Ms: 0, maxMs: 0 })
    const parts = { queue, informers: [], applications, isLeader: () => true, lease: '', nowMs: () => 0 }
    metrics.watch({ ...parts, takeEventLoopDelay })
    return metrics
  }

  test('the series of an application end with it', async () => {
    const cache = createCache<Application>()
    const app = application('a', { phase: 'Running' })
    cache.upsert(app)
    const metrics = watched(cache)
    expect(await metrics.registry.metrics()).toContain('flink_application_phase{namespace="ns",name="a"')
    cache.remove(app)
    expect(await metrics.registry.metrics()).not.toContain('name="a"')
  })

  test('a request counts under its own verb, resource and code', async () => {
    const metrics = watched(createCache<Application>())
    metrics.sent({ verb: 'patch', resource: 'flinkapplications/status', code: 409, durationMs: 3 })
    expect(await metrics.registry.metrics()).toContain(
      'request_duration_seconds_count{verb="patch",resource="flinkapplications/status",code="409"} 1',
    )
  })
})

test('original operator defect D52: a program that is slow to start holds up the other applications', async () => {
  const answered = Promise.withResolvers<{ kind: 'done' }>()
  const applied: Action[] = []
  const { queue, did, end } = worker([application('a', submitting), application('b')], {
    apply: (_, action) => {
      applied.push(action)
      return action.type === 'runJar' ? answered.promise : Promise.resolve({ kind: 'done' })
    },
  })
  queue.add('ns/a')
  queue.add('ns/b')
  await eventually(() => did).toContain('status of b')
  expect(applied.map(({ type }) => type)).toContain('runJar')
  answered.resolve({ kind: 'done' })
  await end()
})

describe('original operator defect D53: the next look comes at once, whatever happened', () => {
  test('our own status write is no reason to look again', async () => {
    const app = application('a')
    const later = (resourceVersion: string, more: object) => ({
      type: 'MODIFIED',
      object: {
        ...app,
        ...more,
        metadata: {
          ...app.metadata,
          resourceVersion,
          ...('metadata' in more ? (more.metadata as object) : {}),
        },
      },
    })
    const client = await apiServer({
      flinkapplications: {
        items: [app],
        events: [
          later('11', { status: { phase: 'Running' } }),
          later('12', { metadata: { generation: 2 } }),
          { type: 'BOOKMARK', object: { metadata: { resourceVersion: '13' } } },
        ],
      },
    })
    const queue = createWorkQueue()
    const informer = watchApplications({
      client,
      namespaces: [],
      queue,
      onGone: () => undefined,
      onError: (error) => {
        throw error
      },
    })
    runUntilFinished([informer])
    await eventually(() => informer.cache.get({ namespace: 'ns', name: 'a' })?.metadata.generation).toBe(2)
    // The first list and the edit.
    expect(queue.stats().addsTotal).toBe(2)
  })

  test('a pass that failed is tried again after pauses that grow', async () => {
    const clock = createFakeKubeClock()
    const triedAtMs: number[] = []
    const { queue, end } = worker([application('a')], {
      queue: createWorkQueue({ clock }),
      observe: () => {
        triedAtMs.push(clock.monotonicMs())
        return Promise.reject(new Error('no'))
      },
    })
    queue.add('ns/a')
    await clock.advance(1_000)
    expect(triedAtMs).toEqual([0, 112.5, 337.5, 787.5])
    await end()
  })
})
