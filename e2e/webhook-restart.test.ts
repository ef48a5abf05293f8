// Sets the failurePolicy of the webhook that all end-to-end tests share to Fail for a while, and restarts its pods.
import { createTransport, kubeConfigFileCredentials } from '@flink-operator/kube-runtime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as given from './given.ts'
import { changeInstallation, operatorNamespace } from './install-operator.ts'
import { until } from './until.ts'
import { constantLoad } from './webhook/constant-load.ts'

// With Ignore a request that the webhook does not answer would pass, and nobody would see it.
beforeAll(async () => changeInstallation(await given.cluster(), { 'webhook.failurePolicy': 'Fail' }))
afterAll(async () => changeInstallation(await given.cluster(), { 'webhook.failurePolicy': 'Ignore' }))

test('no request fails while the replicas of the webhook are replaced one after the other', async () => {
  const node = await given.cluster()
  const transport = createTransport({
    credentials: kubeConfigFileCredentials(node.kubeconfigPath),
    rateLimit: { perSecond: 1_000, burst: 1_000 },
  })
  const rollout = (...what: string[]) =>
    node.kubectl('rollout', ...what, 'deployment/flink-operator-webhook', '-n', operatorNamespace)
  const replicas = async () => {
    const selector = 'app.kubernetes.io/component=webhook'
    const names = await node.kubectl('get', 'pods', '-n', operatorNamespace, '-l', selector, '-o', 'name')
    return names.split('\n').filter(Boolean)
  }
  const old = await replicas()
  expect(old).not.toEqual([])
  const load = constantLoad(transport)
  await rollout('restart')
  await rollout('status', '--timeout=120s')
  // The last of the old replicas goes on answering while it ends.
  await until(
    'the old replicas are gone',
    60_000,
    async () => ((await replicas()).some((name) => old.includes(name)) ? undefined : true),
    async () => (await replicas()).join(),
  )
  const { requests, failures } = await load.stop()
  await transport.close()
  console.log(`${requests} requests while the webhook was restarted, ${failures.length} of them failed`)
  expect(failures).toEqual([])
  expect(requests).toBeGreaterThan(200)
})
