import { type FlinkApplication } from '@flink-operator/api'
import { inject, onTestFailed, onTestFinished } from 'vitest'
import { stringify } from 'yaml'
import { findNode, sharedStateFolder, type Node } from './cluster/node.ts'
import { saveEvidence } from './evidence.ts'
import { type FlinkVersion } from './flink/versions.ts'
import { until } from './until.ts'

/** Where a test's application lives; each test has a namespace of its own. */
export interface TestApplication {
  node: Node
  namespace: string
  name: string
  /** The Flink of its image. */
  flinkVersion: FlinkVersion
  /** Folder that all pods of the node share; the state and the journal of the application are in it. */
  stateFolder: string
}

type Spec = NonNullable<FlinkApplication['spec']>

let node: Node | undefined

/** The node with the operator on it that all end-to-end tests share. */
export async function cluster(): Promise<Node> {
  const name = inject('nodeName')
  node ??= await findNode(name)
  if (node === undefined) throw new Error(`The node ${name} of the end-to-end tests does not run`)
  return node
}

/**
 * A namespace for an application, and the manifest of the counting job in it. Nothing is applied yet. The namespace goes
 * when the test ends; if the test fails, what happened in it is saved first.
 */
export async function counter(
  name: string,
  options: { flinkVersion?: FlinkVersion; spec?: Partial<Spec>; args?: string } = {},
): Promise<{ app: TestApplication; manifest: FlinkApplication & { spec: Spec } }> {
  const { flinkVersion = '1.20.5' } = options
  const image = inject('flinkImages')[flinkVersion]
  if (image === undefined) throw new Error(`No image of Flink ${flinkVersion} is loaded`)
  const namespace = `e2e-${name}`
  const app: TestApplication = {
    node: await cluster(),
    namespace,
    name,
    flinkVersion,
    stateFolder: `${sharedStateFolder}/${namespace}`,
  }
  onTestFinished(() => removeNamespace(app))
  // Registered last, so it runs first: the evidence is gathered while it is still there.
  onTestFailed(() => saveEvidence(app))
  await removeNamespace(app)
  await app.node.exec('sh', '-c', `rm -rf ${app.stateFolder} && mkdir -m 1777 ${app.stateFolder}`)
  await app.node.apply(stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }))
  const manifest = {
    apiVersion: 'flink.k8s.io/v1beta1',
    kind: 'FlinkApplication',
    metadata: { name, namespace },
    spec: {
      image,
      flinkVersion: flinkVersion.split('.').slice(0, 2).join('.'),
      jarName: 'test_counter.jar',
      entryClass: 'testjobs.Counter',
      programArgs: `--rps 50 --journal /flink-state/journal${options.args ? ` ${options.args}` : ''}`,
      parallelism: 1,
      flinkConfig: {
        'execution.checkpointing.interval': '1 s',
        'execution.checkpointing.externalized-checkpoint-retention': 'RETAIN_ON_CANCELLATION',
        'execution.checkpointing.dir': 'file:///flink-state/checkpoints',
        'execution.checkpointing.savepoint-dir': 'file:///flink-state/savepoints',
        'restart-strategy.type': 'fixed-delay',
        'restart-strategy.fixed-delay.attempts': '1000000',
        'restart-strategy.fixed-delay.delay': '200 ms',
      },
      jobManagerConfig: { resources: { requests: { cpu: '50m', memory: '480Mi' } } },
      taskManagerConfig: { taskSlots: 2, resources: { requests: { cpu: '50m', memory: '480Mi' } } },
      volumes: [{ name: 'state', hostPath: { path: app.stateFolder, type: 'Directory' } }],
      volumeMounts: [{ name: 'state', mountPath: '/flink-state' }],
      ...options.spec,
    },
  } as unknown as FlinkApplication & { spec: Spec }
  return { app, manifest }
}

/** Ends with the namespace gone, whatever state its application is in: a failed test must not hold up the next run. */
async function removeNamespace({ node, namespace, name }: TestApplication): Promise<void> {
  const exists = await node.kubectl('get', 'namespace', namespace, '--ignore-not-found', '-o', 'name')
  if (exists === '') return
  await node
    .kubectl('annotate', 'flinkapplication', name, '-n', namespace, 'flink.k8s.io/force-delete=true', '--overwrite')
    .catch(() => '')
  await node.kubectl('delete', 'namespace', namespace, '--wait=false')
  await until(`namespace ${namespace} is gone`, 60_000, async () => {
    const left = await node.kubectl('get', 'namespace', namespace, '--ignore-not-found', '-o', 'name')
    return left === '' ? true : undefined
  })
}
