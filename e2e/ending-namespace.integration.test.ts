import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ControlPlane, startControlPlane } from './cluster/control-plane.ts'
import { installCrd, plainApplication, startOperatorProcess } from './operator-process.ts'
import { until } from './until.ts'

let cluster: ControlPlane
beforeAll(async () => {
  // Nothing empties a namespace here, so one that is deleted stays as it is.
  cluster = await startControlPlane({ audit: true })
  await installCrd(cluster)
  await cluster.kubectl('create', 'namespace', 'ending')
})
afterAll(() => cluster.stop())

test('the operator writes nothing into the status while it cannot make objects in a namespace that is being deleted', async () => {
  await using processes = new AsyncDisposableStack()
  const { lines } = startOperatorProcess(cluster, processes, { leaderElection: false })
  await cluster.apply(plainApplication('ending'))
  await until('the cluster of the application is being made', 30_000, async () =>
    (await deployments()).length === 2 ? true : undefined,
  )
  await cluster.kubectl('delete', 'namespace', 'ending', '--wait=false')
  const before = await requests()

  await cluster.kubectl('delete', 'deployments', '--all', '--namespace=ending')
  const since = await until('creations are refused, again and again', 30_000, async () => {
    const after = (await requests()).slice(before.length)
    return after.filter(isRefusal).length >= 4 ? after : undefined
  })
  const sinceRefused = since.slice(since.findIndex(isRefusal))
  expect(sinceRefused.filter(({ verb }) => verb === 'patch flinkapplications/status')).toEqual([])
  expect(lines.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([])
}, 120_000)

function isRefusal({ verb, code }: { verb: string; code: number }): boolean {
  return verb === 'create deployments' && code === 403
}

/** What the operator asked the API server for, in order. */
async function requests(): Promise<{ verb: string; code: number }[]> {
  return (await cluster.auditEvents())
    .filter(({ userAgent }) => userAgent === 'flink-operator')
    .map(({ verb, objectRef, responseStatus }) => ({
      verb: `${verb} ${[objectRef?.resource, objectRef?.subresource].filter(Boolean).join('/')}`,
      code: responseStatus?.code ?? 0,
    }))
}

async function deployments(): Promise<string[]> {
  const names = await cluster.kubectl('get', 'deployments', '--namespace=ending', '-o', 'name')
  return names.split('\n').filter((name) => name !== '')
}
