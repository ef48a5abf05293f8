// Wrong applications on a real API server that has no webhook to ask.
import { type FlinkApplication } from '@flink-operator/api'
import {
  createTransport,
  isKubeError,
  kubeConfigFileCredentials,
  type Transport,
} from '@flink-operator/kube-runtime'
import { deployHash } from '@flink-operator/reconciler'
import { objectsOf, wrongResources, type WrongResource } from '@flink-operator/webhook/testing'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ControlPlane, startControlPlane } from './cluster/control-plane.ts'
import { installCrd, startOperatorProcess } from './operator-process.ts'
import { until } from './until.ts'

let cluster: ControlPlane
let api: Transport
beforeAll(async () => {
  cluster = await startControlPlane()
  await installCrd(cluster)
  api = createTransport({
    credentials: kubeConfigFileCredentials(cluster.kubeconfigPath),
    rateLimit: { perSecond: 1_000, burst: 1_000 },
  })
})
afterAll(async () => {
  await api.close()
  await cluster.stop()
})

const created = wrongResources.filter(
  ({ stored, ingressUrlFormat }) => stored === undefined && ingressUrlFormat === undefined,
)
const updated = wrongResources.filter(({ stored }) => stored !== undefined)
const withIngress = wrongResources.filter(({ ingressUrlFormat }) => ingressUrlFormat !== undefined)

const refused = 'refused by the API server'

test('every application of the table is shown in one of these tests', () => {
  expect([...created, ...updated, ...withIngress].map(({ it }) => it).sort()).toEqual(
    wrongResources.map(({ it }) => it).sort(),
  )
})

test('each application that is wrong in one way is refused by the API server, or ends in the recorded condition', async () => {
  await using processes = new AsyncDisposableStack()
  startOperatorProcess(cluster, processes, { leaderElection: false, flinkAccess: 'pod' })
  const told = await Promise.all(
    created.map(async (resource, index) => [
      resource.it,
      await whatBecomesOf(objectsOf(resource).app, `row-${index}`),
    ]),
  )
  expect(created.length).toBeGreaterThanOrEqual(120)
  expect(Object.fromEntries(told)).toEqual(await recordedOf(created))
}, 300_000)

test('so is each update of an application that another operator has deployed', async () => {
  const namespaces = updated.map((_, index) => `update-${index}`)
  const stored = updated.map((resource) => objectsOf(resource).old as FlinkApplication)
  await Promise.all(
    stored.map(async (app, index) => {
      const { path, object } = await placed(app, namespaces[index] ?? '')
      await send('POST', path, object)
      const hash = deployHash(object)
      if (!('hash' in hash)) throw new Error(hash.error)
      await send('PATCH', `${path}/${app.metadata.name}/status`, {
        status: { ...app.status, deployHash: hash.hash },
      })
    }),
  )
  await using processes = new AsyncDisposableStack()
  startOperatorProcess(cluster, processes, {
    ...{ leaderElection: false, flinkAccess: 'pod', limitNamespace: namespaces.join(',') },
  })
  const recorded = await recordedOf(updated)
  const told = await Promise.all(
    updated.map(async (resource, index) => {
      const namespace = namespaces[index] ?? ''
      // The operator is not asked about what the API server refuses.
      if (recorded[resource.it] !== refused) {
        await until(`${namespace} has been looked at`, 120_000, async () => {
          const found = await send('GET', `${pathIn(namespace)}/${stored[index]?.metadata.name}`)
          return found.status?.madeFrom
        })
      }
      return [resource.it, await whatBecomesOfUpdate(resource, namespace)]
    }),
  )
  expect(updated.length).toBeGreaterThan(0)
  expect(Object.fromEntries(told)).toEqual(recorded)
}, 300_000)

test.each(withIngress.map((resource, index) => [resource.it, resource, `ingress-${index}`] as const))(
  'so is %s, where the operator makes Ingresses of that format',
  async (_, resource, namespace) => {
    await using processes = new AsyncDisposableStack()
    startOperatorProcess(cluster, processes, {
      ...{ leaderElection: false, flinkAccess: 'pod', limitNamespace: namespace },
      ingressUrlFormat: resource.ingressUrlFormat ?? '',
    })
    const told = await whatBecomesOf(objectsOf(resource).app, namespace)
    expect({ [resource.it]: told }).toEqual(await recordedOf([resource]))
  },
  120_000,
)

async function recordedOf(resources: readonly WrongResource[]): Promise<Record<string, string | undefined>> {
  const recorded = await recordedConditions()
  return Object.fromEntries(resources.map(({ it }) => [it, recorded.get(it)]))
}

/** What the unit test of the operator records, but for the phase, which goes on here. */
async function recordedConditions(): Promise<Map<string, string>> {
  const text = await readFile(join(import.meta.dirname, '../apps/operator/src/golden/conditions.txt'), 'utf8')
  return new Map(
    text.split(/\n\n(?=\S)/).map((entry) => {
      const [it = '', ...lines] = entry.trimEnd().split('\n')
      return [
        it,
        lines
          .map((line) => line.slice(2))
          .join('\n')
          .replace(/^[A-Z]\w+, /, ''),
      ]
    }),
  )
}

const pathIn = (namespace: string): string =>
  `/apis/flink.k8s.io/v1beta1/namespaces/${namespace}/flinkapplications`

/** The application in a namespace of its own. */
async function placed(app: object, namespace: string): Promise<{ path: string; object: FlinkApplication }> {
  await send('POST', '/api/v1/namespaces', { metadata: { name: namespace } })
  const { metadata } = app as FlinkApplication
  return {
    path: pathIn(namespace),
    object: { ...app, metadata: { ...metadata, namespace } } as FlinkApplication,
  }
}

async function whatBecomesOf(app: object, namespace: string): Promise<string> {
  const { path, object } = await placed(app, namespace)
  return (await isRefused(() => send('POST', path, object)))
    ? refused
    : toldOf(`${path}/${object.metadata.name}`)
}

async function whatBecomesOfUpdate(resource: WrongResource, namespace: string): Promise<string> {
  const { metadata, spec } = objectsOf(resource).app as FlinkApplication
  const path = `${pathIn(namespace)}/${metadata.name}`
  return (await isRefused(() => send('PATCH', path, [{ op: 'replace', path: '/spec', value: spec }])))
    ? refused
    : toldOf(path)
}

async function isRefused(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write()
    return false
  } catch (error) {
    if (!isKubeError(error) || error.statusCode !== 422) throw error
    return true
  }
}

/** The conditions that the operator gives this generation. */
async function toldOf(path: string): Promise<string> {
  const { status } = await until(`${path} has been looked at`, 120_000, async () => {
    const { metadata, status } = await send('GET', path)
    return status?.conditions !== undefined && status.observedGeneration === metadata.generation
      ? { status }
      : undefined
  })
  const [stalled, doubtful] = ['Stalled', 'SpecDoubtful'].map((type) =>
    status.conditions?.find((condition) => condition.type === type && condition.status === 'True'),
  )
  return [
    ...(stalled ? [`Stalled ${stalled.reason}: ${stalled.message}`] : []),
    ...(doubtful ? [`SpecDoubtful: ${doubtful.message}`] : []),
  ].join(', ')
}

function send(method: 'GET' | 'PATCH' | 'POST', path: string, body?: object): Promise<FlinkApplication> {
  const patchType = Array.isArray(body) ? 'json-patch' : 'merge-patch'
  return api.request<FlinkApplication>({
    ...{ method, path, verb: method, resource: 'tests', ...(body && { body }) },
    ...(method === 'PATCH' && { contentType: `application/${patchType}+json` }),
  })
}
