import {
  createTransport,
  isKubeError,
  kubeConfigFileCredentials,
  type Transport,
} from '@flink-operator/kube-runtime'
import { validateApplication } from '@flink-operator/webhook'
import {
  anyApplication,
  createOfflineApiServer,
  objectsOf,
  rightResource,
  wrongResources,
} from '@flink-operator/webhook/testing'
import fc from 'fast-check'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureKubeBinaries } from './cluster/binaries.ts'
import { runCommand, type CommandError } from './cluster/command.ts'
import { startControlPlane, type ControlPlane } from './cluster/control-plane.ts'
import { served } from './served.ts'
import { until } from './until.ts'

const repository = join(import.meta.dirname, '..')
const crdPath = join(repository, 'packages/api/crds/flinkapplications.flink.k8s.io.yaml')
const originalCrdPath = join(import.meta.dirname, 'original-crd.yaml')

interface App {
  apiVersion: string
  kind: string
  metadata: { name: string; [field: string]: unknown }
  spec: Record<string, unknown>
  status?: Record<string, unknown>
}

let controlPlane: ControlPlane
let transport: Transport

beforeAll(async () => {
  controlPlane = await startControlPlane()
  transport = createTransport({
    credentials: kubeConfigFileCredentials(controlPlane.kubeconfigPath),
    rateLimit: { perSecond: 10_000, burst: 10_000 },
  })
  await establish(crdPath)
})
afterAll(async () => {
  await transport.close()
  await controlPlane.stop()
})

const path = '/apis/flink.k8s.io/v1beta1/namespaces/default/flinkapplications'

const establish = async (file: string, verb = 'apply'): Promise<void> => {
  await controlPlane.kubectl(verb, '-f', file)
  await served(controlPlane)
}

const lenientCrd = async (): Promise<string> => {
  const helm = join(await ensureKubeBinaries({ only: ['helm'] }), 'helm')
  const chart = join(repository, 'charts/flink-operator')
  const options = ['--set=crds.rules=false', '--show-only=templates/crd.yaml', '--kube-version=1.34.4']
  const file = join(controlPlane.folder, 'lenient.yaml')
  writeFileSync(file, await runCommand(helm, ['template', 'flink-operator', chart, ...options]))
  return file
}

const create = (app: object, isDryRun = true): Promise<App> =>
  transport.request<App>({
    method: 'POST',
    path,
    query: isDryRun ? { dryRun: 'All' } : {},
    body: inDefault(app),
    verb: 'create',
    resource: 'flinkapplications',
  })

const patch = (name: string, body: object, subresource = ''): Promise<App> =>
  transport.request<App>({
    method: 'PATCH',
    path: `${path}/${name}${subresource}`,
    contentType: 'application/merge-patch+json',
    body,
    verb: 'patch',
    resource: 'flinkapplications',
  })

const inDefault = (app: object): object => ({
  ...app,
  metadata: { ...(app as App).metadata, namespace: 'default' },
})

/** What the API server says to a request that it refuses, or undefined. */
const refusalOf = async (request: Promise<unknown>): Promise<string | undefined> => {
  try {
    await request
    return undefined
  } catch (error) {
    if (isKubeError(error)) return error.message.replace(/^.*? is invalid: /, '')
    throw error
  }
}

describe('the CustomResourceDefinition', () => {
  test('is structural, and a client-side apply can annotate it', async () => {
    const crd = JSON.parse(
      await controlPlane.kubectl('get', 'crd', 'flinkapplications.flink.k8s.io', '-o', 'json'),
    ) as { status: { conditions: { type: string; status: string }[] } }
    const conditions = crd.status.conditions.map(({ type, status }) => `${type} ${status}`)
    expect(conditions).toContain('Established True')
  })

  test('is explained field by field', async () => {
    // The API server publishes the schema that kubectl reads a moment after the kind is established.
    const explained = await until('kubectl explains the kind', 30_000, () =>
      controlPlane
        .kubectl('explain', 'flinkapplication.spec.taskManagerConfig.taskSlots')
        .catch(() => undefined),
    )
    expect(explained).toContain('Slots of each TaskManager. 16 if not given.')
  })

  test('shows the columns that the original shows', async () => {
    await create({ ...rightResource, metadata: { name: 'columns' } }, false)
    const [header] = (await controlPlane.kubectl('get', 'flinkapp', 'columns', '-o', 'wide')).split('\n')
    expect(header?.trim().split(/ {2,}/)).toEqual([
      'NAME',
      'PHASE',
      'CLUSTER HEALTH',
      'JOB HEALTH',
      'HEALTHY TMS',
      'TOTAL TMS',
      'JOB RESTARTS',
      'AGE',
    ])
  })

  test('lets kubectl diff and dry-run as with a built-in kind', async () => {
    const manifest = join(controlPlane.folder, 'diff.json')
    const app = inDefault({ ...rightResource, metadata: { name: 'diff' } }) as App
    writeFileSync(manifest, JSON.stringify(app))
    const dryRun = await controlPlane.kubectl('apply', '--dry-run=server', '-f', manifest)
    expect(dryRun).toContain('flinkapplication.flink.k8s.io/diff created (server dry run)')
    await controlPlane.kubectl('apply', '-f', manifest)
    expect(await controlPlane.kubectl('diff', '-f', manifest)).toBe('')
    writeFileSync(manifest, JSON.stringify({ ...app, spec: { ...app.spec, parallelism: 3 } }))
    const different = await controlPlane.kubectl('diff', '-f', manifest).catch((error: unknown) => error)
    expect((different as CommandError).exitCode).toBe(1)
  })

  test('merges the volumes and the configuration of two authors', async () => {
    const volume = (name: string): object => ({ name, emptyDir: { sizeLimit: '1Gi' } })
    const author = (manager: string, spec: object): Promise<App> =>
      transport.request<App>({
        method: 'PATCH',
        path: `${path}/two-authors`,
        query: { fieldManager: manager },
        contentType: 'application/apply-patch+yaml',
        body: { ...rightResource, metadata: { name: 'two-authors' }, spec },
        verb: 'patch',
        resource: 'flinkapplications',
      })
    await author('platform', {
      ...rightResource.spec,
      volumes: [volume('secrets')],
      flinkConfig: { 'state.savepoints.dir': 's3://platform' },
    })
    const { spec } = await author('team', {
      volumes: [volume('data')],
      flinkConfig: { 'restart-strategy': 'none' },
    })
    expect(spec['flinkConfig']).toEqual({
      'state.savepoints.dir': 's3://platform',
      'restart-strategy': 'none',
    })
    expect((spec['volumes'] as { name: string }[]).map(({ name }) => name).sort()).toEqual([
      'data',
      'secrets',
    ])
  })
})

describe('original operator defect D45: what a user may set is pruned or refused', () => {
  const kept: readonly (readonly [string, object])[] = [
    ['seccompProfile', { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }],
    ['fsGroupChangePolicy', { securityContext: { fsGroup: 2000, fsGroupChangePolicy: 'OnRootMismatch' } }],
    ['seLinuxOptions', { securityContext: { seLinuxOptions: { level: 's0:c123,c456' } } }],
    ['users above 65535 and root', { securityContext: { runAsUser: 1_000_660_000, fsGroup: 0 } }],
    ['a GPU', { taskManagerConfig: { resources: { limits: { 'nvidia.com/gpu': 1 } } } }],
    [
      'a quantity that is a number',
      { taskManagerConfig: { resources: { requests: { cpu: 2, memory: 4294967296 } } } },
    ],
    [
      'namespaceSelector and matchLabelKeys',
      {
        taskManagerConfig: {
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { topologyKey: 'zone', namespaceSelector: {}, labelSelector: {}, matchLabelKeys: ['a'] },
              ],
            },
          },
        },
      },
    ],
    [
      'recursiveReadOnly',
      { volumeMounts: [{ name: 'v', mountPath: '/m', readOnly: true, recursiveReadOnly: 'IfPossible' }] },
    ],
    [
      'an image as a volume',
      { volumes: [{ name: 'v', image: { reference: 'registry.example.org/model:1' } }] },
    ],
    [
      'a source of volumes that only a later Kubernetes knows',
      { volumes: [{ name: 'v', holographic: { cube: 7 } }] },
    ],
    [
      'a field of a toleration that only a later Kubernetes knows',
      { taskManagerConfig: { tolerations: [{ operator: 'Exists', mood: 'calm' }] } },
    ],
    [
      'numbers and booleans in flinkConfig',
      { flinkConfig: { 'taskmanager.network.memory.fraction': 0.1, 'a.b': true, n: 3 } },
    ],
    ['an application without an entry class', { entryClass: undefined }],
    ['a port for the user interface', { uiPort: 9090 }],
    ['forceRollback', { forceRollback: true }],
    ['tearDownVersionHash', { tearDownVersionHash: '1a2b3c4d' }],
    ['a field that nobody knows', { nobodyKnows: { deep: [1, 'x', null] } }],
  ]

  test.each(kept)('keeps %s', async (_, spec) => {
    const sent = JSON.parse(JSON.stringify({ ...rightResource.spec, ...spec })) as object
    expect((await create({ ...rightResource, spec: sent })).spec).toEqual(sent)
  })

  test('keeps every field of the status, lastErrorUpdateTime among them', async () => {
    const app = { ...rightResource, metadata: { name: 'status' } }
    await create(app, false)
    const status = {
      phase: 'Savepointing',
      lastUpdatedAt: '2026-01-01T00:00:00Z',
      clusterStatus: { availableTaskSlots: 0, health: 'Green', numberOfTaskManagers: 1 },
      jobStatus: { jarName: 'a.jar', parallelism: 1, jobID: 'abc', lastFailingTime: null, state: 'RUNNING' },
      versionStatuses: [
        { appVersion: 'green', versionHash: '1a2b3c4d', clusterStatus: {}, jobStatus: {} },
        {},
      ],
      deployVersion: 'green',
      deployHash: '1a2b3c4d',
      inPlaceUpdatedFromHash: '1a2b3c4e',
      lastSeenError: {
        appError: 'x',
        isRetryable: true,
        maxRetries: 20,
        lastErrorUpdateTime: '2026-01-01T00:00:00Z',
      },
      observedGeneration: 1,
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          reason: 'Savepointing',
          message: 'x',
          lastTransitionTime: '2026-01-01T00:00:00Z',
        },
      ],
    }
    // A merge patch takes null for "remove", so the whole object is put.
    const stored = await create({ ...rightResource, metadata: { name: 'status-2' } }, false)
    const put = await transport.request<App>({
      method: 'PUT',
      path: `${path}/status-2/status`,
      body: { ...stored, status },
      verb: 'update',
      resource: 'flinkapplications/status',
    })
    expect(put.status).toEqual(status)
  })
})

describe('a resource that is wrong in one way, with no webhook', () => {
  test('is refused in the recorded words if the CustomResourceDefinition can tell, and the webhook knows the same', async () => {
    const record: string[] = []
    const unknownToWebhook: string[] = []
    for (const resource of wrongResources) {
      const { app, old } = objectsOf(resource)
      let refusal: string | undefined
      if (old === undefined) {
        refusal = await refusalOf(create(app))
      } else {
        const { metadata } = await create(
          { ...(old as App), metadata: { name: `old-${record.length}` } },
          false,
        )
        refusal = await refusalOf(patch(metadata.name, { spec: (app as App).spec }))
      }
      record.push(`${resource.it}\n  ${(refusal ?? 'accepted').replaceAll('\n', '\n  ')}\n`)
      if (refusal === undefined) continue
      if (!validateApplication(app, old).some(({ severity }) => severity === 'error'))
        unknownToWebhook.push(resource.it)
    }
    expect(unknownToWebhook).toEqual([])
    await expect(record.join('\n')).toMatchFileSnapshot('golden/crd-refusals.txt')
  })
})

describe('two thousand random applications', () => {
  test('are judged by the API server as they are offline', async () => {
    const apps = fc.sample(anyApplication(), { numRuns: 2000, seed: 20_261_126 })
    const offline = createOfflineApiServer()
    const disagreements: object[] = []
    const pending = apps.values()
    const next = async (): Promise<void> => {
      for (const app of pending) {
        const refusal = (await refusalOf(create(app))) ?? ''
        const isOfSchema = / in body |Required value|Unsupported value|Duplicate value/.test(refusal)
        const names = new Set(Array.from(refusal.matchAll(/ \[(\w+)\]/g), ([, name]) => name ?? ''))
        const real = isOfSchema ? ['schema'] : [...names].sort()
        const said = offline.refusals(app)
        // The transport cuts a long message, and with it the last rules.
        const expected = refusal.endsWith('…') ? said.filter((name) => real.includes(name)) : said
        if (expected.join() !== real.join()) disagreements.push({ said, real, refusal })
      }
    }
    await Promise.all(Array.from({ length: 8 }, next))
    expect(disagreements).toEqual([])
    // Seconds on a quiet machine.
  }, 300_000)
})

describe('an object that was stored under the original CustomResourceDefinition', () => {
  const vectors = readFileSync(
    join(repository, 'packages/reconciler/src/deploy-hash/fixtures/original-vectors.jsonl'),
    'utf8',
  )
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { app: App }).app)
    .map((app, index) => ({ ...app, metadata: { ...app.metadata, name: `vector-${index}` } }))

  /** What no rule of ours would let in, and the original's does. */
  const broken: readonly App[] = [
    { name: 'dotted.name' },
    { name: 'a'.repeat(60) },
    { name: 'ports', spec: { rpcPort: 7000, blobPort: 7000 } },
    {
      name: 'owned-keys',
      spec: { flinkConfig: { 'jobmanager.rpc.port': '1', 'taskmanager.numberOfTaskSlots': '2' } },
    },
    { name: 'fraction', spec: { taskManagerConfig: { offHeapMemoryFraction: 0.1 } } },
    { name: 'jar', spec: { jarName: 'folder/a.jar' } },
    { name: 'in-place', spec: { scaleMode: 'InPlace', deploymentMode: 'BlueGreen' } },
    { name: 'two-volumes', spec: { volumes: [{ name: 'v' }, { name: 'v' }] } },
    { name: 'ui-port', spec: { uiPort: 0 } },
    { name: 'parallel', spec: { parallelism: 40_000 } },
    { name: 'max-parallelism', spec: { flinkConfig: { 'pipeline.max-parallelism': '1' } } },
    { name: 'max-from-the-environment', spec: { flinkConfig: { 'pipeline.max-parallelism': '$MAX' } } },
    {
      name: 'two-savepoints',
      spec: { savepointPath: 's3://a', savepointInfo: { savepointLocation: 's3://b' } },
    },
    {
      name: 'little-memory',
      spec: { taskManagerConfig: { resources: { requests: { memory: '32Mi' } } } },
    },
  ].map(({ name, spec = {} }) => ({
    ...rightResource,
    metadata: { name },
    spec: { ...rightResource.spec, ...spec },
  }))

  test('is accepted anew by ours with crds.rules=false, whatever is wrong with it, if a program can read it', async () => {
    const random = fc.sample(anyApplication(), { numRuns: 1000, seed: 20_261_128 }) as unknown as App[]
    const wrong = wrongResources.map((resource) => objectsOf(resource).app as App)
    await establish(originalCrdPath, 'replace')
    const taken: App[] = []
    for (const app of [...vectors, ...broken, ...wrong, ...random])
      if ((await refusalOf(create(app))) === undefined) taken.push(app)
    expect(taken).toEqual(expect.arrayContaining([...broken]))

    await establish(await lenientCrd(), 'replace')
    const refusals: string[] = []
    for (const app of taken) refusals.push((await refusalOf(create(app))) ?? '')
    // A program that has types for all of these fields, as the original's, fails on such a value, too.
    const ofType = /[\w.[\]]+: Invalid value: "\w+": [\w.[\]]+ in body must be of type \w+: "\w+"/g
    const others = refusals.filter((refusal) => /[^[\], ]/.test(refusal.replace(ofType, '')))
    expect(others).toEqual([])
  })

  test('is accepted by ours, unchanged and at most with warnings, and stays editable', async () => {
    await controlPlane.kubectl('delete', 'crd', 'flinkapplications.flink.k8s.io')
    await establish(originalCrdPath)
    const stored: App[] = []
    for (const app of [...vectors, ...broken]) {
      try {
        stored.push(await create(app, false))
      } catch (error) {
        if (!isKubeError(error) || error.statusCode !== 422) throw error
      }
    }
    const names = stored.map(({ metadata }) => metadata.name)
    // 8 of the recorded ones have all that the API server asks for; the others lack fields or have no valid labels.
    expect(names.filter((name) => name.startsWith('vector-'))).toHaveLength(8)
    expect(names).toEqual(expect.arrayContaining(broken.map(({ metadata }) => metadata.name)))

    await establish(crdPath, 'replace')
    for (const app of stored) {
      const { name } = app.metadata
      expect((await patch(name, { metadata: { annotations: { edited: 'yes' } } })).spec, name).toEqual(
        app.spec,
      )
      expect((await patch(name, { spec: { restartNonce: 'again' } })).spec['restartNonce'], name).toBe(
        'again',
      )
      expect((await patch(name, { status: { phase: 'Running' } }, '/status')).status, name).toEqual({
        phase: 'Running',
      })
      const edited = { ...app, spec: { ...app.spec, restartNonce: 'again' } }
      expect(
        validateApplication(edited, app).filter(({ severity }) => severity === 'error'),
        name,
      ).toEqual([])
    }
    for (const app of vectors.filter(({ metadata }) => names.includes(metadata.name))) {
      const created = await create({
        ...app,
        metadata: { ...app.metadata, name: `${app.metadata.name}-new` },
      })
      expect(created.spec).toEqual(app.spec)
      expect(validateApplication(app).filter(({ severity }) => severity === 'error')).toEqual([])
    }
  })
})
