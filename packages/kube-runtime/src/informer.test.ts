import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { pods } from './built-in.ts'
import { createInformer } from './informer.ts'
import { ForbiddenError } from './errors.ts'
import { type KubeClient } from './kube-client.ts'
import { createFakeClock } from './testing/fake-clock.ts'
import { type OpenStream } from './transport.ts'

/** Says nothing more than this. */
function silentWatch({ said = '', endsWhenClosed }: { said?: string; endsWhenClosed: boolean }): OpenStream {
  const body = new PassThrough()
  if (said) body.write(said)
  return { body, close: () => endsWhenClosed && body.end() }
}

const emptyList = { items: [], resourceVersion: '1', continueToken: undefined }

/** What liveness says of an informer after ten minutes. */
async function stallAfterTenMinutes(answers: {
  listPage: () => Promise<typeof emptyList>
  openWatch: () => Promise<OpenStream>
}): Promise<string | undefined> {
  const clock = createFakeClock()
  const informer = createInformer({ client: answers as unknown as KubeClient, resource: pods, clock })
  void informer.run(new AbortController().signal)
  await clock.advance(600_000)
  return informer.stall()
}

test.each([
  {
    name: 'an API server that is away is no dead watch: a restart would not help',
    listPage: () => Promise.reject(new Error('away')),
    openWatch: () => Promise.reject(new Error('away')),
    want: undefined,
  },
  {
    name: 'a silent watch that can be opened anew is not dead',
    listPage: () => Promise.resolve(emptyList),
    openWatch: () => Promise.resolve(silentWatch({ endsWhenClosed: true })),
    want: undefined,
  },
  {
    name: 'a silent watch that does not even end when it is closed is dead',
    listPage: () => Promise.resolve(emptyList),
    openWatch: () => Promise.resolve(silentWatch({ endsWhenClosed: false })),
    want: 'the watch of pods has not moved for 600 s',
  },
  {
    name: 'a list that never comes is dead',
    listPage: () => new Promise<typeof emptyList>(() => undefined),
    openWatch: () => Promise.reject(new Error('not reached')),
    want: 'the watch of pods has not moved for 600 s',
  },
])('$name', async ({ want, ...answers }) => {
  expect(await stallAfterTenMinutes(answers)).toBe(want)
})

test('the age of the last event is told although nothing has been heard yet of another namespace', async () => {
  const clock = createFakeClock()
  const bookmark = `${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '2' } } })}\n`
  const client = {
    listPage: () => Promise.resolve(emptyList),
    openWatch: (_: unknown, { namespace }: { namespace: string }) =>
      Promise.resolve(silentWatch({ said: namespace === 'heard' ? bookmark : '', endsWhenClosed: true })),
  } as unknown as KubeClient
  const informer = createInformer({ client, resource: pods, namespaces: ['heard', 'silent'], clock })
  void informer.run(new AbortController().signal)
  await clock.advance(5_000)
  expect(informer.stats().lastEventAgeMs).toBe(5_000)
})

test('who asks for a new list does not wait for the end of the pause after a failure', async () => {
  const clock = createFakeClock()
  const client = {
    listPage: () => Promise.resolve(emptyList),
    openWatch: () => Promise.reject(new Error('away')),
  } as unknown as KubeClient
  const informer = createInformer({ client, resource: pods, clock })
  void informer.run(new AbortController().signal)
  // Long enough that the pauses are as long as they become, and not at the end of one.
  await clock.advance(60_000)
  let isListed = false
  void informer.refresh().then(() => (isListed = true))
  await clock.advance(0)
  expect(isListed).toBe(true)
})

test.each([
  { name: 'holds up no other', refused: ['gone'], synced: ['here'], missing: [] },
  {
    name: 'is missed while there is no other',
    refused: ['here', 'gone'],
    synced: [],
    missing: ['here', 'gone'],
  },
])('a namespace that may not be looked at $name', async ({ refused, synced, missing }) => {
  const clock = createFakeClock()
  const client = {
    listPage: (_: unknown, { namespace }: { namespace: string }) =>
      refused.includes(namespace)
        ? Promise.reject(new ForbiddenError('no', { action: 'list pods', statusCode: 403 }))
        : Promise.resolve(emptyList),
    openWatch: () => Promise.resolve(silentWatch({ endsWhenClosed: true })),
  } as unknown as KubeClient
  const informer = createInformer({ client, resource: pods, namespaces: ['here', 'gone'], clock })
  expect(informer.missing()).toEqual(['here', 'gone'])
  void informer.run(new AbortController().signal)
  const known: string[] = []
  for (const namespace of ['here', 'gone'])
    void informer
      .whenSynced(undefined, namespace)
      .then(() => informer.refresh(undefined, namespace))
      .then(() => known.push(namespace))
  await clock.advance(1_000)
  expect({ known, missing: informer.missing() }).toEqual({ known: synced, missing })
})
