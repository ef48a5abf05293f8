import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ControlPlane, startControlPlane } from './cluster/control-plane.ts'
import { answers, installCrd, startOperatorProcess } from './operator-process.ts'

let cluster: ControlPlane
beforeAll(async () => {
  cluster = await startControlPlane()
})
afterAll(() => cluster.stop())

test('the operator is ready once its caches are filled and it leads or stands by, and gives the lease back when told to end', async () => {
  await using processes = new AsyncDisposableStack()
  const inDefault = { leaseNamespace: 'default' }
  const first = startOperatorProcess(cluster, processes, inDefault)
  await answers(first, '/readyz', 503, /flinkapplications have not been listed yet/)
  await answers(first, '/healthz', 200, /OK/)
  await installCrd(cluster)
  await answers(first, '/readyz', 200, /OK/)
  await answers(first, '/metrics', 200, /^flink_operator_leader\{lease="default\/flink-operator"\} 1$/m)

  const second = startOperatorProcess(cluster, processes, inDefault)
  await answers(second, '/readyz', 200, /OK/)
  await answers(second, '/metrics', 200, /^flink_operator_leader\{lease="default\/flink-operator"\} 0$/m)

  first.send('SIGTERM')
  await answers(second, '/metrics', 200, /^flink_operator_leader\{lease="default\/flink-operator"\} 1$/m)
  expect(await first.ended).toBe(0)
}, 120_000)

test('the operator that can have no lease is not ready, and says so', async () => {
  await using processes = new AsyncDisposableStack()
  await installCrd(cluster)
  const operator = startOperatorProcess(cluster, processes, { leaseNamespace: 'nowhere' })
  await answers(operator, '/readyz', 503, /^nobody holds the lease flink-operator: .*\n$/)
  await answers(operator, '/healthz', 200, /OK/)
})
