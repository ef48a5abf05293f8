/**
 * Measures packages/kube-runtime: connections and latency against a real API server, memory of the cache, and
 * how fast, and how completely, a watch is followed while it is cut again and again.
 *
 *     node --conditions=source --expose-gc e2e/bench/kube-runtime.ts
 */
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import {
  byOwnerUid,
  createCache,
  createKubeClient,
  createReflector,
  createTransport,
  createWorkQueue,
  kubeConfigFileCredentials,
  namespaces,
  plainCredentials,
  type Pod,
  pods,
  type Stored,
} from '@flink-operator/kube-runtime'
import { startControlPlane } from '../cluster/control-plane.ts'

const eventCount = 1_000_000
const keyCount = 1000

/** A TaskManager's pod as the API server returns it: about 9 kB, half of it managed fields. */
function podJson(name: string, version: number): string {
  const container = {
    name: 'taskmanager',
    image: 'registry.example.com/flink/word-count:1.0.0',
    args: ['taskmanager'],
    ports: [6121, 6122, 50101].map((containerPort) => ({ containerPort, protocol: 'TCP' })),
    env: Array.from({ length: 8 }, (_, at) => ({
      name: `FLINK_SETTING_${at}`,
      value: `some value of setting ${at}`,
    })),
    resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '1', memory: '2Gi' } },
    readinessProbe: { tcpSocket: { port: 6121 }, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 },
    volumeMounts: [
      { name: 'token', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true },
    ],
  }
  const owned = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [
      `f:field-${at}`,
      { 'f:inner': {}, 'k:{"name":"x"}': { '.': {} } },
    ]),
  )
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'flink',
      uid: `uid-of-${name}`,
      resourceVersion: String(version),
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: {
        'flink-app': 'word-count',
        'flink-app-hash': 'abcdef12',
        'flink-deployment-type': 'taskmanager',
      },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'word-count-tm', uid: 'uid-of-owner' },
      ],
      managedFields: ['kube-controller-manager', 'kubelet'].map((manager) => ({
        manager,
        operation: 'Update',
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
        fieldsV1: owned,
      })),
    },
    spec: {
      containers: [container],
      serviceAccountName: 'default',
      nodeName: 'node-1',
      restartPolicy: 'Always',
    },
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        type,
        status: 'True',
        lastTransitionTime: '2026-01-01T00:00:00Z',
      })),
    },
  })
}

const smallJson = (name: string, version: number) =>
  `{"type":"MODIFIED","object":{"metadata":{"namespace":"flink","name":"${name}","uid":"uid-of-${name}",` +
  `"resourceVersion":"${version}"},"spec":{"note":"${'x'.repeat(800)}"}}}\n`

/** In a thread of its own: an API server with one list and one endless watch, which it cuts at random. */
function serve(): void {
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams
    if (query.get('watch') === null) {
      response.end(JSON.stringify({ metadata: { resourceVersion: '1' }, items: [] }))
      return
    }
    void stream(response, Number(query.get('resourceVersion')))
  })
  const stream = async (response: ServerResponse, from: number) => {
    let bytesLeft = Math.random() * 40e6
    for (let version = from + 1; version <= eventCount + 1; version += 1) {
      const line = smallJson(`pod-${version % keyCount}`, version)
      bytesLeft -= line.length
      if (bytesLeft < 0) {
        response.write(line.slice(0, line.length / 2), () => response.socket?.destroy())
        return
      }
      if (!response.write(line)) await new Promise((resolve) => response.once('drain', resolve))
      if (response.destroyed) return
    }
  }
  server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port))
}

async function requests(): Promise<void> {
  await using cluster = await startControlPlane()
  const transport = createTransport({
    credentials: kubeConfigFileCredentials(cluster.kubeconfigPath),
    rateLimit: { perSecond: 100_000, burst: 100_000 },
  })
  const client = createKubeClient(transport)
  const timed: number[] = []
  const get = async () => {
    const startedAtMs = performance.now()
    await client.get(namespaces, { name: 'default' })
    timed.push(performance.now() - startedAtMs)
  }
  for (let at = 0; at < 300; at += 1) await get()
  const p50Ms = timed.toSorted((a, b) => a - b)[150] ?? 0
  console.log(`300 requests in a row: ${transport.connections()} connection, p50 ${p50Ms.toFixed(1)} ms`)
  const startedAtMs = performance.now()
  for (let round = 0; round < 10; round += 1) await Promise.all(Array.from({ length: 50 }, get))
  const tookMs = performance.now() - startedAtMs
  console.log(`10 times 50 at once: ${transport.connections()} connections, ${tookMs.toFixed(0)} ms`)
  await transport.close()
}

function heapBytes(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

function memory(): void {
  const count = 5000
  const texts = Array.from({ length: count }, (_, at) => podJson(`pod-${at}`, at + 1))
  const measure = (what: string, keep: (texts: string[]) => unknown) => {
    const before = heapBytes()
    const startedAtMs = performance.now()
    const kept = keep(texts)
    const tookMs = performance.now() - startedAtMs
    const kB = (heapBytes() - before) / count / 1000
    console.log(`${count} pods ${what}: ${kB.toFixed(1)} kB of heap each, ${tookMs.toFixed(0)} ms`)
    return kept
  }
  console.log(`one pod: ${((texts[0]?.length ?? 0) / 1000).toFixed(1)} kB of JSON`)
  measure('parsed', (from) => from.map((text) => JSON.parse(text) as Pod))
  measure('in the cache', (from) => {
    const cache = createCache<Pod, 'owner'>({ indexers: { owner: byOwnerUid } })
    const objects = from.map((text) => JSON.parse(text) as Stored<Pod>)
    cache.replace(objects, cache.beginList(), { resourceVersion: '1', isInitial: true })
    return cache
  })
}

async function events(): Promise<void> {
  const worker = new Worker(new URL(import.meta.url))
  const port = await new Promise<number>((resolve) => worker.once('message', resolve))
  const transport = createTransport({ credentials: plainCredentials(`http://127.0.0.1:${port}`) })
  const queue = createWorkQueue()
  let lastVersion = 1
  let missed = 0
  const done = Promise.withResolvers<undefined>()
  const cache = createCache<Pod>({
    onChange({ key, current }) {
      const version = Number(current?.metadata.resourceVersion)
      if (version !== lastVersion + 1) missed += 1
      lastVersion = version
      queue.add(key)
      if (version === eventCount + 1) done.resolve(undefined)
    },
  })
  const reflector = createReflector({ client: createKubeClient(transport), resource: pods, cache })
  const stopping = new AbortController()
  const startedAtMs = performance.now()
  const cpu = process.cpuUsage()
  const running = reflector.run(stopping.signal)
  await done.promise
  const tookS = (performance.now() - startedAtMs) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const { reconnectsTotal, relistsTotal } = reflector.stats()
  console.log(
    `${eventCount} events of 0.9 kB: ${Math.round(eventCount / tookS)}/s, ${((user + system) / eventCount).toFixed(0)} µs of CPU each ` +
      `(the server's half included), ${missed} missed, ${reconnectsTotal} cuts, ${relistsTotal} lists`,
  )
  stopping.abort()
  await running
  await transport.close()
  await worker.terminate()
}

if (isMainThread) {
  console.log(`Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`)
  memory()
  await events()
  await requests()
} else {
  serve()
}
