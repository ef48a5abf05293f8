import { existsSync } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type FlinkApplication } from '@flink-operator/api'
import { inject, type TestContext } from 'vitest'
import { stringify } from 'yaml'
import { create, read, remove, takeFinalizersOff } from './api-server.ts'
import { findNode, sharedStateFolder, type Node } from './cluster/node.ts'
import { saveEvidence } from './evidence.ts'
import { type FlinkVersion } from './flink/versions.ts'
import { type TestApplication } from './test-application.ts'
import { recordHandOvers } from './then.ts'
import { until } from './until.ts'

type Spec = NonNullable<FlinkApplication['spec']>

let node: Promise<Node> | undefined

/** The node with the operator on it that all end-to-end tests share. */
export function cluster(): Promise<Node> {
  node ??= findSharedNode(inject('nodeName'))
  return node
}

async function findSharedNode(name: string): Promise<Node> {
  const found = await findNode(name)
  if (found === undefined) throw new Error(`The node ${name} of the end-to-end tests does not run`)
  return found
}

/** What is to be different from the plain counting job; `flinkConfig` is added to its own. */
export interface CounterOptions {
  flinkVersion?: FlinkVersion
  spec?: Partial<Spec>
  flinkConfig?: Record<string, string>
  /** Added to the program arguments. */
  args?: string
}

/**
 * A namespace for an application, and the manifest of the counting job in it. Nothing is applied yet. The namespace goes
 * when the test ends; if the test fails, what happened in it is saved first.
 */
export async function counter(
  test: TestContext,
  name: string,
  options: CounterOptions = {},
): Promise<Counter> {
  const app = testApplication(name, options.flinkVersion)
  // Not with onTestFailed: vitest calls that only after this, when there is nothing left to see.
  test.onTestFinished(async () => {
    try {
      if (test.task.result?.state === 'fail') await saveEvidence(await app)
      await recordHandOvers(await app)
    } finally {
      await removeNamespace(await app)
    }
  })
  return counterIn(await app, options)
}

/**
 * The counting job where Flink itself keeps, in ConfigMaps of the API server, which jobs run and who leads. Its pods may
 * write those; a dead leader is missed within seconds.
 */
export async function highlyAvailableCounter(
  test: TestContext,
  name: string,
  options: CounterOptions = {},
): Promise<Counter> {
  const counting = await counter(test, name, {
    ...options,
    spec: { serviceAccountName: 'flink', ...options.spec },
    flinkConfig: {
      'high-availability.type': 'kubernetes',
      'high-availability.storageDir': 'file:///flink-state/high-availability',
      'high-availability.kubernetes.leader-election.lease-duration': '5 s',
      'high-availability.kubernetes.leader-election.renew-deadline': '4 s',
      'high-availability.kubernetes.leader-election.retry-period': '1 s',
      'kubernetes.namespace': `e2e-${name}`,
      ...options.flinkConfig,
    },
  })
  const { node, namespace } = counting.app
  const metadata = { name: 'flink', namespace }
  const objects = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [
        {
          apiGroups: [''],
          resources: ['configmaps'],
          verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
        },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'flink' },
      subjects: [{ kind: 'ServiceAccount', name: 'flink', namespace }],
    },
  ]
  await node.apply(objects.map((object) => stringify(object)).join('---\n'))
  return counting
}

interface Counter {
  app: TestApplication
  manifest: FlinkApplication & { spec: Spec }
}

/**
 * Most stories are told on one release, to save time. With FLINK_OPERATOR_E2E_OTHER_FLINK set each is told on the other:
 * 2.3.0 where it says 1.20.5, and the other way round.
 */
const other: Partial<Record<FlinkVersion, FlinkVersion>> =
  process.env['FLINK_OPERATOR_E2E_OTHER_FLINK'] === undefined ? {} : { '1.20.5': '2.3.0', '2.3.0': '1.20.5' }

/** An empty namespace with an empty folder for state. */
export async function testApplication(
  name: string,
  toldOn: FlinkVersion = '1.20.5',
): Promise<TestApplication> {
  const namespace = `e2e-${name}`
  const flinkVersion = other[toldOn] ?? toldOn
  const node = await cluster()
  const app: TestApplication = {
    node,
    namespace,
    name,
    flinkVersion,
    stateFolder: `${sharedStateFolder}/${namespace}`,
    stateFolderHere: join(node.sharedStateSource ?? '', namespace),
  }
  await removeNamespace(app)
  await until(`namespace ${namespace} is gone`, 120_000, async () =>
    (await read(node, `/api/v1/namespaces/${namespace}`)) === undefined ? true : undefined,
  )
  // From inside, since some of it belongs to the users of the pods.
  if (existsSync(app.stateFolderHere)) await node.exec('rm', '-rf', app.stateFolder)
  await mkdir(app.stateFolderHere)
  await chmod(app.stateFolderHere, 0o1777)
  await create(node, '/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  })
  return app
}

/** The manifest of a job that counts in its state and shows each count. */
export function counterIn(app: TestApplication, options: CounterOptions = {}): Counter {
  const manifest = {
    apiVersion: 'flink.k8s.io/v1beta1',
    kind: 'FlinkApplication',
    metadata: { name: app.name, namespace: app.namespace },
    spec: {
      image: imageOf(app),
      flinkVersion: app.flinkVersion.split('.').slice(0, 2).join('.'),
      jarName: 'test_counter.jar',
      entryClass: 'testjobs.Counter',
      programArgs: `--rps 50 --journal /flink-state/journal${options.args ? ` ${options.args}` : ''}`,
      parallelism: 1,
      flinkConfig: {
        'execution.checkpointing.interval': '3 s',
        'execution.checkpointing.externalized-checkpoint-retention': 'RETAIN_ON_CANCELLATION',
        'execution.checkpointing.dir': 'file:///flink-state/checkpoints',
        'execution.checkpointing.savepoint-dir': 'file:///flink-state/savepoints',
        'restart-strategy.type': 'fixed-delay',
        'restart-strategy.fixed-delay.attempts': '1000000',
        'restart-strategy.fixed-delay.delay': '200 ms',
        ...options.flinkConfig,
      },
      jobManagerConfig: { resources: { requests: { cpu: '50m', memory: '480Mi' } } },
      taskManagerConfig: { taskSlots: 2, resources: { requests: { cpu: '50m', memory: '480Mi' } } },
      volumes: [{ name: 'state', hostPath: { path: app.stateFolder, type: 'Directory' } }],
      volumeMounts: [{ name: 'state', mountPath: '/flink-state' }],
      ...options.spec,
    },
  } as unknown as Counter['manifest']
  return { app, manifest }
}

function imageOf({ flinkVersion }: TestApplication): string {
  const image = inject('flinkImages')[flinkVersion]
  if (image === undefined) throw new Error(`No image of Flink ${flinkVersion} is loaded`)
  return image
}

/**
 * The application's image under another name: the "new image" of an update. A name of its own, since one that is tagged
 * again is away for a moment, and other stories run meanwhile.
 */
export async function newImage(app: TestApplication): Promise<string> {
  const image = imageOf(app)
  const name = `${image}-${app.name}`
  await app.node.exec(
    'ctr',
    '-n',
    'k8s.io',
    'images',
    'tag',
    '--force',
    `docker.io/${image}`,
    `docker.io/${name}`,
  )
  return name
}

/**
 * Lets the namespace go whatever state its application is in: a failed test must not hold up the next one. Does not wait
 * for the end; who needs the same namespace again does.
 */
export async function removeNamespace({ node, namespace, name }: TestApplication): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}`
  if ((await read(node, path)) === undefined) return
  await remove(node, path)
  await takeFinalizersOff(
    node,
    `/apis/flink.k8s.io/v1beta1/namespaces/${namespace}/flinkapplications/${name}`,
  )
}
