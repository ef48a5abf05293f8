import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureKubeBinaries } from './cluster/binaries.ts'
import { docker } from './cluster/docker.ts'
import { buildStaticImage } from './cluster/node-image.ts'
import { sharedStateFolder, startNode, type Node } from './cluster/node.ts'
import { until } from './until.ts'

const image = 'flink-operator-test/echo:1'
const serviceUrl = 'http://echo.default.svc.cluster.local'

/** Two pods that serve their names, a service in front of them, and a pod from which tests ask. */
const manifest = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: echo, namespace: default }
spec:
  replicas: 2
  selector: { matchLabels: { app: echo } }
  template:
    metadata: { labels: { app: echo } }
    spec:
      containers:
        - name: echo
          image: ${image}
          readinessProbe: { httpGet: { path: /ready, port: 8080 }, periodSeconds: 1 }
---
apiVersion: v1
kind: Service
metadata: { name: echo, namespace: default }
spec:
  selector: { app: echo }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: default }
spec:
  terminationGracePeriodSeconds: 0
  containers:
    - name: client
      image: ${image}
      volumeMounts: [{ name: state, mountPath: /state }]
  volumes: [{ name: state, hostPath: { path: ${sharedStateFolder}, type: Directory } }]
`

let node: Node
beforeAll(async () => {
  const binFolder = await ensureKubeBinaries({ only: ['kube', 'echo', 'pause'] })
  node = await startNode({ name: 'flink-operator-smoke', audit: true })
  await buildStaticImage({ binary: join(binFolder, 'echo'), program: 'echo', reference: image })
  await node.loadImage(image)
  await node.apply(manifest)
  await node.kubectl('rollout', 'status', 'deployment/echo', '--timeout=180s')
  await node.kubectl('wait', '--for=condition=Ready', 'pod/client', '--timeout=180s')
  // A pod is ready before kube-proxy has heard of it; until then the service refuses.
  let refusal = ''
  await until(
    'the service leads to its pods',
    120_000,
    () =>
      askFromPod('client', serviceUrl).catch((error: unknown) => {
        refusal = String(error)
        return undefined
      }),
    () => refusal,
  )
})
afterAll(() => node.stop())

/** What addresses answer to a program inside the cluster. */
const askFromPod = (pod: string, ...urls: string[]): Promise<string> =>
  node.kubectl('exec', pod, '--', '/echo', 'get', ...urls)

const echoPods = async (): Promise<{ name: string; address: string }[]> => {
  const lines = await node.kubectl(
    'get',
    'pods',
    '-l',
    'app=echo',
    '-o',
    'jsonpath={range .items[*]}{.metadata.name} {.status.podIP}{"\\n"}{end}',
  )
  return lines
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .map(([name = '', address = '']) => ({ name, address }))
}

test('a pod reaches pods by address and a service by name, itself included', async () => {
  const pods = await echoPods()
  expect(pods).toHaveLength(2)
  for (const { name, address } of pods) {
    expect(await askFromPod('client', `http://${address}:8080`)).toBe(`${name}\n`)
  }
  const names = pods.map(({ name }) => name)
  const urls = Array.from({ length: 10 }, () => serviceUrl)
  for (const answer of (await askFromPod(names[0]!, 'http://echo', ...urls)).trim().split('\n')) {
    expect(names).toContain(answer)
  }
})

test('the API server leads to a service and to logs', async () => {
  const [first] = await echoPods()
  await askFromPod('client', `http://${first!.address}:8080/seen-in-the-log`)
  await expect
    .poll(() => node.kubectl('logs', first!.name), { timeout: 30_000 })
    .toContain('served /seen-in-the-log')
  const proxied = await node.kubectl('get', '--raw', '/api/v1/namespaces/default/services/echo:80/proxy/')
  expect(proxied).toMatch(/^echo-/)
})

test('a port forward leads to a service until it is stopped', async () => {
  const forward = await node.portForward('default', 'service/echo', 80)
  const response = await fetch(forward.url)
  expect(await response.text()).toMatch(/^echo-/)
  await forward.stop()
  await expect(fetch(forward.url)).rejects.toThrow()
})

test('an image that was rebuilt is loaded again', async () => {
  const binFolder = await ensureKubeBinaries({ only: ['echo', 'pause'] })
  const reference = 'flink-operator-test/rebuilt:1'
  const digestAfterLoading = async (program: string): Promise<string | undefined> => {
    await buildStaticImage({ binary: join(binFolder, program), program, reference })
    await node.loadImage(reference)
    const listed = await node.exec('ctr', '-n', 'k8s.io', 'images', 'list', `name==docker.io/${reference}`)
    return /sha256:[0-9a-f]{64}/.exec(listed)?.[0]
  }
  const first = await digestAfterLoading('echo')
  expect(first).toBeDefined()
  expect(await digestAfterLoading('echo')).toBe(first)
  expect(await digestAfterLoading('pause')).not.toBe(first)
})

test('state in the shared folder may be written by any user and helm answers', async () => {
  expect((await node.exec('stat', '-c', '%a', sharedStateFolder)).trim()).toBe('1777')
  expect(await node.helm('list', '--all-namespaces', '--output', 'json')).toBe('[]\n')
})

test('the audit log tells who asked for what', async () => {
  const events = await node.auditEvents()
  const creations = events.filter(
    ({ verb, objectRef }) => verb === 'patch' && objectRef?.resource === 'services',
  )
  expect(creations.map(({ objectRef }) => objectRef?.name)).toContain('echo')
})

test('a container goes with the process that it belongs to, even when that is killed', async () => {
  const container = 'flink-operator-smoke-orphan'
  await docker(['rm', '--force', container])
  await docker(['run', '--detach', '--name', container, image])
  const program = `
    import { endWithThisProcess } from ${JSON.stringify(join(import.meta.dirname, 'cluster/janitor.ts'))}
    endWithThisProcess({ container: '${container}' })
    console.log('belongs')
    setInterval(() => undefined, 1000)`
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(owner.stdout, 'data')

  owner.kill('SIGKILL')

  await expect
    .poll(() => docker(['ps', '--all', '--quiet', '--filter', `name=${container}`]), { timeout: 20_000 })
    .toBe('')
})
