import { PassThrough } from 'node:stream'
import { createWorkQueue } from '@flink-operator/kube-runtime'
import { createFakeClock } from '@flink-operator/kube-runtime/testing'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { createLeading } from './leading.ts'
import { createLog } from './log.ts'
import { type StoredApplication } from './resources.ts'

const app = (namespace: string) => ({ metadata: { namespace, name: 'count' } }) as StoredApplication

/** One worker that keeps each key until it is let go. */
function leadingOf(given: { namespaces?: string[]; gone?: string[]; resyncPeriodMs?: number } = {}) {
  const { namespaces = [], gone = [], resyncPeriodMs = 30_000 } = given
  const clock = createFakeClock()
  const queue = createWorkQueue({ clock })
  const stopping = new AbortController()
  const log = createLog(readConfig([]).logger, new PassThrough())
  const leading = createLeading({ queue, namespaces, resyncPeriodMs, clock, log, stopping: stopping.signal })
  const letGo = Promise.withResolvers<undefined>()
  const taken: string[] = []
  const never = new Promise<void>(() => undefined)
  const listOf = (namespace?: string) => (namespace && gone.includes(namespace) ? never : Promise.resolve())
  const known = (namespaces.length === 0 ? ['jobs'] : namespaces).map(app)
  const lead = (signal: AbortSignal) =>
    leading.lead(signal, {
      informers: [
        {
          whenSynced: (_, namespace) => listOf(namespace),
          refresh: (_, namespace) => listOf(namespace),
        },
      ],
      applications: {
        list: (namespace) =>
          known.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace),
      },
      work: async () => {
        for (let key = await queue.take(); key !== undefined; key = await queue.take()) {
          taken.push(key)
          await letGo.promise
          queue.done(key)
        }
      },
      workers: 1,
    })
  const stop = () => stopping.abort(new Error('received SIGTERM'))
  return { clock, queue, leading, lead, signal: stopping.signal, stop, taken, letGo }
}

/** What a promise has come to. */
function stateOf(promise: Promise<unknown>): { isOver: boolean } {
  const state = { isOver: false }
  void promise.then(() => (state.isOver = true))
  return state
}

test('what is in flight when the process is to end holds up the lease for 0.3 s, and its end for 5 s', async () => {
  const { clock, leading, lead, signal, stop, taken } = leadingOf()
  const led = stateOf(lead(signal))
  await clock.advance(0)
  expect(taken).toEqual(['jobs/count'])
  stop()
  await clock.advance(299)
  expect(led.isOver).toBe(false)
  await clock.advance(1)
  expect(led.isOver).toBe(true)
  const finished = stateOf(leading.finished())
  await clock.advance(4_999)
  expect(finished.isOver).toBe(false)
  await clock.advance(1)
  expect(finished.isOver).toBe(true)
})

test('what comes back sooner holds up neither', async () => {
  const { clock, leading, lead, signal, stop, letGo } = leadingOf()
  const led = stateOf(lead(signal))
  await clock.advance(0)
  stop()
  letGo.resolve(undefined)
  await clock.advance(0)
  const finished = stateOf(leading.finished())
  await clock.advance(0)
  expect([led.isOver, finished.isOver]).toEqual([true, true])
})

test('who stands by keeps no keys, and neither does who leads no longer', async () => {
  const { clock, queue, leading, lead, signal, stop, taken } = leadingOf()
  leading.woken.add('jobs/of-long-ago')
  expect(queue.stats()).toMatchObject({ ready: 0, addsTotal: 0 })
  void lead(signal)
  await clock.advance(0)
  leading.woken.add('jobs/new')
  expect(queue.stats().ready).toBe(1)
  expect(taken).toEqual(['jobs/count'])
  stop()
  await clock.advance(0)
  leading.woken.add('jobs/newer')
  expect(queue.stats().ready).toBe(0)
})

test('a namespace that cannot be listed holds up no other', async () => {
  const { clock, leading, lead, signal, taken } = leadingOf({ namespaces: ['gone', 'here'], gone: ['gone'] })
  void lead(signal)
  await clock.advance(0)
  expect(taken).toEqual(['here/count'])
  expect(['gone/count', 'here/count', 'other/count'].map(leading.isListed)).toEqual([false, true, false])
})

test('all applications are looked at every resync period', async () => {
  const { clock, queue, lead, signal, letGo } = leadingOf({ resyncPeriodMs: 10_000 })
  void lead(signal)
  letGo.resolve(undefined)
  await clock.advance(0)
  expect(queue.stats().addsTotal).toBe(1)
  await clock.advance(30_000)
  expect(queue.stats().addsTotal).toBe(4)
})
