// What is in flight when the operator that leads is told to end, or loses its lease, with an API server that is slow.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { kubeConfigFileCredentials } from '@flink-operator/kube-runtime'
import { createFaultProxy, type FaultProxy } from '@flink-operator/kube-runtime/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { type ControlPlane, startControlPlane } from './cluster/control-plane.ts'
import { answers, installCrd, plainApplication, startOperatorProcess } from './operator-process.ts'
import { until } from './until.ts'

let cluster: ControlPlane
let proxy: FaultProxy
/** The cluster with the proxy between. */
let proxied: ControlPlane
let processes: AsyncDisposableStack
const settings = { leaseNamespace: 'default' }

beforeAll(async () => {
  cluster = await startControlPlane()
  await installCrd(cluster)
})
afterAll(() => cluster.stop())

beforeEach(async () => {
  proxy = await createFaultProxy({ credentials: kubeConfigFileCredentials(cluster.kubeconfigPath) })
  const kubeconfigPath = join(cluster.folder, 'proxied.kubeconfig')
  await writeFile(
    kubeconfigPath,
    stringify({
      // Without it client-node takes no server without TLS.
      clusters: [{ name: 'proxied', cluster: { server: proxy.url, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'nobody', user: {} }],
      contexts: [{ name: 'proxied', context: { cluster: 'proxied', user: 'nobody' } }],
      'current-context': 'proxied',
    }),
  )
  proxied = { ...cluster, kubeconfigPath }
  processes = new AsyncDisposableStack()
})
afterEach(async () => {
  await processes.disposeAsync()
  await proxy.stop()
})

test('a write that is not answered holds up the hand-over for a moment only, and nothing more is written after it', async () => {
  const first = startOperatorProcess(proxied, processes, settings)
  await answers(first, '/metrics', 200, /^flink_operator_leader\{.*\} 1$/m)
  const second = startOperatorProcess(cluster, processes, settings)
  await answers(second, '/readyz', 200, /OK/)

  proxy.inject({ method: 'PATCH', path: /\/status$/ }, { type: 'lateAnswer', ms: 60_000 })
  await cluster.apply(plainApplication('default'))
  await until('the status is being written', 30_000, () =>
    Promise.resolve(proxy.requests.find(({ fault }) => fault === 'lateAnswer')),
  )
  // Who stands by keeps no list of what it does not work on.
  await answers(second, '/metrics', 200, /^flink_operator_queue_depth\{state="ready"\} 0$/m)
  const sentBefore = proxy.requests.length
  const stoppedAtMs = performance.now()
  first.send('SIGTERM')
  await answers(second, '/metrics', 200, /^flink_operator_leader\{.*\} 1$/m)
  expect(performance.now() - stoppedAtMs).toBeLessThan(10_000)
  await until('the next one goes on with the application', 30_000, async () =>
    (await cluster.kubectl('get', 'deployments', '-o', 'name')).split('\n').length > 2 ? true : undefined,
  )

  expect(await first.ended).toBe(0)
  const written = proxy.requests.slice(sentBefore).filter(({ method }) => method !== 'GET')
  const isOfLeaseOrEvent = /\/leases\/|\/events$/
  expect(written.filter(({ path }) => !isOfLeaseOrEvent.test(path)).map(({ path }) => path)).toEqual([])
  expect(first.lines.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([])
}, 120_000)

test('an operator that lost its lease says so and ends, so that it is started again', async () => {
  const operator = startOperatorProcess(proxied, processes, settings)
  await answers(operator, '/metrics', 200, /^flink_operator_leader\{.*\} 1$/m)
  proxy.inject({ path: /\/leases\// }, { type: 'hang' })
  expect(await operator.ended).toBe(1)
  expect(operator.lines.filter((line) => line.includes('"msg":"The lease is lost"'))).toHaveLength(1)
}, 120_000)
