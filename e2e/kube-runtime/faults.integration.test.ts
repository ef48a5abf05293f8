import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import {
  type Change,
  configMaps,
  createInformer,
  createKubeClient,
  createTransport,
  isKubeError,
  type KubeClient,
  kubeConfigFileCredentials,
  namespaces,
  plainCredentials,
} from '@flink-operator/kube-runtime'
import { createFaultProxy } from '@flink-operator/kube-runtime/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ControlPlane } from '../cluster/control-plane.ts'
import { type DirectAccess, startDirectAccess } from './direct-access.ts'
import { eventually } from './eventually.ts'
import { installWidgets, type Widget, widgets } from './widgets.ts'

let cluster: ControlPlane
let direct: DirectAccess
let observer: KubeClient

beforeAll(async () => {
  direct = await startDirectAccess({ rateLimit: { perSecond: 10_000, burst: 10_000 } })
  cluster = direct.cluster
  observer = direct.client
  await installWidgets(observer)
})

afterAll(() => direct.stop())

/** Numbers that look random and are the same each time: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const versionsOf = (objects: Iterable<Widget>) =>
  [...objects]
    .map(({ metadata }) => `${metadata?.name} ${metadata?.uid} ${metadata?.resourceVersion}`)
    .toSorted()

test.each([1, 2, 3])('a cache under every fault at once ends equal to the server, seed %i', async (seed) => {
  const random = seeded(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const namespace = `chaos-${seed}`
  await observer.create(namespaces, { metadata: { name: namespace } })
  await using proxy = await createFaultProxy({
    credentials: kubeConfigFileCredentials(cluster.kubeconfigPath),
  })
  const transport = createTransport({
    credentials: plainCredentials(proxy.url),
    rateLimit: { perSecond: 10_000, burst: 10_000 },
  })
  const client = createKubeClient(transport)
  /** What one would know who only listens. */
  const heard = new Map<string, Widget>()
  const onChange = ({ key, current }: Change<Widget>) => {
    if (current === undefined) heard.delete(key)
    else heard.set(key, current)
  }
  const informer = createInformer<Widget>({
    client,
    resource: widgets,
    namespaces: [namespace],
    inactivityMs: 700,
    maxBackOffMs: 300,
    pageLimit: 7,
    onChange,
  })
  const stopping = new AbortController()
  const running = informer.run(stopping.signal)
  const startedAtMs = performance.now()
  let written = 0
  /** Faults go on until something was written in spite of them. */
  const isOver = () =>
    performance.now() - startedAtMs > 6000 && written > 0 && informer.stats().failuresTotal > 3

  const others = async () => {
    while (!isOver()) {
      const name = `w-${Math.floor(random() * 20)}`
      const body = {
        metadata: { namespace, name },
        spec: { size: 1 + Math.floor(random() * 1000) },
      } as Widget
      if (random() < 0.2) await observer.delete(widgets, { namespace, name }).catch(() => undefined)
      else
        await observer.patch(
          widgets,
          { namespace, name },
          { type: 'apply', body, force: true },
          { fieldManager: 'others' },
        )
    }
  }
  const ours = async (name: string) => {
    const ref = { namespace, name }
    while (!isOver()) {
      const known = informer.cache.get(ref)
      try {
        const object = await informer.cache.write(ref, () =>
          known === undefined
            ? client.create(widgets, { metadata: ref, spec: { size: 1 } }, { timeoutMs: 500 })
            : client.replaceStatus(widgets, known, { at: performance.now() }, { timeoutMs: 500 }),
        )
        // Nobody else writes this one: whatever the watch says meanwhile, it is not older than what we wrote.
        const now = informer.cache.get(ref)
        expect(Number(now?.metadata.resourceVersion)).toBeGreaterThanOrEqual(
          Number(object.metadata.resourceVersion),
        )
        written += 1
      } catch (error) {
        if (!isKubeError(error)) throw error
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }
  const chaos = async () => {
    while (!isOver()) {
      const deeds = [
        () => proxy.cutWatches(),
        () => proxy.endWatches(),
        () => proxy.inject({ isWatch: true }, { type: 'status', code: 410, reason: 'Expired' }, { times: 1 }),
        () =>
          proxy.inject({ isWatch: true }, { type: 'errorEvent', code: 410, reason: 'Expired' }, { times: 1 }),
        () =>
          proxy.inject(
            { isWatch: true },
            { type: 'errorEvent', code: 500, reason: 'InternalError' },
            { times: 1 },
          ),
        () =>
          proxy.inject(
            { isWatch: true },
            { type: 'breakOff', afterBytes: Math.floor(random() * 3000) },
            { times: 1 },
          ),
        () => proxy.inject({ isWatch: true }, { type: 'hang' }, { times: 1 }),
        () =>
          proxy.inject({ path: /continue=/ }, { type: 'status', code: 410, reason: 'Expired' }, { times: 1 }),
        () => proxy.inject({ method: 'GET' }, { type: 'status', code: 503 }, { times: 2 }),
        () => proxy.inject({ method: 'GET' }, { type: 'lateAnswer', ms: 100 }, { times: 1 }),
        () => proxy.inject({ method: 'GET', isWatch: false }, { type: 'staleList' }, { times: 1 }),
        () =>
          proxy.inject(
            { method: 'PATCH' },
            { type: pick(['lostAnswer', 'lostRequest', 'hangAfter'] as const) },
            { times: 2 },
          ),
        () =>
          proxy.inject(
            { method: 'POST' },
            { type: pick(['lostAnswer', 'lostRequest', 'hangAfter'] as const) },
            { times: 1 },
          ),
        () => {
          setTimeout(proxy.holdWatches(), random() * 400)
        },
      ]
      pick(deeds)()
      if (random() < 0.3) proxy.cutWatches()
      // Dense at first; who is kept from every write finds a gap later.
      const lateMs = Math.max(0, performance.now() - startedAtMs - 6000)
      await new Promise((resolve) => setTimeout(resolve, random() * (150 + lateMs)))
    }
  }
  await Promise.all([others(), ours('ours-1'), ours('ours-2'), chaos()])

  await eventually(async () => {
    const server = versionsOf(await observer.list(widgets, { namespace }))
    expect(versionsOf(informer.cache.list())).toEqual(server)
    expect(versionsOf(heard.values())).toEqual(server)
    expect(informer.cache.pendingWrites).toBe(0)
  })
  stopping.abort()
  await running
  await transport.close()
})

describe('an API server that', () => {
  /** Watches with the defaults, over TLS. */
  async function follow(namespace: string) {
    await observer.create(namespaces, { metadata: { name: namespace } })
    const sent: number[] = []
    const transport = createTransport({
      credentials: kubeConfigFileCredentials(cluster.kubeconfigPath),
      onRequest: () => sent.push(performance.now()),
    })
    const client = createKubeClient(transport)
    const informer = createInformer<Widget>({ client, resource: widgets, namespaces: [namespace] })
    const stopping = new AbortController()
    const running = informer.run(stopping.signal)
    await informer.whenSynced()
    return {
      client,
      informer,
      sent,
      async [Symbol.asyncDispose]() {
        stopping.abort()
        await running
        await transport.close()
      },
    }
  }

  test('is killed and comes back is caught up with, and not stormed', async () => {
    await using watched = await follow('killed')
    await cluster.killApiServer()
    const from = watched.sent.length
    const killedAtMs = performance.now()
    await new Promise((resolve) => setTimeout(resolve, 3000))
    // Pauses of 0.1 to 0.2 s, doubling: the sixth attempt comes 3 s after the first at the earliest.
    expect(watched.sent.filter((atMs) => atMs > killedAtMs && atMs < killedAtMs + 3000).length).toBeLessThan(
      7,
    )
    await cluster.startApiServer()
    const backAtMs = performance.now()
    await observer.create(widgets, { metadata: { namespace: 'killed', name: 'after' }, spec: { size: 1 } })
    await eventually(() => {
      expect(watched.informer.cache.size).toBe(1)
    })
    expect(performance.now() - backAtMs).toBeLessThan(20_000)
    expect(watched.sent.length - from).toBeLessThan((performance.now() - killedAtMs) / 1000 + 7)
  })

  test('stands still makes a call end by its deadline, and the watch goes on afterwards', async () => {
    await using watched = await follow('paused')
    await observer.create(widgets, { metadata: { namespace: 'paused', name: 'before' }, spec: { size: 1 } })
    await eventually(() => {
      expect(watched.informer.cache.size).toBe(1)
    })
    cluster.pauseApiServer()
    const startedAtMs = performance.now()
    const failure = await watched.client
      .get(namespaces, { name: 'paused' }, { timeoutMs: 1000 })
      .catch((error: unknown) => error)
    cluster.resumeApiServer()
    expect(isKubeError(failure) && failure.code).toBe('Timeout')
    // By its own deadline and not by the usual one of 30 s, however busy the machine is.
    expect(performance.now() - startedAtMs).toBeLessThan(10_000)
    await observer.create(widgets, { metadata: { namespace: 'paused', name: 'after' }, spec: { size: 1 } })
    await eventually(() => {
      expect(watched.informer.cache.size).toBe(2)
    })
    expect(watched.informer.stats()).toMatchObject({ reconnectsTotal: 0, relistsTotal: 0 })
  })
})

describe('two processes that lead in turn', () => {
  const namespace = 'turns'
  const leaseDurationMs = 3000
  const children: ChildProcess[] = []

  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
  })

  function start(identity: string) {
    const program = fileURLToPath(new URL('leader-process.ts', import.meta.url))
    const args = [cluster.kubeconfigPath, namespace, identity, String(leaseDurationMs)]
    const child = spawn(process.execPath, ['--conditions=source', program, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    const lines: string[] = []
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
    const says = (line: string) =>
      eventually(() => {
        expect(lines).toContain(line)
      })
    return { child, lines, says }
  }

  test('never write in each other’s turn, though one is paused beyond its lease, told to end or killed', async () => {
    await observer.create(namespaces, { metadata: { name: namespace } })
    await observer.create(configMaps, { metadata: { namespace, name: 'written' } })
    const writers: string[] = []
    const informer = createInformer({
      client: observer,
      resource: configMaps,
      namespaces: [namespace],
      onChange({ current }) {
        const writer = current?.data?.writer
        if (writer !== undefined) writers.push(writer)
      },
    })
    const stopping = new AbortController()
    const running = informer.run(stopping.signal)

    const first = start('first')
    await first.says('leads')
    const second = start('second')
    await second.says('sees first')
    await eventually(() => {
      expect(writers.length).toBeGreaterThan(10)
    })

    first.child.kill('SIGSTOP')
    const pausedAtMs = performance.now()
    await second.says('leads')
    expect(performance.now() - pausedAtMs).toBeLessThan(leaseDurationMs + 3000)
    await eventually(() => {
      expect(writers.at(-1)).toBe('second')
    })

    const resumedAt = writers.length
    first.child.kill('SIGCONT')
    await first.says('lost')
    await eventually(() => {
      expect(writers.length).toBeGreaterThan(resumedAt + 20)
    })
    // What had left the paused process before it stopped may arrive late, and nothing else.
    expect(writers.slice(resumedAt).filter((writer) => writer === 'first').length).toBeLessThanOrEqual(1)

    const third = start('third')
    await third.says('sees second')
    second.child.kill('SIGTERM')
    const toldAtMs = performance.now()
    await third.says('leads')
    // Before the lease would have run out, had it not been released.
    expect(performance.now() - toldAtMs).toBeLessThan(leaseDurationMs - 500)

    const fourth = start('fourth')
    await fourth.says('sees third')
    third.child.kill('SIGKILL')
    const killedAtMs = performance.now()
    await fourth.says('leads')
    expect(performance.now() - killedAtMs).toBeLessThan(leaseDurationMs + 2000)
    stopping.abort()
    await running
  })
})
