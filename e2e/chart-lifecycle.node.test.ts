import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { buildImages } from '../tools/images.ts'
import { startNode, type Node } from './cluster/node.ts'
import { ensureFlinkImage } from './flink/images.ts'
import { changeInstallation, installOperator, operatorNamespace } from './install-operator.ts'
import { rightsThatDiffer } from './rights.ts'
import { until } from './until.ts'

const namespace = 'jobs'
let node: Node
let images: { operator: string; webhook: string }
let flinkImage: string

// A node of its own: the operator comes and goes here, while other tests rely on it.
beforeAll(async () => {
  node = await startNode({ name: 'flink-operator-chart', audit: true })
  const built = await buildImages()
  images = { operator: await node.loadImage(built.operator), webhook: await node.loadImage(built.webhook) }
  flinkImage = await node.loadImage((await ensureFlinkImage('2.3.0')).ref)
  await node.apply(
    ['flink-operator', namespace]
      .map((name) =>
        stringify({
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name,
            // Operator and webhook have to come up under the strictest standard.
            labels: name === operatorNamespace ? { 'pod-security.kubernetes.io/enforce': 'restricted' } : {},
          },
        }),
      )
      .join('---\n'),
  )
})
afterAll(() => node.stop())

test('a running job is not touched by upgrade, rollback and uninstall of the operator, and taken over by the next one', async () => {
  await installOperator(node, images)
  await node.apply(counter())
  await phaseIs('Running')
  const pods = await jobPods()
  expect(pods).toHaveLength(2)

  await installOperator(node, images, {
    set: { 'settings.operator.workers': 8, 'operator.replicas': 2, 'webhook.failurePolicy': 'Fail' },
  })
  expect(await workers()).toBe(8)
  expect(await jobPods()).toEqual(pods)

  await node.helm('rollback', 'flink-operator', '--namespace', operatorNamespace, '--wait', '--timeout', '2m')
  expect(await workers()).toBe(32)
  expect(await jobPods()).toEqual(pods)

  await node.helm('uninstall', 'flink-operator', '--namespace', operatorNamespace, '--wait')
  expect(await jobPods()).toEqual(pods)
  await phaseIs('Running')
  await until('nothing of the release is left', 60_000, async () =>
    (await leftOfRelease()) === '' ? true : undefined,
  )

  await installOperator(node, images)
  await changeInstallation(node, {
    'settings.operator.ingressUrlFormat': '{{$jobCluster}}.flink.example.com',
  })
  expect(await jobPods()).toEqual(pods)
  // It works on it again: an update, a scale-up in place, and the deletion with its savepoint go through.
  await edit({ programArgs: '--rps 20' })
  expect(await node.kubectl('get', 'ingress', '-n', namespace, '-o', 'name')).toBe(
    'ingress.networking.k8s.io/counter\n',
  )
  await edit({ scaleMode: 'InPlace', parallelism: 2 })
  await node.kubectl('delete', 'flinkapplication', 'counter', '-n', namespace, '--timeout=90s')
  await until('the pods of the job are gone', 60_000, async () =>
    (await jobPods()).length === 0 ? true : undefined,
  )
}, 600_000)

test('the rights of the chart, those about Ingresses among them, are used, and no others', async () => {
  // An event that comes again within minutes is counted up by a patch: here that may happen, and need not.
  const countedUp = 'operator: granted and never used: patch events.k8s.io/events'
  expect((await rightsThatDiffer(node)).filter((difference) => difference !== countedUp)).toEqual([])
})

/** Changes the specification, and waits until what runs is what was asked for. */
async function edit(spec: object): Promise<void> {
  await node.kubectl(
    'patch',
    'flinkapplication',
    'counter',
    '-n',
    namespace,
    '--type=merge',
    '-p',
    JSON.stringify({ spec }),
  )
  const read = (path: string) =>
    node.kubectl('get', 'flinkapplication', 'counter', '-n', namespace, '-o', `jsonpath={${path}}`)
  const generation = await read('.metadata.generation')
  await until('the newest change runs', 180_000, async () => {
    const [observed, ready] = (
      await read('.status.observedGeneration} {.status.conditions[?(@.type=="Ready")].status')
    ).split(' ')
    return observed === generation && ready === 'True' ? true : undefined
  })
}

function counter(): string {
  return stringify({
    apiVersion: 'flink.k8s.io/v1beta1',
    kind: 'FlinkApplication',
    metadata: { name: 'counter', namespace },
    spec: {
      image: flinkImage,
      flinkVersion: '2.3',
      jarName: 'test_counter.jar',
      entryClass: 'testjobs.Counter',
      programArgs: '--rps 10',
      parallelism: 1,
      flinkConfig: {
        'execution.checkpointing.interval': '1 s',
        'execution.checkpointing.dir': 'file:///flink-state/checkpoints',
        'execution.checkpointing.savepoint-dir': 'file:///flink-state/savepoints',
      },
      jobManagerConfig: { resources: { requests: { cpu: '50m', memory: '480Mi' } } },
      taskManagerConfig: { taskSlots: 1, resources: { requests: { cpu: '50m', memory: '480Mi' } } },
      volumes: [{ name: 'state', hostPath: { path: '/var/flink-state', type: 'DirectoryOrCreate' } }],
      volumeMounts: [{ name: 'state', mountPath: '/flink-state' }],
    },
  })
}

async function phaseIs(phase: string): Promise<void> {
  await node.kubectl(
    'wait',
    'flinkapplication/counter',
    '-n',
    namespace,
    `--for=jsonpath={.status.phase}=${phase}`,
    '--timeout=180s',
  )
}

/** What belongs to the release; but for the CRD, which is kept. */
async function leftOfRelease(): Promise<string> {
  const ours = ['-l', 'app.kubernetes.io/part-of=flink-operator', '-o', 'name']
  const inNamespace = 'all,secrets,serviceaccounts,roles,rolebindings,configmaps,leases,poddisruptionbudgets'
  const inCluster =
    'clusterroles,clusterrolebindings,validatingwebhookconfigurations,mutatingwebhookconfigurations'
  const found = await Promise.all([
    node.kubectl('get', inNamespace, '-n', operatorNamespace, ...ours),
    node.kubectl('get', inCluster, ...ours),
  ])
  return found.join('').trim()
}

/** Name, uid and restarts of the pods of the job: equal means that nothing has happened to them. */
async function jobPods(): Promise<string[]> {
  const format =
    '{range .items[*]}{.metadata.name} {.metadata.uid} {.status.containerStatuses[*].restartCount}{"\\n"}{end}'
  const lines = await node.kubectl(
    'get',
    'pods',
    '-n',
    namespace,
    '-l',
    'flink-app=counter',
    '-o',
    `jsonpath=${format}`,
  )
  return lines.split('\n').filter(Boolean).sort()
}

/** As the operator's settings say. */
async function workers(): Promise<number> {
  const config = await node.kubectl(
    'get',
    'configmap',
    'flink-operator-config',
    '-n',
    operatorNamespace,
    '-o',
    'jsonpath={.data.config\\.yaml}',
  )
  return (parse(config) as { operator: { workers: number } }).operator.workers
}
