import {
  addFinalizer,
  apply,
  configMaps,
  createEventRecorder,
  type EventRecorder,
  isConflict,
  type KubeClient,
  kubeEvents,
  namespaces,
  removeFinalizer,
  type SentRequest,
} from '@flink-operator/kube-runtime'
import { createFakeClock, type FakeClock } from '@flink-operator/kube-runtime/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DirectAccess, startDirectAccess } from './direct-access.ts'
import { eventually } from './eventually.ts'

let direct: DirectAccess
let client: KubeClient
let sent: SentRequest[]
let namespace: string
let namespaceCount = 0

beforeAll(async () => {
  direct = await startDirectAccess({ onRequest: (request) => sent.push(request) })
  client = direct.client
})

afterAll(() => direct.stop())

beforeEach(async () => {
  sent = []
  namespace = `things-${namespaceCount++}`
  await client.create(namespaces, { metadata: { name: namespace } })
})

describe('an event', () => {
  let clock: FakeClock
  let recorder: EventRecorder
  let errors: unknown[]

  beforeEach(() => {
    errors = []
    clock = createFakeClock({ startMs: Date.now() })
    recorder = createEventRecorder({
      client,
      reportingController: 'test.example.org/tester',
      reportingInstance: 'tester-0',
      onError: (error) => errors.push(error),
      clock,
    })
  })

  afterEach(async () => {
    await recorder.stop(5000)
    expect(errors).toEqual([])
  })

  const thing = (name = 'word-count') => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace, name, uid: `uid-of-${name}` },
  })
  const written = async (count: number) => {
    await eventually(async () => {
      expect(recorder.stats().waiting).toBe(0)
      expect(await client.list(kubeEvents, { namespace })).toHaveLength(count)
    })
    return client.list(kubeEvents, { namespace })
  }

  test('says what happened to what, when and by whom', async () => {
    recorder.record({
      regarding: thing(),
      type: 'Warning',
      reason: 'JobFailed',
      note: 'Out of\nmemory',
      action: 'Observe',
    })
    const [event] = await written(1)
    expect(event).toMatchObject({
      type: 'Warning',
      reason: 'JobFailed',
      note: 'Out of memory',
      action: 'Observe',
      regarding: { kind: 'ConfigMap', name: 'word-count', namespace, uid: 'uid-of-word-count' },
      reportingController: 'test.example.org/tester',
      reportingInstance: 'tester-0',
    })
    expect(event?.eventTime).toMatch(/\.\d{6}Z$/)
    expect(event).not.toHaveProperty('series')
  })

  test('with a note and a name that are too long is cut to what the server takes', async () => {
    recorder.record({
      regarding: thing('x'.repeat(253)),
      type: 'Normal',
      reason: 'Long',
      note: 'ä'.repeat(2000),
    })
    const [event] = await written(1)
    expect(Buffer.byteLength(event!.note!)).toBeLessThanOrEqual(1024)
  })

  test('that happens again raises the count of the first, in few writes', async () => {
    for (let at = 0; at < 50; at += 1) {
      recorder.record({ regarding: thing(), type: 'Normal', reason: 'Waiting', note: 'for a slot' })
      await clock.advance(1000)
    }
    await recorder.stop(5000)
    const events = await written(1)
    expect(events[0]?.series?.count).toBe(50)
    expect(
      sent.filter(({ resource, verb }) => resource === 'events' && verb !== 'list').length,
    ).toBeLessThanOrEqual(4)
  })

  test('of another note, or after six quiet minutes, is another event', async () => {
    const event = { regarding: thing(), type: 'Normal', reason: 'Waiting', note: 'for a slot' } as const
    recorder.record(event)
    recorder.record({ ...event, note: 'for a pod' })
    await clock.advance(360_000)
    recorder.record(event)
    await written(3)
  })

  test('beyond the share of its object is dropped, and other objects keep theirs', async () => {
    for (let at = 0; at < 40; at += 1) {
      recorder.record({ regarding: thing('noisy'), type: 'Normal', reason: 'Flood', note: `number ${at}` })
    }
    recorder.record({ regarding: thing('quiet'), type: 'Normal', reason: 'Once', note: 'here' })
    await written(26)
    // The server has the last event before its answer is here.
    await eventually(() => {
      expect(recorder.stats()).toMatchObject({ droppedTotal: 15, writtenTotal: 26 })
    })
  })

  test('whose series the server has forgotten begins a new one', async () => {
    const event = { regarding: thing(), type: 'Normal', reason: 'Waiting', note: 'for a slot' } as const
    recorder.record(event)
    const [first] = await written(1)
    await client.delete(kubeEvents, { namespace, name: first!.metadata.name })
    recorder.record(event)
    await clock.advance(30_000)
    await eventually(() => {
      expect(errors).toHaveLength(1)
    })
    errors = []
    recorder.record(event)
    await written(1)
  })
})

describe('a finalizer', () => {
  const hold = 'test.example.org/hold'

  test('is added to those of others, once', async () => {
    const ref = { namespace, name: 'added' }
    const made = await client.create(configMaps, {
      metadata: { ...ref, finalizers: ['other.example.org/x'] },
    })
    const added = await addFinalizer(client, configMaps, made, hold)
    expect(added.metadata.finalizers).toEqual(['other.example.org/x', hold])
    const requests = sent.length
    expect(await addFinalizer(client, configMaps, added, hold)).toBe(added)
    expect(sent).toHaveLength(requests)
  })

  test('is not added to an object that changed since it was read', async () => {
    const ref = { namespace, name: 'changed' }
    const made = await client.create(configMaps, { metadata: ref })
    await client.patch(configMaps, ref, { type: 'merge', body: { data: { a: '1' } } })
    const error = await addFinalizer(client, configMaps, made, hold).catch((e: unknown) => e)
    expect(isConflict(error)).toBe(true)
  })

  test('is removed although other fields changed, and lets the object go', async () => {
    const ref = { namespace, name: 'removed' }
    const made = await client.create(configMaps, { metadata: { ...ref, finalizers: [hold] } })
    await client.patch(configMaps, ref, { type: 'merge', body: { data: { a: '1' } } })
    await client.delete(configMaps, ref)
    expect(await removeFinalizer(client, configMaps, made, hold)).toBeUndefined()
    expect(await client.list(configMaps, { namespace, fieldSelector: 'metadata.name=removed' })).toEqual([])
    expect(await removeFinalizer(client, configMaps, made, hold)).toBeUndefined()
  })

  test('is not removed in the place of another', async () => {
    const ref = { namespace, name: 'moved' }
    const made = await client.create(configMaps, {
      metadata: { ...ref, finalizers: ['other.example.org/x', hold] },
    })
    await client.patch(configMaps, ref, {
      type: 'merge',
      body: { metadata: { finalizers: [hold, 'other.example.org/x'] } },
    })
    const error = await removeFinalizer(client, configMaps, made, hold).catch((e: unknown) => e)
    expect(isConflict(error)).toBe(true)
    expect((await client.get(configMaps, ref)).metadata.finalizers).toContain(hold)
    await client.patch(configMaps, ref, { type: 'merge', body: { metadata: { finalizers: null } } })
  })

  test('of an earlier object of the same name is left alone', async () => {
    const ref = { namespace, name: 'anew' }
    const made = await client.create(configMaps, { metadata: { ...ref, finalizers: [hold] } })
    await client.patch(configMaps, ref, { type: 'merge', body: { metadata: { finalizers: null } } })
    await client.delete(configMaps, ref)
    await client.create(configMaps, { metadata: { ...ref, finalizers: [hold] } })
    const error = await removeFinalizer(client, configMaps, made, hold).catch((e: unknown) => e)
    expect(isConflict(error)).toBe(true)
    await client.patch(configMaps, ref, { type: 'merge', body: { metadata: { finalizers: null } } })
  })
})

test('applying what is already there costs no request, and what was left out is removed', async () => {
  const options = { fieldManager: 'test' }
  const desired = { metadata: { namespace, name: 'applied' }, data: { a: '1', b: '2' } }
  const cached = await apply(client, configMaps, desired, options)
  const requests = sent.length
  expect(await apply(client, configMaps, desired, { ...options, cached })).toBe(cached)
  expect(sent).toHaveLength(requests)
  const less = { ...desired, data: { a: '1' } }
  expect((await apply(client, configMaps, less, options)).data).toEqual({ a: '1' })
})
