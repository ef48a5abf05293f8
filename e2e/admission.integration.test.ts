import { isKubeError } from '@flink-operator/kube-runtime'
import { objectsOf, rightResource, wrongResources, type WrongResource } from '@flink-operator/webhook/testing'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { CommandError, runCommand } from './cluster/command.ts'
import { examples, recordedApplications, type KnownApplication } from './known-applications.ts'
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
  await vi.waitFor(() => expect(replica.problems()).toEqual([]), { timeout: 20_000 })
  // Until the API server has read the new configuration, it calls nobody.
  await vi.waitFor(
    async () => expect(await say(['apply', ...dryRun], wrong('labelReserved'))).toContain('is invalid'),
    { timeout: 20_000 },
  )
}

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
  const pending = resources.entries()
  const next = async (): Promise<void> => {
    for (const [index, resource] of pending) {
      const { app, old } = objectsOf(resource)
      const object = old === undefined ? app : { ...app, metadata: await store(`stored-${index}`, old) }
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
      { timeout: 20_000 },
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
  const apps = [...examples.map(([, app]) => app), ...recordedApplications].map((app, index) => ({
    ...app,
    metadata: { ...app.metadata, name: `known-${index}`, namespace: 'default' },
  }))

  await cluster.reset()
  const stored: KnownApplication[] = []
  for (const app of apps) {
    try {
      stored.push(await send('POST', '', app))
    } catch (error) {
      if (!isKubeError(error)) throw error
    }
  }
  // The example, and what of the recorded ones has all fields that are required and valid labels.
  expect(stored.length).toBeGreaterThanOrEqual(9)

  await startAndRegister('known')
  for (const { metadata, spec } of stored) {
    const { name } = metadata
    const edited = await send('PATCH', `/${name}`, { metadata: { annotations: { edited: 'yes' } } })
    expect(edited.spec, name).toEqual(spec)
  }
}, 120_000)

const send = (method: 'POST' | 'PATCH', path: string, body: object): Promise<KnownApplication> =>
  cluster.admin.request<KnownApplication>({
    method,
    path: `/apis/flink.k8s.io/v1beta1/namespaces/default/flinkapplications${path}`,
    ...(method === 'PATCH' ? { contentType: 'application/merge-patch+json' } : {}),
    body,
    verb: method === 'POST' ? 'create' : 'patch',
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
