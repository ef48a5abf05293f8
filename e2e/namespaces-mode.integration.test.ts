// The operator of a tenant: Roles in its namespaces, as the chart makes them, and nothing for the whole cluster.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse, parseAllDocuments, stringify } from 'yaml'
import { type ControlPlane, startControlPlane } from './cluster/control-plane.ts'
import { answers, installCrd, plainApplication, startOperatorProcess } from './operator-process.ts'
import { until } from './until.ts'

const account = { namespace: 'flink-operator', name: 'flink-operator' }
let cluster: ControlPlane
beforeAll(async () => {
  cluster = await startControlPlane({ audit: true })
  await installCrd(cluster)
  for (const namespace of [account.namespace, 'team-a', 'team-b', 'team-c'])
    await cluster.kubectl('create', 'namespace', namespace)
  const chart = join(import.meta.dirname, '../charts/flink-operator')
  const objects = parseAllDocuments(await readFile(join(chart, 'golden/namespaces.yaml'), 'utf8'))
    .map((document) => document.toJS() as Labelled)
    .filter(isRightOfTheOperator)
  expect(objects.map(({ kind, metadata }) => `${kind} in ${metadata.namespace}`).sort()).toEqual([
    ...['Role in flink-operator', 'Role in team-a', 'Role in team-b'],
    ...['RoleBinding in flink-operator', 'RoleBinding in team-a', 'RoleBinding in team-b'],
    'ServiceAccount in flink-operator',
  ])
  await cluster.apply(objects.map((object) => stringify(object)).join('---\n'))
})
afterAll(() => cluster.stop())

test('with Roles in two namespaces the operator works in both and looks at no third', async () => {
  await using processes = new AsyncDisposableStack()
  const { lines } = startOperatorProcess(
    { ...cluster, kubeconfigPath: await kubeconfigOfTheAccount() },
    processes,
    {
      ...{ limitNamespace: 'team-a,team-b', leaseNamespace: account.namespace, flinkAccess: 'pod' },
      ingressUrlFormat: '{{$jobCluster}}.flink.example.com',
    },
  )
  for (const namespace of ['team-c', 'team-a', 'team-b']) await cluster.apply(plainApplication(namespace))
  for (const namespace of ['team-a', 'team-b']) {
    await until(`the objects of the application in ${namespace} are there`, 30_000, async () =>
      (await names('deployments,ingresses', namespace)).length === 3 ? true : undefined,
    )
  }
  await cluster.kubectl('delete', 'flinkapplication', 'count', '-n', 'team-a', '--timeout=30s')
  await until('the events are written', 30_000, async () =>
    (await names('events', 'team-a')).length > 0 ? true : undefined,
  )

  expect(await names('deployments,services,ingresses', 'team-c')).toEqual([])
  const refused = (await cluster.auditEvents()).filter(
    ({ user, responseStatus }) =>
      user.username === `system:serviceaccount:${account.namespace}:${account.name}` &&
      responseStatus?.code === 403,
  )
  expect(refused.map(({ verb, requestURI }) => `${verb} ${requestURI}`)).toEqual([])
  expect(lines.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([])
}, 120_000)

test('a namespace that is gone, and the rights in it with it, holds up no other at the next start', async () => {
  await using processes = new AsyncDisposableStack()
  const operator = startOperatorProcess(
    { ...cluster, kubeconfigPath: await kubeconfigOfTheAccount() },
    processes,
    { limitNamespace: 'team-gone,team-b', leaseNamespace: account.namespace, flinkAccess: 'pod' },
  )
  await answers(operator, '/readyz', 200, /OK/)
  await cluster.kubectl('delete', 'deployments', '--all', '-n', 'team-b')
  await cluster.apply(plainApplication('team-b'))
  await until('the objects of the application in team-b are there', 30_000, async () =>
    (await names('deployments', 'team-b')).length === 2 ? true : undefined,
  )
  expect(operator.lines.some((line) => /forbidden/.test(line) && /team-gone/.test(line))).toBe(true)
}, 120_000)

interface Labelled {
  kind: string
  metadata: { namespace: string; labels?: Record<string, string> }
}

function isRightOfTheOperator({ kind, metadata }: Labelled): boolean {
  const kinds = ['ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']
  return kinds.includes(kind) && metadata.labels?.['app.kubernetes.io/component'] === 'operator'
}

/** The cluster's kubeconfig with the account in the place of the administrator. */
async function kubeconfigOfTheAccount(): Promise<string> {
  const token = await cluster.kubectl('create', 'token', account.name, '-n', account.namespace)
  const config = parse(cluster.kubeconfig) as { users: { name: string; user: object }[] }
  const users = config.users.map(({ name }) => ({ name, user: { token: token.trim() } }))
  const path = join(cluster.folder, 'operator.kubeconfig')
  await writeFile(path, stringify({ ...config, users }))
  return path
}

async function names(kinds: string, namespace: string): Promise<string[]> {
  const found = await cluster.kubectl('get', kinds, '-n', namespace, '-o', 'name')
  return found.split('\n').filter((name) => name !== '')
}
