import { isNotFound } from '@flink-operator/kube-runtime'
import { type CertificateTimes, type Webhook } from '@flink-operator/webhook-server'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { constantLoad } from './constant-load.ts'
import { namespace, secret, startWebhookCluster, type WebhookCluster } from './webhook-cluster.ts'

let cluster: WebhookCluster
beforeAll(async () => {
  cluster = await startWebhookCluster()
})
afterAll(() => cluster.stop())
afterEach(() => cluster.reset())

const kubectl = (...args: string[]) => cluster.controlPlane.kubectl(...args)

/** Where the time is not what is tested. */
const patiently = { timeout: 30_000, interval: 50 }

/** Fast enough for a test, and slow enough for an API server on a busy machine to see one step before the next. */
const quick = { pollMs: 100, settleMs: 1_500, overlapMs: 8_000 }

const application = (labels: object = {}) =>
  JSON.stringify({
    apiVersion: 'flink.k8s.io/v1beta1',
    kind: 'FlinkApplication',
    metadata: { name: 'word-count', namespace: 'default', labels },
    spec: {
      image: 'registry.example.com/word-count:1',
      flinkVersion: '1.20',
      jarName: 'word-count.jar',
      entryClass: 'com.example.WordCount',
      parallelism: 2,
    },
  })

describe('bootstrap', () => {
  test.each([
    ['from the empty Secret that the chart makes', true],
    ['without any Secret, by rights that name it', false],
  ])('%s', async (_title, isSecretThere) => {
    if (isSecretThere) await kubectl('create', 'secret', 'generic', secret, '-n', namespace)
    const replica = await cluster.startReplica('a')
    await cluster.registerReplicas([replica])
    await ready(replica)
    await expectToBeAsked()
  })

  test('two replicas that start at once serve the same certificate', async () => {
    const replicas = await Promise.all(['a', 'b'].map((instance) => cluster.startReplica(instance)))
    await cluster.registerReplicas(replicas)
    await ready(...replicas)
    const [a, b] = await Promise.all(replicas.map((replica) => servedCertificate(replica)))
    expect(a!.fingerprint256).toBe(b!.fingerprint256)
    await cluster.controlPlane.apply(application())
    await kubectl('delete', 'flinkapplication', 'word-count')
  })

  test('a replica that may not read the Secret says so, and is ready once it may', async () => {
    await kubectl('delete', 'rolebinding', 'flink-operator-webhook', '-n', namespace)
    const replica = await cluster.startReplica('a', quick)
    await cluster.registerReplicas([replica])
    await expect
      .poll(() => replica.problems().join('\n'), patiently)
      .toMatch(/get secrets flink-operator\/flink-operator-webhook-certificates: 403/)
    await kubectl(
      'create',
      'rolebinding',
      'flink-operator-webhook',
      '-n',
      namespace,
      '--role=flink-operator-webhook',
      `--serviceaccount=${namespace}:flink-operator-webhook`,
    )
    await ready(replica)
  })

  test('a replica without webhook configurations says which is missing', async () => {
    const replica = await cluster.startReplica('a', quick)
    await expect
      .poll(() => replica.problems().join('\n'), patiently)
      .toMatch(/validatingwebhookconfigurations flink-operator: 404/)
  })
})

describe('what had gone wrong before', () => {
  test('certificates that ended while no replica ran are replaced', async () => {
    const short = { ...quick, leafLifetimeMs: 2_000, authorityLifetimeMs: 2_000 }
    await (await cluster.startReplica('former', short)).stop()
    const ended = new X509Certificate(await storedCertificate())
    await expect.poll(() => ended.validToDate.getTime() < Date.now(), patiently).toBe(true)

    const replica = await cluster.startReplica('a')
    await cluster.registerReplicas([replica])
    await ready(replica)
    await expectToBeAsked()
  })

  test.each([
    ['behind', -1],
    ['ahead', 1],
  ])('a replica whose clock is a month %s makes certificates that the API server takes', async (_, sign) => {
    const now = Date.now
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + sign * 30 * 24 * 3_600_000)
    onTestFinished(() => clock.mockRestore())
    const replica = await cluster.startReplica('a')
    await cluster.registerReplicas([replica])
    await ready(replica)
    await expectToBeAsked()
  })
})

describe('what goes wrong while the API server calls us all the time', () => {
  test.each([
    ['the Secret is deleted', () => kubectl('delete', 'secret', secret, '-n', namespace)],
    [
      'the Secret is replaced by rubbish',
      () =>
        kubectl(
          'patch',
          'secret',
          secret,
          '-n',
          namespace,
          '-p',
          '{"data":{"tls.crt":"cnViYmlzaA==","ca.key":null}}',
        ),
    ],
  ])('%s: healed within 10 s, and no request fails', async (_title, harm) => {
    // Looked at as often as by default; only the time to settle is shorter.
    const replicas = await Promise.all(
      ['a', 'b'].map((instance) => cluster.startReplica(instance, { settleMs: 1_500 })),
    )
    await cluster.registerReplicas(replicas)
    await ready(...replicas)
    const before = await storedCertificate()
    const load = constantLoad(cluster.admin)
    await harm()
    await expect
      .poll(async () => isNewCertificate(before, await storedCertificate()), {
        timeout: 10_000,
        interval: 200,
      })
      .toBe(true)
    // Both change over to the new certificate once its authority has settled.
    for (const replica of replicas)
      await expect
        .poll(async () => (await servedCertificate(replica)).toString(), { timeout: 30_000, interval: 500 })
        .toBe(await storedCertificate())
    expect(await load.stop()).toMatchObject({ failures: [] })
  })

  test('caBundle is emptied by somebody: filled in again within 10 s', async () => {
    const replica = await cluster.startReplica('a')
    await cluster.registerReplicas([replica])
    await ready(replica)
    const wanted = await caBundle()
    await kubectl(
      'patch',
      'validatingwebhookconfiguration',
      'flink-operator',
      '--type=json',
      '-p',
      '[{"op":"replace","path":"/webhooks/0/clientConfig/caBundle","value":""}]',
    )
    await expect.poll(caBundle, { timeout: 10_000, interval: 200 }).toBe(wanted)
  })

  test('certificates of a minute, renewed every three seconds: no request and no new connection fails', async () => {
    const rotations = Number(process.env['CERTIFICATE_ROTATIONS'] ?? 2)
    const times = { ...quick, leafLifetimeMs: 60_000, authorityLifetimeMs: 60_000, renewAfter: 0.05 }
    const replicas = await Promise.all(['a', 'b'].map((instance) => cluster.startReplica(instance, times)))
    await cluster.registerReplicas(replicas)
    await ready(...replicas)

    const load = constantLoad(cluster.admin)
    const startedAtMs = Date.now()
    const served = new Set<string>()
    const signedBy = new Set<string>()
    // The authorities take longer: each is trusted for a while before it signs.
    while (served.size <= rotations || signedBy.size <= rotations) {
      for (const replica of replicas) {
        const { certificate, authority } = await servedByTrust(replica, times)
        served.add(certificate.fingerprint256)
        signedBy.add(authority.fingerprint256)
      }
    }
    const { requests, failures } = await load.stop()
    console.log(
      `${served.size - 1} rotations of the certificate, ${signedBy.size - 1} of the authority that signs it, ` +
        `in ${Math.round((Date.now() - startedAtMs) / 1000)} s; ${requests} requests, ${failures.length} failed`,
    )
    expect(failures).toEqual([])
    expect(requests).toBeGreaterThan(rotations * 10)
  }, 3_600_000)
})

/** A right application is taken, which needs an answer since the policy is Fail, and a wrong one is refused by us. */
async function expectToBeAsked(): Promise<void> {
  await cluster.controlPlane.apply(application())
  await expect(cluster.controlPlane.apply(application({ 'flink-app': 'another' }))).rejects.toThrow(
    /metadata\.labels\[flink-app\]: .* \[labelReserved\]/,
  )
  await kubectl('delete', 'flinkapplication', 'word-count')
}

/** Replicas that have nothing to complain of, and an API server that has read the configurations they wrote into. */
async function ready(...replicas: Webhook[]): Promise<void> {
  for (const replica of replicas) await expect.poll(() => replica.problems(), patiently).toEqual([])
  const createWrong = () =>
    cluster.admin.request({
      ...{ method: 'POST', verb: 'create', resource: 'flinkapplications', query: { dryRun: 'All' } },
      path: '/apis/flink.k8s.io/v1beta1/namespaces/default/flinkapplications',
      body: JSON.parse(application({ 'flink-app': 'another' })) as object,
    })
  await expect.poll(() => createWrong().then(() => 'taken', String), patiently).toContain('[labelReserved]')
}

function isNewCertificate(before: string, now: string): boolean {
  return now !== before && now.startsWith('-----BEGIN CERTIFICATE-----')
}

async function storedCertificate(): Promise<string> {
  try {
    const { data } = await cluster.admin.request<{ data?: Record<string, string> }>({
      method: 'GET',
      verb: 'get',
      resource: 'secrets',
      path: `/api/v1/namespaces/${namespace}/secrets/${secret}`,
    })
    return Buffer.from(data?.['tls.crt'] ?? '', 'base64').toString('utf8')
  } catch (error) {
    if (isNotFound(error)) return ''
    throw error
  }
}

async function caBundle(): Promise<string> {
  const { webhooks } = await cluster.admin.request<{ webhooks: { clientConfig: { caBundle?: string } }[] }>({
    method: 'GET',
    verb: 'get',
    resource: 'validatingwebhookconfigurations',
    path: '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/flink-operator',
  })
  return Buffer.from(webhooks[0]?.clientConfig.caBundle ?? '', 'base64').toString('utf8')
}

/** By a new connection that trusts what an API server trusts at that moment: the certificate, and who signed it. */
async function servedByTrust(
  replica: Webhook,
  { settleMs }: Pick<CertificateTimes, 'settleMs'>,
): Promise<{ certificate: X509Certificate; authority: X509Certificate }> {
  const readAtMs = performance.now()
  const bundle = await caBundle()
  try {
    const certificate = await servedCertificate(replica, bundle)
    const authorities = bundle.split(/(?=-----BEGIN)/).map((pem) => new X509Certificate(pem))
    return { certificate, authority: authorities.find(({ publicKey }) => certificate.verify(publicKey))! }
  } catch (error) {
    // Where the machine was so busy that an API server would have read another bundle by now, this proves nothing.
    if (performance.now() - readAtMs < settleMs) throw error
    return servedByTrust(replica, { settleMs })
  }
}

/** Over a new connection; with `ca`, the certificate must be good by that. */
async function servedCertificate(replica: Webhook, ca?: string): Promise<X509Certificate> {
  const socket = connect({
    host: '127.0.0.1',
    port: replica.port,
    servername: 'localhost',
    ...(ca === undefined ? { rejectUnauthorized: false } : { ca }),
  })
  await once(socket, 'secureConnect')
  const certificate = socket.getPeerX509Certificate()
  socket.destroy()
  return certificate!
}
