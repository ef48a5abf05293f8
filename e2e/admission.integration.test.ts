import { reservedLabels } from '@flink-operator/api'
import { isKubeError, type KubeError } from '@flink-operator/kube-runtime'
import { objectsOf, rightResource, wrongResources, type WrongResource } from '@flink-operator/webhook/testing'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CommandError, runCommand } from './cluster/command.ts'
import { examples, recordedApplications, type KnownApplication } from './known-applications.ts'
import { served } from './served.ts'
import { startWebhookCluster, type WebhookCluster } from './webhook/webhook-cluster.ts'

let cluster: WebhookCluster

beforeAll(async () => {
  cluster = await startWebhookCluster()
  await startAndRegister('a')
})
afterAll(() => cluster.stop())

const startAndRegister = async (instance: string): Promise<void> => {
  const replica = await cluster.startReplica(instance)
  await cluster.registerReplicas([replica])
  await vi.waitFor(() => expect(replica.problems()).toEqual([]), patiently)
  // Until the API server has read a new configuration, of which there are two, it calls nobody for it.
  await vi.waitFor(
    async () => expect(await say(['apply', ...dryRun], wrong('labelReserved'))).toContain('is invalid'),
    patiently,
  )
  await vi.waitFor(
    async () => expect(await say(['create', '-o', 'json', ...dryRun], fresh)).toContain('"scaleMode"'),
    patiently,
  )
}

const patiently = { timeout: 50_000, interval: 50 }
/** Under a name that no test takes. */
const fresh = { ...rightResource, metadata: { name: 'fresh', namespace: 'default' } }
const dryRun = ['--dry-run=server', '-f', '-']

const wrong = (rule: string): object =>
  objectsOf(wrongResources.find((resource) => resource.rule === rule) as WrongResource).app

/** All that kubectl tells its user, warnings and refusals first. */
const say = async (args: readonly string[], input: object): Promise<string> => {
  const { binFolder, kubeconfigPath, folder } = cluster.controlPlane
  const lines: string[] = []
  try {
    await runCommand(join(binFolder, 'kubectl'), args, {
      env: { KUBECONFIG: kubeconfigPath, KUBECACHEDIR: join(folder, 'cache') },
      input: JSON.stringify(input),
      onLine: (line) => lines.push(line),
    })
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
  }
  return lines
    .sort((a, b) => Number(/ \(server dry run\)$/.test(a)) - Number(/ \(server dry run\)$/.test(b)))
    .join('\n')
}

test('a right application is created without a word, and gets the defaults', async () => {
  expect(await say(['apply', ...dryRun], rightResource)).toBe(
    'flinkapplication.flink.k8s.io/wordcount created (server dry run)',
  )
  const app = JSON.parse(await say(['create', '-o', 'json', ...dryRun], rightResource)) as { spec: object }
  expect(app.spec).toEqual({
    ...rightResource.spec,
    deploymentMode: 'Dual',
    deleteMode: 'Savepoint',
    scaleMode: 'NewCluster',
    maxCheckpointRestoreAgeSeconds: 3600,
  })
})

test('kubectl diff tells of a change and of nothing that was filled in, and a dry run stores nothing', async () => {
  const app = { ...rightResource, metadata: { name: 'diff', namespace: 'default' } }
  const differences = async (spec: object): Promise<string[]> =>
    (await say(['diff', '-f', '-'], { ...app, spec })).split('\n').filter((line) => /^[-+] /.test(line))

  await say(['apply', ...dryRun], app)
  expect(await say(['get', '-f', '-'], app)).toContain('NotFound')
  await say(['apply', '-f', '-'], app)
  expect(await differences(app.spec)).toEqual([])
  const changed = (await differences({ ...app.spec, parallelism: 4 })).filter(
    (line) => !line.includes('generation'),
  )
  expect(changed.map((line) => line.replace(/ +/, ' ')).sort()).toEqual([
    '+ parallelism: 4',
    '- parallelism: 2',
  ])
}, 60_000)

test('every resource that is wrong in one way is refused or warned about in the recorded words', async () => {
  const record = new Map<string, string>()
  const resources = wrongResources.filter(({ ingressUrlFormat }) => ingressUrlFormat === undefined)
  const updates = resources.filter(({ stored }) => stored !== undefined)
  const pending = resources.values()
  const next = async (): Promise<void> => {
    for (const resource of pending) {
      const { app, old } = objectsOf(resource)
      const name = `stored-${updates.indexOf(resource)}`
      const object = old === undefined ? app : { ...app, metadata: await store(name, old) }
      const serverSide = await say(['apply', '--server-side', '--force-conflicts', ...dryRun], object)
      const clientSide = await say(['apply', ...dryRun], object)
      const same = withoutVerb(serverSide) === withoutVerb(clientSide)
      record.set(resource.it, same ? clientSide : `server-side:\n${serverSide}\nclient-side:\n${clientSide}`)
    }
  }
  await Promise.all([next(), next(), next(), next()])
  const texts = resources.map(({ it }) => `${it}\n  ${(record.get(it) ?? '').replaceAll('\n', '\n  ')}\n`)
  await expect(texts.join('\n')).toMatchFileSnapshot('golden/admission.txt')
  const silent = resources.filter(
    ({ it }) => !/\[[a-zA-Z]+\]|Invalid|invalid|Too long/.test(record.get(it) ?? ''),
  )
  expect(silent.map(({ it }) => it)).toEqual([])
  // It runs kubectl some 350 times, one minute on a quiet machine.
}, 900_000)

test.each(wrongResources.filter(({ ingressUrlFormat }) => ingressUrlFormat !== undefined))(
  'with the format of the ingress that is wrong, too: $it',
  async (resource) => {
    await cluster.reset()
    const format = `--ingress-url-format=${resource.ingressUrlFormat}`
    await cluster.registerReplicas([await cluster.startReplica('formatted', {}, [format])])
    const { app } = objectsOf(resource)
    await vi.waitFor(
      async () => expect(await say(['apply', ...dryRun], app)).toContain('[ingressHostUnfit]'),
      patiently,
    )

    const clientSide = await say(['apply', ...dryRun], app)
    const serverSide = await say(['apply', '--server-side', '--force-conflicts', ...dryRun], app)

    expect(withoutVerb(serverSide)).toBe(withoutVerb(clientSide))
    await expect(`${clientSide}\n`).toMatchFileSnapshot(
      `golden/admission-${resource.it.replaceAll(/\W+/g, '-')}.txt`,
    )
  },
)

test('every example and every recorded resource that the API server takes stays editable', async () => {
  await cluster.reset()
  const stored = await createAll([
    ...examples.map(([, app], index) => named(`example-${index}`, app)),
    ...recordedApplications.map((app, index) => named(`recorded-${index}`, app)),
  ])
  expect(stored.filter((name) => name.startsWith('example-'))).toHaveLength(examples.length)
  // The others lack a field that is required, or have labels or annotations that no API server takes.
  expect(stored).toHaveLength(examples.length + 28)

  await startAndRegister('known')
  for (const name of stored) await expectEditable(name)
}, 120_000)

describe('a recorded resource that the CustomResourceDefinition of the original takes', () => {
  const recorded = recordedApplications
    .map((app, index) => named(`recorded-${index}`, app))
    .filter(({ metadata: { labels = {} } }) => !reservedLabels.some((label) => Object.hasOwn(labels, label)))
  /** The same without labels and annotations, since many have some that no API server takes, whatever the definition. */
  const bare = recorded.map(({ metadata: { name }, ...app }) =>
    named(name.replace('recorded', 'bare'), { ...app, metadata: { name } }),
  )
  let taken: readonly KnownApplication[]
  const takenAs = (prefix: string): readonly KnownApplication[] =>
    taken.filter(({ metadata }) => metadata.name.startsWith(prefix))

  beforeAll(async () => {
    await cluster.reset()
    await kubectl('delete', 'crd', crd)
    await establish('apply', join(import.meta.dirname, 'original-crd.yaml'))
    const stored = await createAll([...recorded, ...bare])
    taken = [...recorded, ...bare].filter(({ metadata }) => stored.includes(metadata.name))
    await establish('replace', join(import.meta.dirname, '../packages/api/crds', `${crd}.yaml`))
    await startAndRegister('original')
  }, 120_000)

  const crd = 'flinkapplications.flink.k8s.io'

  const establish = async (verb: string, file: string): Promise<void> => {
    await kubectl(verb, '-f', file)
    await served(cluster.controlPlane)
  }

  /** The rules that a dry run is refused for; none if it is taken, and then nothing but the defaults is added. */
  const refusals = async (
    method: 'POST' | 'PUT',
    app: KnownApplication,
    defaults: object,
  ): Promise<string[]> => {
    const { name } = app.metadata
    try {
      const { spec } = await send(method, method === 'POST' ? '?dryRun=All' : `/${name}?dryRun=All`, app)
      expect(spec, name).toEqual({ ...defaults, ...app.spec })
      return []
    } catch (error) {
      if (!isUnprocessable(error)) throw error
      return Array.from(error.message.matchAll(/ \[(\w+)\]/g), ([, rule = '']) => rule)
    }
  }

  test('is created as it is, at most with warnings', async () => {
    expect(takenAs('recorded-')).toHaveLength(8)
    for (const app of takenAs('recorded-'))
      expect(await refusals('POST', named(`${app.metadata.name}-new`, app), defaults)).toEqual([])
  })

  test('takes the place of another as it is, at most with warnings', async () => {
    for (const app of takenAs('recorded-')) {
      const { deploymentMode = 'Dual' } = app.spec
      const name = `${app.metadata.name}-other`
      const { metadata } = await send(
        'POST',
        '',
        named(name, { ...rightResource, spec: { ...rightResource.spec, deploymentMode } }),
      )
      const { labels } = app.metadata
      expect(
        await refusals('PUT', { ...app, metadata: { ...metadata, ...(labels && { labels }) } }, {}),
      ).toEqual([])
    }
  })

  test('is created without its labels and annotations, too, unless it breaks a rule of the definition', async () => {
    const refused: Record<string, string[]> = {}
    for (const app of takenAs('bare-')) {
      const { name } = app.metadata
      const rules = await refusals('POST', named(`${name}-new`, app), defaults)
      if (rules.length > 0) refused[name] = rules
    }
    expect(takenAs('bare-')).toHaveLength(20)
    // With their own labels and annotations, no API server takes these three, whatever the definition.
    expect(refused).toEqual({
      'bare-31': ['offHeapMemoryFractionUnused', 'memoryTooSmall'],
      'bare-140': ['flinkConfigKeyOwned'],
      'bare-215': ['flinkConfigKeyOwned'],
    })
  })

  test('stays editable', async () => {
    for (const { metadata, spec } of taken) {
      await expectEditable(metadata.name)
      const { name } = metadata
      expect((await send('PATCH', `/${name}`, { spec: { ...spec, restartNonce: 'x' } })).spec, name).toEqual({
        ...spec,
        restartNonce: 'x',
      })
    }
  })
})

const defaults = {
  deploymentMode: 'Dual',
  deleteMode: 'Savepoint',
  scaleMode: 'NewCluster',
  maxCheckpointRestoreAgeSeconds: 3600,
}

const kubectl = (...args: string[]): Promise<string> => cluster.controlPlane.kubectl(...args)

const named = (name: string, app: object): KnownApplication => {
  const known = app as KnownApplication
  return { ...known, metadata: { ...known.metadata, name, namespace: 'default' } }
}

const isUnprocessable = (error: unknown): error is KubeError => isKubeError(error) && error.statusCode === 422

/** @returns the names of those that the API server takes; what it refuses the others for is printed. */
const createAll = async (apps: readonly KnownApplication[]): Promise<string[]> => {
  // For a moment the API server still calls the webhook whose configuration was deleted, and refuses for want of it.
  await vi.waitFor(() => send('POST', '?dryRun=All', fresh), patiently)
  const stored: string[] = []
  const refused = new Map<string, number>()
  for (const app of apps) {
    try {
      await send('POST', '', app)
      stored.push(app.metadata.name)
    } catch (error) {
      if (!isUnprocessable(error)) throw error
      for (const field of new Set(error.fields)) refused.set(field, (refused.get(field) ?? 0) + 1)
    }
  }
  const fields = [...refused].sort(([, a], [, b]) => b - a).map(([field, count]) => `${field} ${count}`)
  console.log(
    `${stored.length} of ${apps.length} are stored; the others are refused for ${fields.join(', ')}`,
  )
  return stored
}

const expectEditable = async (name: string): Promise<void> => {
  const { spec } = await send('PATCH', `/${name}`, { metadata: { annotations: { edited: 'yes' } } })
  const edited = await send('PATCH', `/${name}`, { spec: { restartNonce: 'again' } })
  expect(edited.spec, name).toEqual({ ...spec, restartNonce: 'again' })
}

/** @param target what follows the path of all FlinkApplications of the namespace */
const send = (method: 'POST' | 'PUT' | 'PATCH', target: string, body: object): Promise<KnownApplication> =>
  cluster.admin.request<KnownApplication>({
    method,
    path: `/apis/flink.k8s.io/v1beta1/namespaces/default/flinkapplications${target}`,
    ...(method === 'PATCH' ? { contentType: 'application/merge-patch+json' } : {}),
    body,
    verb: { POST: 'create', PUT: 'update', PATCH: 'patch' }[method],
    resource: 'flinkapplications',
  })

const withoutVerb = (text: string): string => text.replace(/(created|configured|serverside-applied) /, '')

/** Creates the object with its status, and returns the metadata by which it is applied. */
const store = async (name: string, object: object): Promise<object> => {
  const metadata = { name, namespace: 'default' }
  const { status } = object as { status?: object }
  await say(['apply', '--server-side', '-f', '-'], { ...object, metadata })
  await cluster.controlPlane.kubectl(
    ...[
      'patch',
      'flinkapplication',
      name,
      '--subresource=status',
      '--type=merge',
      '-p',
      JSON.stringify({ status }),
    ],
  )
  return metadata
}
