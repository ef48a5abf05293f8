import {
  type Change,
  configMaps,
  createInformer,
  createKubeClient,
  createTransport,
  type Informer,
  type KubeClient,
  kubeConfigFileCredentials,
  namespaces,
  plainCredentials,
  type Transport,
} from '@flink-operator/kube-runtime'
import { createFaultProxy, type FaultProxy } from '@flink-operator/kube-runtime/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DirectAccess, startDirectAccess } from './direct-access.ts'
import { eventually } from './eventually.ts'
import { installWidgets, type Widget, widgets } from './widgets.ts'

/** Past the proxy. */
let direct: DirectAccess

beforeAll(async () => {
  direct = await startDirectAccess({ rateLimit: { perSecond: 10_000, burst: 10_000 } })
  await installWidgets(direct.client)
})

afterAll(() => direct.stop())

let proxy: FaultProxy
let transport: Transport
let client: KubeClient
let namespace: string
let stopping: AbortController
let running: Promise<void>[]
let namespaceCount = 0

beforeEach(async () => {
  proxy = await createFaultProxy({ credentials: kubeConfigFileCredentials(direct.cluster.kubeconfigPath) })
  transport = createTransport({ credentials: plainCredentials(proxy.url) })
  client = createKubeClient(transport)
  namespace = `reflector-${namespaceCount++}`
  await direct.client.create(namespaces, { metadata: { name: namespace } })
  stopping = new AbortController()
  running = []
})

afterEach(async () => {
  stopping.abort()
  await Promise.all(running)
  await transport.close()
  await proxy.stop()
})

interface Watched {
  informer: Informer<Widget>
  changes: Change<Widget>[]
  errors: unknown[]
}

async function watchWidgets(
  options: Partial<Parameters<typeof createInformer<Widget>>[0]> = {},
): Promise<Watched> {
  const changes: Change<Widget>[] = []
  const errors: unknown[] = []
  const informer = createInformer<Widget>({
    client,
    resource: widgets,
    namespaces: [namespace],
    maxBackOffMs: 400,
    onChange: (change) => changes.push(change),
    onError: (error) => errors.push(error),
    ...options,
  })
  running.push(informer.run(stopping.signal))
  await informer.whenSynced(stopping.signal)
  await eventually(() => {
    expect(proxy.openWatches).toBeGreaterThan(0)
  })
  return { informer, changes, errors }
}

const write = (name: string, size: number) =>
  direct.client.patch(
    widgets,
    { namespace, name },
    { type: 'apply', body: { metadata: { namespace, name }, spec: { size } } as Widget, force: true },
    { fieldManager: 'test' },
  )

/** The cache is what a fresh list says. */
async function expectEqualToServer({ informer }: Watched): Promise<void> {
  await eventually(async () => {
    const server = await direct.client.list(widgets, { namespace })
    const versions = (objects: Widget[]) =>
      objects.map(({ metadata }) => `${metadata?.name} ${metadata?.resourceVersion}`).toSorted()
    expect(versions(informer.cache.list())).toEqual(versions(server))
  })
}

describe('a watch', () => {
  test('shows what was there, what comes, changes and goes', async () => {
    await write('there', 1)
    const watched = await watchWidgets()
    await write('comes', 1)
    await write('comes', 2)
    await direct.client.delete(widgets, { namespace, name: 'there' })
    await expectEqualToServer(watched)
    expect(
      watched.changes.map(({ key, current, previous, isInitial }) => [
        key.split('/')[1],
        previous?.spec?.size,
        current?.spec?.size,
        isInitial,
      ]),
    ).toEqual([
      ['there', undefined, 1, true],
      ['comes', undefined, 1, false],
      ['comes', 1, 2, false],
      ['there', 1, undefined, false],
    ])
  })

  test('keeps no managed fields', async () => {
    await write('bulk', 1)
    const { informer } = await watchWidgets()
    expect(informer.cache.get({ namespace, name: 'bulk' })?.metadata).not.toHaveProperty('managedFields')
  })

  test('shows an object made anew under the same name as gone and come', async () => {
    await write('anew', 1)
    const watched = await watchWidgets()
    const hold = proxy.inject({ isWatch: true }, { type: 'status', code: 503 })
    proxy.cutWatches()
    await direct.client.delete(widgets, { namespace, name: 'anew' })
    await write('anew', 2)
    const endGone = proxy.inject(
      { isWatch: true },
      { type: 'errorEvent', code: 410, reason: 'Expired' },
      { times: 1 },
    )
    hold()
    await expectEqualToServer(watched)
    endGone()
    expect(watched.informer.stats().relistsTotal).toBe(1)
    expect(
      watched.changes.map(({ previous, current }) => [previous?.spec?.size, current?.spec?.size]),
    ).toEqual([
      [undefined, 1],
      [1, undefined],
      [undefined, 2],
    ])
  })
})

describe('goes on without a new list after', () => {
  const breaks: [string, () => void][] = [
    ['a reset connection', () => proxy.cutWatches()],
    ['an end in order', () => proxy.endWatches()],
  ]
  test.each(breaks)('%s', async (_, breakIt) => {
    const watched = await watchWidgets()
    await write('before', 1)
    await expectEqualToServer(watched)
    breakIt()
    await write('after', 1)
    await expectEqualToServer(watched)
    expect(watched.informer.stats()).toMatchObject({ relistsTotal: 0, reconnectsTotal: 1 })
  })

  test('half a line', async () => {
    const watched = await watchWidgets()
    proxy.inject({ isWatch: true }, { type: 'breakOff', afterBytes: 700 }, { times: 3 })
    proxy.cutWatches()
    for (let size = 1; size <= 20; size += 1) await write('half', size)
    await expectEqualToServer(watched)
    expect(watched.informer.stats().relistsTotal).toBe(0)
    expect(watched.errors.map(String)).toContainEqual(
      expect.stringMatching(/BrokenLineError|terminated|other side closed/),
    )
  })

  test('an error event that is not about the version', async () => {
    const watched = await watchWidgets()
    proxy.inject({ isWatch: true }, { type: 'errorEvent', code: 500, reason: 'InternalError' }, { times: 1 })
    proxy.cutWatches()
    await write('after', 1)
    await expectEqualToServer(watched)
    expect(watched.informer.stats().relistsTotal).toBe(0)
  })

  test('an answer of 429 with Retry-After, which it waits for', async () => {
    const watched = await watchWidgets()
    proxy.inject({ isWatch: true }, { type: 'status', code: 429, retryAfterSeconds: 1 }, { times: 2 })
    const from = proxy.requests.length
    proxy.cutWatches()
    await write('after', 1)
    await expectEqualToServer(watched)
    const tries = proxy.requests.slice(from).map(({ atMs }) => atMs)
    expect(tries).toHaveLength(3)
    expect(tries[1]! - tries[0]!).toBeGreaterThanOrEqual(995)
    expect(tries[2]! - tries[1]!).toBeGreaterThanOrEqual(995)
  })

  test('silence, which it notices', async () => {
    const watched = await watchWidgets({ inactivityMs: 500 })
    const release = proxy.holdWatches()
    await write('unheard', 1)
    await eventually(() => {
      expect(watched.informer.stats().silencesTotal).toBeGreaterThan(0)
    })
    release()
    await expectEqualToServer(watched)
    expect(watched.informer.stats().relistsTotal).toBe(0)
  })
})

describe('lists anew after', () => {
  test('410 as the answer', async () => {
    const watched = await watchWidgets()
    proxy.inject({ isWatch: true }, { type: 'status', code: 410, reason: 'Expired' }, { times: 1 })
    proxy.cutWatches()
    await write('after', 1)
    await expectEqualToServer(watched)
    expect(watched.informer.stats().relistsTotal).toBe(1)
  })

  test('410 as an event, even when the list then fails', async () => {
    const watched = await watchWidgets()
    proxy.inject({ isWatch: true }, { type: 'errorEvent', code: 410, reason: 'Expired' }, { times: 1 })
    proxy.inject({ method: 'GET', isWatch: false }, { type: 'status', code: 503 }, { times: 3 })
    proxy.cutWatches()
    await write('after', 1)
    await expectEqualToServer(watched)
    expect(watched.informer.stats().relistsTotal).toBe(1)
  })

  test('410 between two pages, then all at once', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await write(name, 1)
    proxy.inject({ path: /continue=/ }, { type: 'status', code: 410, reason: 'Expired' }, { times: 1 })
    const watched = await watchWidgets({ pageLimit: 2 })
    await expectEqualToServer(watched)
    expect(watched.errors).toEqual([])
    expect(watched.informer.cache.size).toBe(5)
  })
})

test('a list that is older than what was seen is refused', async () => {
  await write('old', 1)
  const watched = await watchWidgets()
  await write('old', 2)
  await expectEqualToServer(watched)
  proxy.inject({ method: 'GET', isWatch: false }, { type: 'staleList' }, { times: 2 })
  proxy.inject({ isWatch: true }, { type: 'status', code: 410, reason: 'Expired' }, { times: 1 })
  proxy.cutWatches()
  await eventually(() => {
    expect(watched.informer.stats().relistsTotal).toBe(1)
  })
  expect(watched.informer.stats().staleListsTotal).toBe(2)
  expect(watched.changes.map(({ current }) => current?.spec?.size)).toEqual([1, 2])
})

test('watches that end at once are opened ever more slowly', async () => {
  await watchWidgets()
  proxy.inject({ isWatch: true }, { type: 'emptyWatch' })
  const from = proxy.requests.length
  proxy.cutWatches()
  await eventually(() => {
    expect(proxy.requests.length - from).toBeGreaterThanOrEqual(5)
  })
  const at = proxy.requests.slice(from).map(({ atMs }) => atMs)
  // Pauses of 200 and then 400 ms, each shortened by up to half.
  expect(at[4]! - at[0]!).toBeGreaterThan(600)
})

test('several namespaces share a cache, and a list of one leaves the others alone', async () => {
  const other = `${namespace}-other`
  await direct.client.create(namespaces, { metadata: { name: other } })
  await write('mine', 1)
  await direct.client.create(widgets, { metadata: { namespace: other, name: 'theirs' }, spec: { size: 1 } })
  const { informer } = await watchWidgets({ namespaces: [namespace, other] })
  await eventually(() => {
    expect(proxy.openWatches).toBe(2)
  })
  proxy.inject(
    { isWatch: true, path: new RegExp(`${other}/`) },
    { type: 'status', code: 410, reason: 'Expired' },
    { times: 1 },
  )
  proxy.cutWatches()
  await eventually(() => {
    expect(informer.stats().relistsTotal).toBe(1)
  })
  expect(
    informer.cache
      .list()
      .map(({ metadata }) => metadata.name)
      .toSorted(),
  ).toEqual(['mine', 'theirs'])
})

test('our own write is seen at once, and stays in front while the watch lags', async () => {
  await write('lagging', 1)
  const watched = await watchWidgets()
  const { cache } = watched.informer
  const release = proxy.holdWatches()
  const ref = { namespace, name: 'lagging' }
  // Somebody else's, which the watch has not told yet, and then ours.
  await write('lagging', 2)
  await cache.write(ref, () => client.patch(widgets, ref, { type: 'merge', body: { spec: { size: 3 } } }))
  expect(cache.get(ref)?.spec?.size).toBe(3)
  const made = { namespace, name: 'made' }
  await cache.write(made, () => client.create(widgets, { metadata: made, spec: { size: 1 } }))
  expect(cache.get(made)?.spec?.size).toBe(1)
  expect(cache.pendingWrites).toBe(2)
  const toldBefore = watched.changes.length
  release()
  await eventually(() => {
    expect(cache.pendingWrites).toBe(0)
  })
  await expectEqualToServer(watched)
  expect(watched.changes.slice(toldBefore).map(({ key, current }) => [key, current?.spec?.size])).toEqual([
    [`${namespace}/lagging`, 3],
    [`${namespace}/made`, 1],
  ])
})

test('a refresh shows what others did, although the watch lags', async () => {
  await write('refreshed', 1)
  const { informer } = await watchWidgets()
  const release = proxy.holdWatches()
  await write('refreshed', 2)
  await informer.refresh(stopping.signal)
  expect(informer.cache.get({ namespace, name: 'refreshed' })?.spec?.size).toBe(2)
  release()
})

test('an object that we deleted stays away while the watch lags', async () => {
  await write('deleted', 1)
  const watched = await watchWidgets()
  const { cache } = watched.informer
  const release = proxy.holdWatches()
  const ref = { namespace, name: 'deleted' }
  await write('deleted', 2)
  await cache.write(ref, () => client.delete(widgets, ref))
  expect(cache.get(ref)).toBeUndefined()
  release()
  await expectEqualToServer(watched)
  expect(watched.changes.at(-1)).toMatchObject({ current: undefined, previous: { spec: { size: 1 } } })
})

test('an API server that was away for a while is caught up with, and meanwhile left in peace', async () => {
  const watched = await watchWidgets({ maxBackOffMs: 1000 })
  const recover = proxy.inject({}, { type: 'lostRequest' })
  const from = proxy.requests.length
  proxy.cutWatches()
  await write('missed', 1)
  await eventually(() => {
    expect(proxy.requests.length - from).toBeGreaterThanOrEqual(7)
  })
  // The transport repeats a lost read twice, after at least 50 and 100 ms; the pauses between such threes are at least
  // 200 and then 400 ms: seven requests take 900 ms or more, less what a busy machine delays the first of them.
  const at = proxy.requests.slice(from).map(({ atMs }) => atMs)
  expect(at[6]! - at[0]!).toBeGreaterThan(700)
  recover()
  await expectEqualToServer(watched)
  expect(watched.informer.stats().relistsTotal).toBe(0)
})

test('a namespace that we may not read does not hold up the others', async () => {
  const forbidden = `${namespace}-forbidden`
  proxy.inject({ path: new RegExp(`${forbidden}/`) }, { type: 'status', code: 403, reason: 'Forbidden' })
  const changes: string[] = []
  const informer = createInformer({
    client,
    resource: configMaps,
    namespaces: [namespace, forbidden],
    maxBackOffMs: 300,
    onChange: ({ key }) => changes.push(key),
  })
  running.push(informer.run(stopping.signal))
  await direct.client.create(configMaps, { metadata: { namespace, name: 'mine' } })
  await eventually(() => {
    expect(changes).toEqual([`${namespace}/mine`])
  })
  expect(informer.stats().isSynced).toBe(false)
})
