import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createKubeClient,
  createTransport,
  defineResource,
  isForbidden,
  isUnauthorized,
  type KubeClient,
  kubeConfigCredentials,
  kubeConfigFileCredentials,
  type KubeObject,
  namespaces,
  type Transport,
} from '@flink-operator/kube-runtime'
import { KubeConfig } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts'

let cluster: ControlPlane
let folder: string
let tokenFile: string
let token: string
const transports: Transport[] = []

const serviceAccounts = defineResource<KubeObject & { spec?: object; status?: { token: string } }>({
  group: '',
  version: 'v1',
  plural: 'serviceaccounts',
  kind: 'ServiceAccount',
  namespaced: true,
})

beforeAll(async () => {
  cluster = await startControlPlane()
  folder = await mkdtemp(join(tmpdir(), 'credentials-'))
  tokenFile = join(folder, 'token')
  const transport = createTransport({ credentials: kubeConfigFileCredentials(cluster.kubeconfigPath) })
  transports.push(transport)
  await createKubeClient(transport).create(serviceAccounts, {
    metadata: { namespace: 'default', name: 'reader' },
  })
  const answer = await transport.request<{ status: { token: string } }>({
    method: 'POST',
    path: '/api/v1/namespaces/default/serviceaccounts/reader/token',
    verb: 'create',
    resource: 'serviceaccounts/token',
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  })
  token = answer.status.token
})

afterAll(async () => {
  for (const transport of transports) await transport.close()
  await rm(folder, { recursive: true })
  await cluster.stop()
})

/** As a pod has them: the cluster's CA and a token in a file that is rotated. */
function podClient(): KubeClient {
  const transport = createTransport({
    credentials: kubeConfigCredentials(() => {
      const kubeConfig = new KubeConfig()
      kubeConfig.loadFromOptions({
        clusters: [
          { name: 'here', server: cluster.serverUrl, caFile: join(cluster.folder, 'pki', 'ca.crt') },
        ],
        users: [{ name: 'pod', authProvider: { name: 'tokenFile', config: { tokenFile } } }],
        contexts: [{ name: 'here', cluster: 'here', user: 'pod' }],
        currentContext: 'here',
      })
      return kubeConfig
    }),
  })
  transports.push(transport)
  return createKubeClient(transport)
}

/** Whether the server knows us: it then refuses for want of rights, and for nothing else. */
const failureOf = (client: KubeClient) =>
  client.get(namespaces, { name: 'default' }).catch((error: unknown) => error)

describe('a token in a file', () => {
  test('proves who we are', async () => {
    await writeFile(tokenFile, token)
    const failure = await failureOf(podClient())
    expect(isForbidden(failure) && failure.message).toContain('system:serviceaccount:default:reader')
    expect(String(failure)).not.toContain(token)
  })

  test('that was replaced is read anew as soon as the old one is refused', async () => {
    await writeFile(tokenFile, 'old')
    const client = podClient()
    expect(isUnauthorized(await failureOf(client))).toBe(true)
    await writeFile(tokenFile, token)
    // client-node alone would go on with the old one for a minute.
    expect(isForbidden(await failureOf(client))).toBe(true)
  })
})

describe('a kubeconfig', () => {
  test('whose client certificate is replaced leads to new connections, and what is under way goes on', async () => {
    const file = join(folder, 'rotating.conf')
    const original = await readFile(cluster.kubeconfigPath, 'utf8')
    await writeFile(file, original)
    let source = kubeConfigFileCredentials(file)
    /** Whose connections each pool was made for. */
    const pools: string[] = []
    const transport = createTransport({
      credentials: {
        async read() {
          const credentials = await source.read()
          return {
            ...credentials,
            createDispatcher(limits) {
              pools.push(credentials.tlsIdentity)
              return credentials.createDispatcher(limits)
            },
          }
        },
        forget: (refused) => source.forget(refused),
      },
    })
    transports.push(transport)
    const client = createKubeClient(transport)
    const stream = await client.openWatch(namespaces, { resourceVersion: '0', timeoutSeconds: 60 })
    const before = (await source.read()).tlsIdentity

    const loaded = new KubeConfig()
    loaded.loadFromFile(file)
    const { keyFile, keyData, ...user } = loaded.users[0]!
    // The same key in another file format stands for a new certificate.
    const pem =
      keyData === undefined ? await readFile(keyFile!, 'utf8') : Buffer.from(keyData, 'base64').toString()
    loaded.users = [{ ...user, keyData: Buffer.from(`${pem}\n`).toString('base64') }]
    await writeFile(file, loaded.exportConfig())
    source = kubeConfigFileCredentials(file)
    const after = (await source.read()).tlsIdentity
    expect(after).not.toBe(before)
    expect((await client.get(namespaces, { name: 'default' })).metadata.name).toBe('default')
    expect([...new Set(pools)]).toEqual([before, after])
    expect(stream.body.destroyed).toBe(false)
    stream.close()
  })

  test('without a usable context says so', async () => {
    const file = join(folder, 'empty.conf')
    await writeFile(
      file,
      'apiVersion: v1\nkind: Config\nclusters: []\nusers: []\ncontexts: []\ncurrent-context: nowhere\n',
    )
    await expect(kubeConfigFileCredentials(file).read()).rejects.toThrow(
      'has no cluster for context "nowhere"; name one of its contexts, or set its current-context',
    )
  })
})
