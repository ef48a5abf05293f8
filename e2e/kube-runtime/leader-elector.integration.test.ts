import { join as joinPath } from 'node:path'
import {
  createKubeClient,
  createLeaderElector,
  createTransport,
  type CredentialSource,
  defineResource,
  isNotLeader,
  type KubeClient,
  kubeConfigCredentials,
  kubeConfigFileCredentials,
  type KubeObject,
  type LeaderElector,
  leases,
  microTime,
  namespaces,
  plainCredentials,
  type Transport,
} from '@flink-operator/kube-runtime'
import { createFaultProxy, type FaultProxy } from '@flink-operator/kube-runtime/testing'
import { KubeConfig } from '@kubernetes/client-node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ControlPlane } from '../cluster/control-plane.ts'
import { type DirectAccess, startDirectAccess } from './direct-access.ts'
import { eventually } from './eventually.ts'

const namespace = 'leaders'
/** In the proportions of the defaults, as short as a busy machine allows. */
const timing = { leaseDurationMs: 3000, renewDeadlineMs: 2000, retryPeriodMs: 300 }

let cluster: ControlPlane
let direct: DirectAccess
let observer: KubeClient
let leaseCount = 0
let name: string
let candidates: Candidate[]

beforeAll(async () => {
  direct = await startDirectAccess()
  cluster = direct.cluster
  observer = direct.client
  await observer.create(namespaces, { metadata: { name: namespace } })
})

afterAll(() => direct.stop())

beforeEach(() => {
  name = `lease-${leaseCount++}`
  candidates = []
})

afterEach(async () => {
  for (const candidate of candidates) {
    candidate.stop()
    // Whatever a fault still holds back ends with its connection.
    await candidate.transport.close()
    await candidate.proxy.stop()
  }
})

interface Candidate {
  proxy: FaultProxy
  transport: Transport
  elector: LeaderElector
  ended: Promise<'released' | 'lost' | undefined>
  /** Who holds the lease, as far as it knows. */
  sees: string | undefined
  /** When it began to lead, and when it was told to end. */
  ledAtMs: number | undefined
  endedAtMs: number | undefined
  stop(): void
}

async function join(
  identity: string,
  options: { work?: Promise<unknown>; credentials?: CredentialSource } = {},
): Promise<Candidate> {
  const credentials = options.credentials ?? kubeConfigFileCredentials(cluster.kubeconfigPath)
  const proxy = await createFaultProxy({ credentials })
  const transport = createTransport({ credentials: plainCredentials(proxy.url) })
  const elector = createLeaderElector({
    client: createKubeClient(transport),
    namespace,
    name,
    identity,
    ...timing,
    onHolder: (identity) => (candidate.sees = identity),
  })
  const stopping = new AbortController()
  const candidate: Candidate = {
    proxy,
    transport,
    elector,
    ended: Promise.resolve(undefined),
    sees: undefined,
    ledAtMs: undefined,
    endedAtMs: undefined,
    stop: () => stopping.abort(new Error('stopping')),
  }
  candidate.ended = elector
    .run(stopping.signal, async (signal) => {
      candidate.ledAtMs = performance.now()
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      candidate.endedAtMs = performance.now()
      await options.work
    })
    .catch(() => undefined)
  candidates.push(candidate)
  return candidate
}

async function leads(candidate: Candidate): Promise<void> {
  await eventually(() => {
    expect(candidate.elector.isLeader()).toBe(true)
  })
}

async function sees(candidate: Candidate, identity: string): Promise<void> {
  await eventually(() => {
    expect(candidate.sees).toBe(identity)
  })
}

const holder = async () => (await observer.get(leases, { namespace, name })).spec?.holderIdentity

describe('the lease', () => {
  test('is made by the first, kept by renewing, and nobody else leads', async () => {
    const first = await join('first')
    await leads(first)
    const second = await join('second')
    const before = await observer.get(leases, { namespace, name })
    await eventually(async () => {
      const now = await observer.get(leases, { namespace, name })
      expect(Date.parse(now.spec!.renewTime!) - Date.parse(before.spec!.renewTime!)).toBeGreaterThan(2500)
    })
    expect([first.elector.isLeader(), second.elector.isLeader()]).toEqual([true, false])
    expect(() => first.elector.assertLeader()).not.toThrow()
    expect(() => second.elector.assertLeader()).toThrow(
      `second does not hold the lease ${namespace}/${name}, first does`,
    )
  })

  test('that is released is taken by the one that waits, before it would have run out', async () => {
    const first = await join('first')
    await leads(first)
    const second = await join('second')
    await sees(second, 'first')
    const stoppedAtMs = performance.now()
    first.stop()
    expect(await first.ended).toBe('released')
    await leads(second)
    // Not released, it would have been free some 300 ms before its length is over, that of the last renewal.
    expect(second.ledAtMs! - stoppedAtMs).toBeLessThan(timing.leaseDurationMs - 500)
    expect((await observer.get(leases, { namespace, name })).spec?.leaseTransitions).toBe(1)
  })

  test('is held until what is under way is finished', async () => {
    const work = Promise.withResolvers<undefined>()
    const first = await join('first', { work: work.promise })
    await leads(first)
    first.stop()
    await eventually(() => {
      expect(first.endedAtMs).toBeDefined()
    })
    expect(await holder()).toBe('first')
    expect(first.elector.isLeader()).toBe(true)
    work.resolve(undefined)
    expect(await first.ended).toBe('released')
    expect(await holder()).toBe('')
  })

  test('of a holder that vanished is taken once it has run out, not before', async () => {
    await observer.create(leases, {
      metadata: { namespace, name },
      spec: {
        holderIdentity: 'vanished',
        leaseDurationSeconds: 2,
        // Long ago by the other machine's clock: that says nothing.
        renewTime: microTime(Date.now() - 3_600_000),
        acquireTime: microTime(Date.now() - 3_600_000),
        leaseTransitions: 7,
      },
    })
    const joinedAtMs = performance.now()
    const second = await join('second')
    await leads(second)
    expect(second.ledAtMs! - joinedAtMs).toBeGreaterThan(2000)
    expect(second.ledAtMs! - joinedAtMs).toBeLessThan(5000)
    expect((await observer.get(leases, { namespace, name })).spec?.leaseTransitions).toBe(8)
  })
})

test('rights to this one lease, and to create leases, are enough', async () => {
  const rules = [
    {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      resourceNames: [name],
      verbs: ['get', 'update'],
    },
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
  ]
  const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1', namespaced: true } as const
  const metadata = { namespace, name: 'elector' }
  await observer.create(
    defineResource<KubeObject>({
      group: '',
      version: 'v1',
      plural: 'serviceaccounts',
      kind: 'ServiceAccount',
      namespaced: true,
    }),
    { metadata },
  )
  await observer.create(
    defineResource<KubeObject & { rules: object[] }>({ ...rbac, plural: 'roles', kind: 'Role' }),
    { metadata, rules },
  )
  await observer.create(
    defineResource<KubeObject & { roleRef: object; subjects: object[] }>({
      ...rbac,
      plural: 'rolebindings',
      kind: 'RoleBinding',
    }),
    {
      metadata,
      roleRef: { apiGroup: rbac.group, kind: 'Role', name: 'elector' },
      subjects: [{ kind: 'ServiceAccount', namespace, name: 'elector' }],
    },
  )
  const { status } = await direct.transport.request<{ status: { token: string } }>({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/serviceaccounts/elector/token`,
    verb: 'create',
    resource: 'serviceaccounts/token',
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  })
  const credentials = kubeConfigCredentials(() => {
    const kubeConfig = new KubeConfig()
    kubeConfig.loadFromOptions({
      clusters: [
        { name: 'here', server: cluster.serverUrl, caFile: joinPath(cluster.folder, 'pki', 'ca.crt') },
      ],
      users: [{ name: 'elector', token: status.token }],
      contexts: [{ name: 'here', cluster: 'here', user: 'elector' }],
      currentContext: 'here',
    })
    return kubeConfig
  })
  const first = await join('first', { credentials })
  await leads(first)
  const second = await join('second', { credentials })
  await sees(second, 'first')
  first.stop()
  expect(await first.ended).toBe('released')
  await leads(second)
})

describe('a leader steps down', () => {
  test('at the renew deadline when its requests hang, before anybody else leads', async () => {
    const first = await join('first')
    await leads(first)
    const second = await join('second')
    const hungAtMs = performance.now()
    first.proxy.inject({}, { type: 'hang' })
    first.proxy.inject({}, { type: 'hangAfter' })
    expect(await first.ended).toBe('lost')
    expect(first.elector.isLeader()).toBe(false)
    await leads(second)
    expect(first.endedAtMs! - hungAtMs).toBeLessThan(timing.renewDeadlineMs + 1000)
    expect(second.ledAtMs!).toBeGreaterThan(first.endedAtMs!)
    expect(second.ledAtMs! - hungAtMs).toBeLessThan(timing.leaseDurationMs + 3000)
  })

  test('as soon as it sees that somebody else holds the lease', async () => {
    const first = await join('first')
    await leads(first)
    await observer.patch(
      leases,
      { namespace, name },
      { type: 'merge', body: { spec: { holderIdentity: 'thief' } } },
    )
    expect(await first.ended).toBe('lost')
    expect(await holder()).toBe('thief')
  })

  test('for itself while the event loop stands still, before any timer could tell it', async () => {
    const first = await join('first')
    await leads(first)
    const untilMs = performance.now() + timing.renewDeadlineMs + 100
    while (performance.now() < untilMs);
    const error = (() => {
      try {
        first.elector.assertLeader()
        return undefined
      } catch (thrown) {
        return thrown
      }
    })()
    expect(isNotLeader(error)).toBe(true)
  })
})

describe('a leader stays', () => {
  test('through failures shorter than its deadline', async () => {
    const first = await join('first')
    await leads(first)
    first.proxy.inject({ method: 'PUT' }, { type: 'status', code: 500 }, { times: 1 })
    first.proxy.inject({ method: 'PUT' }, { type: 'lostRequest' }, { times: 1 })
    await eventually(() => {
      expect(first.proxy.requests.filter(({ fault }) => fault !== undefined)).toHaveLength(2)
    })
    const renewals = first.proxy.requests.length
    await eventually(() => {
      expect(first.proxy.requests.length).toBeGreaterThan(renewals + 3)
    })
    expect(first.elector.isLeader()).toBe(true)
  })

  test('when the answer to a renewal was lost, which makes its next one a conflict', async () => {
    const first = await join('first')
    await leads(first)
    first.proxy.inject({ method: 'PUT' }, { type: 'lostAnswer' }, { times: 1 })
    await eventually(() => {
      expect(first.proxy.requests.some(({ fault }) => fault === 'lostAnswer')).toBe(true)
    })
    const renewals = first.proxy.requests.length
    await eventually(() => {
      expect(first.proxy.requests.length).toBeGreaterThan(renewals + 5)
    })
    expect(first.elector.isLeader()).toBe(true)
  })

  test('when its lease was deleted', async () => {
    const first = await join('first')
    await leads(first)
    await observer.delete(leases, { namespace, name })
    await eventually(async () => {
      expect(await holder()).toBe('first')
    })
    expect(first.elector.isLeader()).toBe(true)
  })
})

test('of five that start at once one leads, and each in turn after it', async () => {
  const five = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((identity) => join(identity)))
  const led: Candidate[] = []
  for (let turn = 0; turn < five.length; turn += 1) {
    await eventually(() => {
      expect(five.filter(({ elector }) => elector.isLeader())).toHaveLength(1)
    })
    const leader = five.find(({ elector }) => elector.isLeader())!
    led.push(leader)
    leader.stop()
    expect(await leader.ended).toBe('released')
  }
  expect(new Set(led).size).toBe(five.length)
})
