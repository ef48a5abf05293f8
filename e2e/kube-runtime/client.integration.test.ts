import {
  configMaps,
  defineResource,
  deployments,
  isAlreadyExists,
  isConflict,
  isInvalid,
  isNotFound,
  type KubeClient,
  type KubeObject,
  namespaces,
  type SentRequest,
} from '@flink-operator/kube-runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DirectAccess, startDirectAccess } from './direct-access.ts'
import { installWidgets, widgets } from './widgets.ts'

let direct: DirectAccess
let client: KubeClient
const sent: SentRequest[] = []

beforeAll(async () => {
  direct = await startDirectAccess({ onRequest: (request) => sent.push(request) })
  client = direct.client
  await client.create(namespaces, { metadata: { name: 'one' } })
  await installWidgets(client)
})

afterAll(() => direct.stop())

describe('a status', () => {
  test('is replaced whole, keys that are no longer in it included', async () => {
    const made = await client.create(widgets, {
      metadata: { namespace: 'one', name: 'whole' },
      spec: { size: 1 },
    })
    const first = await client.replaceStatus(widgets, made, { phase: 'New', detail: { a: 1, b: 2 } })
    const second = await client.replaceStatus(widgets, first, { phase: 'Running', detail: { b: 2 } })
    expect(second.status).toEqual({ phase: 'Running', detail: { b: 2 } })
    expect(second.spec).toEqual({ size: 1 })
  })

  test('that was decided on an older version is a conflict and changes nothing', async () => {
    const made = await client.create(widgets, {
      metadata: { namespace: 'one', name: 'older' },
      spec: { size: 1 },
    })
    await client.patch(
      widgets,
      { namespace: 'one', name: 'older' },
      { type: 'merge', body: { spec: { size: 2 } } },
    )
    const error = await client.replaceStatus(widgets, made, { phase: 'Late' }).catch((e: unknown) => e)
    expect(isConflict(error)).toBe(true)
    expect((await client.get(widgets, { namespace: 'one', name: 'older' })).status).toBeUndefined()
  })

  test('of an object that was deleted and made anew is a conflict', async () => {
    const ref = { namespace: 'one', name: 'anew' }
    const made = await client.create(widgets, { metadata: ref, spec: { size: 1 } })
    await client.delete(widgets, ref)
    await client.create(widgets, { metadata: ref, spec: { size: 1 } })
    const error = await client.replaceStatus(widgets, made, { phase: 'Late' }).catch((e: unknown) => e)
    expect(isConflict(error)).toBe(true)
  })

  test('that says what is already there makes no new version', async () => {
    const made = await client.create(widgets, {
      metadata: { namespace: 'one', name: 'same' },
      spec: { size: 1 },
    })
    const first = await client.replaceStatus(widgets, made, { phase: 'Running' })
    const second = await client.replaceStatus(widgets, first, { phase: 'Running' })
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion)
  })
})

describe('a merge patch', () => {
  test('with a version that is not current is a conflict', async () => {
    const ref = { namespace: 'one', name: 'merge' }
    const made = await client.create(configMaps, { metadata: ref, data: { a: '1' } })
    await client.patch(configMaps, ref, { type: 'merge', body: { data: { a: '2' } } })
    const { resourceVersion } = made.metadata
    const patch = { type: 'merge', body: { data: { a: '3' } }, resourceVersion } as const
    expect(isConflict(await client.patch(configMaps, ref, patch).catch((e: unknown) => e))).toBe(true)
  })
})

describe('server-side apply', () => {
  test('creates, keeps what others own, and takes what force asks for', async () => {
    const ref = { namespace: 'one', name: 'applied' }
    const applied = (data: Record<string, string>, force: boolean) =>
      client.patch(
        configMaps,
        ref,
        { type: 'apply', body: { metadata: ref, data } as KubeObject, force },
        { fieldManager: 'us' },
      )
    await applied({ ours: '1' }, false)
    await client.patch(configMaps, ref, { type: 'merge', body: { data: { ours: '2', theirs: '1' } } })
    expect(isConflict(await applied({ ours: '3' }, false).catch((e: unknown) => e))).toBe(true)
    expect((await applied({ ours: '3' }, true)).data).toEqual({ ours: '3', theirs: '1' })
  })
})

describe('a delete', () => {
  test('with the uid of an earlier object is a conflict', async () => {
    const ref = { namespace: 'one', name: 'uid' }
    const first = await client.create(configMaps, { metadata: ref })
    expect(await client.delete(configMaps, ref, { uid: first.metadata.uid })).toBeUndefined()
    await client.create(configMaps, { metadata: ref })
    const error = await client.delete(configMaps, ref, { uid: first.metadata.uid }).catch((e: unknown) => e)
    expect(isConflict(error)).toBe(true)
  })

  test('of an object with a finalizer resolves to the object, which stays', async () => {
    const ref = { namespace: 'one', name: 'finalized' }
    await client.create(configMaps, { metadata: { ...ref, finalizers: ['test.example.org/hold'] } })
    expect((await client.delete(configMaps, ref))?.metadata.deletionTimestamp).toBeTypeOf('string')
  })

  test('of a Deployment, which answers with a Status, resolves to undefined', async () => {
    const ref = { namespace: 'one', name: 'deployment' }
    const labels = { app: 'x' }
    await client.create(deployments, {
      metadata: ref,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'x', image: 'x' }] } },
      },
    })
    expect(await client.delete(deployments, ref)).toBeUndefined()
  })
})

describe('an error', () => {
  test('says what was tried and what the server said', async () => {
    const error = await client.get(configMaps, { namespace: 'one', name: 'nobody' }).catch((e: unknown) => e)
    expect(isNotFound(error)).toBe(true)
    expect(String(error)).toBe(
      'NotFoundError: get configmaps one/nobody: 404 NotFound: configmaps "nobody" not found',
    )
  })

  test('tells a taken name from a stale version', async () => {
    const ref = { namespace: 'one', name: 'taken' }
    await client.create(configMaps, { metadata: ref })
    expect(isAlreadyExists(await client.create(configMaps, { metadata: ref }).catch((e: unknown) => e))).toBe(
      true,
    )
  })

  test('names the fields that are invalid', async () => {
    const wrong = { metadata: { namespace: 'one', name: 'wrong' }, spec: { size: 0 } }
    const error = await client.create(widgets, wrong).catch((e: unknown) => e)
    expect(isInvalid(error) && error.fields).toEqual(['spec.size'])
  })

  test('does not quote a pod template that may not change', async () => {
    const jobs = defineResource<KubeObject & { spec: unknown }>({
      group: 'batch',
      version: 'v1',
      plural: 'jobs',
      kind: 'Job',
      namespaced: true,
    })
    const ref = { namespace: 'one', name: 'immutable' }
    const spec = (value: string) => ({
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'x', image: 'x', env: [{ name: 'PASSWORD', value }] }],
        },
      },
    })
    await client.create(jobs, { metadata: ref, spec: spec('old-secret') })
    const error = await client
      .patch(jobs, ref, { type: 'merge', body: { spec: spec('new-secret') } })
      .catch((e: unknown) => e)
    expect(isInvalid(error)).toBe(true)
    expect(String(error)).toContain('field is immutable')
    expect(String(error)).not.toContain('secret')
  })
})

test('a list of more objects than a page holds has them all', async () => {
  await client.create(namespaces, { metadata: { name: 'many' } })
  const names = Array.from({ length: 25 }, (_, at) => `many-${at}`)
  for (const name of names) await client.create(configMaps, { metadata: { namespace: 'many', name } })
  const first = await client.listPage(configMaps, { namespace: 'many', limit: 10 })
  expect(first.items).toHaveLength(10)
  const second = await client.listPage(configMaps, {
    namespace: 'many',
    limit: 10,
    continueToken: first.continueToken,
  })
  const third = await client.listPage(configMaps, {
    namespace: 'many',
    limit: 10,
    continueToken: second.continueToken,
  })
  expect(third.continueToken).toBeUndefined()
  const listed = [first, second, third].flatMap(({ items }) => items.map(({ metadata }) => metadata.name))
  expect(listed.toSorted()).toEqual(names.toSorted())
})

test('three hundred requests in a row use one connection, or two when the next one comes too soon for the first', async () => {
  for (let at = 0; at < 300; at += 1) {
    await client.get(namespaces, { name: 'one' }, { isRateLimited: false })
  }
  expect(direct.transport.connections()).toBeLessThanOrEqual(2)
})

test('what was sent is told by verb, resource and code', async () => {
  sent.length = 0
  await client.get(configMaps, { namespace: 'one', name: 'nobody' }).catch(() => undefined)
  expect(sent).toEqual([
    { verb: 'get', resource: 'configmaps', code: 404, durationMs: expect.any(Number) as number },
  ])
})
