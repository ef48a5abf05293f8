import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock, type FakeClock } from './testing/fake-clock.ts'
import { createWorkQueue, type WorkQueue } from './work-queue.ts'

let clock: FakeClock
let queue: WorkQueue

beforeEach(() => {
  clock = createFakeClock({ random: () => 0 })
  queue = createWorkQueue({ clock })
})

/** Every key that can be had now, none of them given back. */
async function takeAll(from: WorkQueue): Promise<string[]> {
  const taken: string[] = []
  while (from.stats().ready > 0) taken.push((await from.take())!)
  return taken
}

describe('a key', () => {
  test('added twice while it waits is handed out once', async () => {
    queue.add('a')
    queue.add('a')
    expect(await takeAll(queue)).toEqual(['a'])
  })

  test('added while a worker has it is handed out again after that, once', async () => {
    queue.add('a')
    await queue.take()
    queue.add('a')
    queue.add('a')
    expect(queue.stats().ready).toBe(0)
    queue.done('a')
    expect(await takeAll(queue)).toEqual(['a'])
  })

  test('wakes a worker that waits', async () => {
    const taken = queue.take()
    queue.add('a')
    expect(await taken).toBe('a')
  })

  test('given back without having been taken is a bug of the caller', () => {
    expect(() => queue.done('a')).toThrow('a was given back, but nobody had taken it')
  })
})

describe('of several times for a key', () => {
  test('the earliest counts', async () => {
    queue.addAfter('a', 300)
    queue.addAfter('a', 100)
    queue.addAfter('a', 200)
    await clock.advance(99)
    expect(queue.stats().ready).toBe(0)
    await clock.advance(1)
    expect(await takeAll(queue)).toEqual(['a'])
    queue.done('a')
    await clock.advance(1000)
    expect(queue.stats()).toMatchObject({ ready: 0, delayed: 0 })
  })

  test('now is the earliest, and the later one is forgotten', async () => {
    queue.addAfter('a', 100)
    queue.add('a')
    expect(await takeAll(queue)).toEqual(['a'])
    queue.done('a')
    await clock.advance(1000)
    expect(queue.stats().ready).toBe(0)
  })
})

describe('a time that was set for a key holds', () => {
  test('though the key is put among those that nobody waits for', async () => {
    queue.add('b', 'low')
    queue.addAfter('a', 100)
    queue.add('a', 'low')
    await clock.advance(100)
    expect(await takeAll(queue)).toEqual(['a', 'b'])
  })

  test('though that was done while a worker had it', async () => {
    queue.add('a')
    await queue.take()
    queue.add('a', 'low')
    queue.addAfter('a', 100)
    queue.add('b', 'low')
    queue.done('a')
    await clock.advance(100)
    expect(await takeAll(queue)).toEqual(['a', 'b'])
  })

  test('no longer once it was looked at', async () => {
    queue.addAfter('a', 100)
    queue.add('a', 'low')
    expect(await takeAll(queue)).toEqual(['a'])
    queue.done('a')
    await clock.advance(100)
    expect(queue.stats()).toMatchObject({ ready: 0, delayed: 0 })
  })
})

describe('failures', () => {
  test('in a row double the pause, up to its maximum', async () => {
    queue = createWorkQueue({ clock, baseDelayMs: 100, maxDelayMs: 1000 })
    const pausesMs: number[] = []
    for (let failure = 0; failure < 6; failure += 1) {
      const beforeMs = clock.monotonicMs()
      queue.addRateLimited('a')
      while (queue.stats().ready === 0) await clock.advance(50)
      pausesMs.push(clock.monotonicMs() - beforeMs)
      await queue.take()
      queue.done('a')
    }
    expect(pausesMs).toEqual([100, 200, 400, 800, 1000, 1000])
  })

  test('no longer count once it went well', () => {
    queue.addRateLimited('a')
    queue.addRateLimited('a')
    expect(queue.failures('a')).toBe(2)
    queue.forget('a')
    expect(queue.failures('a')).toBe(0)
    expect(queue.stats().failing).toBe(0)
  })

  test('pause at least as long as the server asked', async () => {
    queue.addRateLimited('a', 5000)
    await clock.advance(4999)
    expect(queue.stats().ready).toBe(0)
    await clock.advance(1)
    expect(queue.stats().ready).toBe(1)
  })
})

describe('turns', () => {
  test('go to normal priority first, and every eighth to low', async () => {
    for (let at = 0; at < 3; at += 1) queue.add(`low-${at}`, 'low')
    for (let at = 0; at < 10; at += 1) queue.add(`normal-${at}`)
    const taken = await takeAll(queue)
    expect(taken.indexOf('low-0')).toBe(7)
    expect(taken.slice(-2)).toEqual(['low-1', 'low-2'])
  })

  test('of a low key become normal when somebody does something to it', async () => {
    queue.add('first', 'low')
    queue.add('second', 'low')
    queue.add('second')
    expect(await takeAll(queue)).toEqual(['second', 'first'])
  })

  test('are shared between namespaces', async () => {
    for (let at = 0; at < 4; at += 1) queue.add(`busy/${at}`)
    queue.add('quiet/0')
    expect(await takeAll(queue)).toEqual(['busy/0', 'quiet/0', 'busy/1', 'busy/2', 'busy/3'])
  })
})

describe('keys that were held up when they were out last', () => {
  const holdUp = async (...keys: string[]) => {
    for (const key of keys) queue.add(key)
    while (queue.stats().ready > 0) await queue.take()
    for (const key of keys) {
      queue.heldUp(key)
      queue.done(key)
    }
  }
  beforeEach(() => {
    queue = createWorkQueue({ clock, maxHeldUp: 2 })
  })

  test('leave workers to the others, whatever their number', async () => {
    const stuck = Array.from({ length: 20 }, (_, at) => `stuck/${at}`)
    await holdUp(...stuck)
    for (const key of stuck) queue.add(key)
    const taken = [await queue.take(), await queue.take()]
    expect(taken).toEqual(['stuck/0', 'stuck/1'])

    const third = queue.take()
    queue.add('well/0')
    expect(await third).toBe('well/0')
    queue.done('well/0')

    const fourth = queue.take()
    queue.done('stuck/1')
    expect(await fourth).toBe('stuck/2')
  })

  test('come to their turn, however busy the others are', async () => {
    await holdUp('stuck/0')
    queue.add('stuck/0')
    for (let at = 0; at < 20; at += 1) queue.add(`well/${at}`)
    expect((await takeAll(queue)).indexOf('stuck/0')).toBeLessThan(8)
  })

  test('count among the others again once they were not', async () => {
    await holdUp('a', 'b', 'c')
    for (const key of ['a', 'b', 'c']) {
      queue.add(key)
      queue.done((await queue.take())!)
    }
    for (const key of ['a', 'b', 'c']) queue.add(key)
    expect(await takeAll(queue)).toEqual(['a', 'b', 'c'])
  })
})

describe('after shutdown', () => {
  test('waiting workers get nothing, and nothing is taken in', async () => {
    const taken = queue.take()
    queue.addAfter('later', 10)
    void queue.shutDown()
    expect(await taken).toBeUndefined()
    queue.add('a')
    await clock.advance(100)
    expect(await queue.take()).toBeUndefined()
    expect(clock.pendingTimers()).toBe(0)
  })

  test('it is over when the last key has come back', async () => {
    queue.add('a')
    queue.add('b')
    await queue.take()
    await queue.take()
    let isOver = false
    const over = queue.shutDown().then(() => (isOver = true))
    queue.done('a')
    await clock.advance(0)
    expect(isOver).toBe(false)
    queue.done('b')
    await over
  })
})

test('what it tells about waiting and working is what the clock says', async () => {
  const told: unknown[] = []
  queue = createWorkQueue({ clock, onTaken: (taken) => told.push(taken), onDone: (done) => told.push(done) })
  queue.add('a')
  await clock.advance(30)
  expect(queue.stats().oldestWaitMs).toBe(30)
  await queue.take()
  await clock.advance(40)
  expect(queue.stats()).toMatchObject({ processing: 1, longestRunMs: 40, oldestWaitMs: 0 })
  queue.done('a')
  expect(told).toEqual([
    { key: 'a', waitedMs: 30 },
    { key: 'a', workedMs: 40 },
  ])
})

describe('whatever is done to it in whatever order', () => {
  const key = fc.constantFrom('n/a', 'n/b', 'm/c', 'm/d', 'e')
  const step = fc.oneof(
    fc.record({
      do: fc.constant('add' as const),
      key,
      priority: fc.constantFrom('normal' as const, 'low' as const),
    }),
    fc.record({ do: fc.constant('addAfter' as const), key, delayMs: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ do: fc.constant('addRateLimited' as const), key }),
    fc.record({ do: fc.constant('forget' as const), key }),
    fc.record({ do: fc.constant('take' as const) }),
    fc.record({ do: fc.constant('done' as const), pick: fc.nat(10), isHeldUp: fc.boolean() }),
    fc.record({ do: fc.constant('advance' as const), byMs: fc.integer({ min: 0, max: 60 }) }),
  )

  test('no key is lost, none is handed out twice at once, none without a reason', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const clock = createFakeClock({ random: () => 0 })
        const queue = createWorkQueue({ clock, baseDelayMs: 10, maxDelayMs: 40, maxHeldUp: 1 })
        /** Keys that somebody wants looked at, and that nobody has begun to look at since. */
        const owed = new Set<string>()
        const out: string[] = []
        /** When they were out last. */
        const heldUp = new Set<string>()

        const isHeldUpOut = () => out.some((key) => heldUp.has(key))
        const isAnyToBeHad = () => {
          const { ready, readyHeldUp } = queue.stats()
          return ready > (isHeldUpOut() ? readyHeldUp : 0)
        }
        const took = (key: string) => {
          expect(out).not.toContain(key)
          expect(owed.has(key)).toBe(true)
          expect(heldUp.has(key) && isHeldUpOut()).toBe(false)
          owed.delete(key)
          out.push(key)
        }
        const giveBack = (pick: number, isHeldUp = false) => {
          const [key] = out.splice(pick % out.length, 1)
          if (isHeldUp) queue.heldUp(key!)
          queue.done(key!)
          heldUp.delete(key!)
          if (isHeldUp) heldUp.add(key!)
        }

        for (const step of steps) {
          switch (step.do) {
            case 'add':
              queue.add(step.key, step.priority)
              owed.add(step.key)
              break
            case 'addAfter':
              queue.addAfter(step.key, step.delayMs)
              owed.add(step.key)
              break
            case 'addRateLimited':
              queue.addRateLimited(step.key)
              owed.add(step.key)
              break
            case 'forget':
              queue.forget(step.key)
              break
            case 'take':
              if (isAnyToBeHad()) took((await queue.take())!)
              break
            case 'done':
              if (out.length > 0) giveBack(step.pick, step.isHeldUp)
              break
            case 'advance':
              await clock.advance(step.byMs)
          }
        }

        // Time passes and the workers go on: everything owed comes, and then nothing more.
        while (out.length > 0) giveBack(0)
        await clock.advance(100)
        while (queue.stats().ready > 0) {
          took((await queue.take())!)
          giveBack(0)
          await clock.advance(100)
        }
        expect([...owed]).toEqual([])
        expect(queue.stats()).toMatchObject({ ready: 0, delayed: 0, processing: 0 })
        expect(clock.pendingTimers()).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  test('a namespace with one key waits for at most one turn of each other namespace', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ namespace: fc.constantFrom('a', 'b', 'c'), at: fc.nat(50) }), {
          maxLength: 100,
        }),
        async (others) => {
          const queue = createWorkQueue({ clock: createFakeClock() })
          for (const { namespace, at } of others) queue.add(`${namespace}/${at}`)
          queue.add('z/lonely')
          const taken = await takeAll(queue)
          expect(taken.indexOf('z/lonely')).toBeLessThanOrEqual(3)
          expect(new Set(taken).size).toBe(taken.length)
        },
      ),
      { numRuns: 200 },
    )
  })
})
