import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { byLabel, byOwnerUid, type Cache, type Change, createCache, isAtLeast } from './cache.ts'
import { type KubeObject, type Stored } from './resource.ts'
import { createFakeClock, type FakeClock } from './testing/fake-clock.ts'

interface Thing extends KubeObject {
  size?: number
}

const thing = (name: string, version: number | string, size = 0, uid = `uid-of-${name}`): Stored<Thing> => ({
  metadata: { namespace: 'n', name, uid, resourceVersion: String(version) },
  size,
})
const ref = (name: string) => ({ namespace: 'n', name })

let clock: FakeClock
let cache: Cache<Thing>
let changes: Change<Thing>[]
const told = () => changes.map(({ previous, current }) => [previous?.size, current?.size])

beforeEach(() => {
  clock = createFakeClock()
  changes = []
  cache = createCache<Thing>({ clock, onChange: (change) => changes.push(change) })
})

/** A write that is answered when the test says so. */
function openWrite(name: string) {
  const answer = Promise.withResolvers<Stored<Thing> | undefined>()
  const written = cache.write(ref(name), () => answer.promise)
  return {
    async answer(object: Stored<Thing> | undefined) {
      answer.resolve(object)
      await written
    },
    async fail() {
      answer.reject(new Error('connection reset'))
      await written.catch(() => undefined)
    },
  }
}

describe('our own write', () => {
  test('is seen as soon as it is answered, and told once the watch reports it', async () => {
    const write = openWrite('a')
    await write.answer(thing('a', 2, 1))
    expect(cache.get(ref('a'))?.size).toBe(1)
    expect(changes).toEqual([])
    cache.upsert(thing('a', 2, 1))
    expect(told()).toEqual([[undefined, 1]])
    expect(cache.pendingWrites).toBe(0)
  })

  test('hides older states that the watch still reports', async () => {
    cache.upsert(thing('a', 1, 1))
    const write = openWrite('a')
    await write.answer(thing('a', 3, 3))
    cache.upsert(thing('a', 2, 2))
    expect(cache.get(ref('a'))?.size).toBe(3)
    cache.upsert(thing('a', 3, 3))
    expect(told()).toEqual([
      [undefined, 1],
      [1, 3],
    ])
  })

  test('that the watch reported before the answer came hides nothing', async () => {
    const write = openWrite('a')
    cache.upsert(thing('a', 2, 2))
    cache.upsert(thing('a', 3, 3))
    await write.answer(thing('a', 2, 2))
    expect(cache.get(ref('a'))?.size).toBe(3)
    expect(cache.pendingWrites).toBe(0)
  })

  test('that somebody overtook gives way to the later version', async () => {
    const write = openWrite('a')
    await write.answer(thing('a', 2, 2))
    // A list that jumped over version 2.
    cache.upsert(thing('a', 10, 3))
    expect(cache.get(ref('a'))?.size).toBe(3)
  })

  test('that changed nothing hides nothing', async () => {
    cache.upsert(thing('a', 1, 1))
    const write = openWrite('a')
    await write.answer(thing('a', 1, 1))
    expect(cache.pendingWrites).toBe(0)
  })

  test('that failed changes nothing', async () => {
    cache.upsert(thing('a', 1, 1))
    const write = openWrite('a')
    await write.fail()
    expect(cache.get(ref('a'))?.size).toBe(1)
    cache.upsert(thing('a', 2, 2))
    expect(cache.get(ref('a'))?.size).toBe(2)
  })

  test('ends with the deletion of the object, seen or not', async () => {
    const write = openWrite('a')
    await write.answer(thing('a', 2, 1))
    cache.remove(thing('a', 3, 1))
    expect(cache.get(ref('a'))).toBeUndefined()
    expect(told()).toEqual([[1, undefined]])
  })

  test('that was deleted before the answer came does not bring the object back', async () => {
    cache.upsert(thing('a', 1, 1))
    const write = openWrite('a')
    cache.remove(thing('a', 3, 1))
    await write.answer(thing('a', 2, 2))
    expect(cache.get(ref('a'))).toBeUndefined()
  })

  test('outlives the end of an earlier object of the same name', async () => {
    cache.upsert(thing('a', 1, 1, 'old'))
    const write = openWrite('a')
    await write.answer(thing('a', 5, 5, 'new'))
    cache.remove(thing('a', 4, 1, 'old'))
    expect(cache.get(ref('a'))?.size).toBe(5)
    cache.upsert(thing('a', 5, 5, 'new'))
    expect(cache.get(ref('a'))?.size).toBe(5)
  })

  test('outlives a list that began before it, and gives way to one that began after it', async () => {
    const before = cache.beginList()
    const write = openWrite('a')
    await write.answer(thing('a', 'x', 1))
    cache.replace([], before, { resourceVersion: 'w', isInitial: true })
    expect(cache.get(ref('a'))?.size).toBe(1)
    cache.replace([], cache.beginList(), { resourceVersion: 'y', isInitial: false })
    expect(cache.get(ref('a'))).toBeUndefined()
  })

  test('stands in front for five minutes at most', async () => {
    cache.upsert(thing('a', 1, 1))
    const write = openWrite('a')
    await write.answer(thing('a', 'opaque', 2))
    await clock.advance(299_000)
    expect(cache.get(ref('a'))?.size).toBe(2)
    await clock.advance(1000)
    expect(cache.get(ref('a'))?.size).toBe(1)
  })
})

describe('our own deletion', () => {
  test('hides the object until the watch reports its end', async () => {
    cache.upsert(thing('a', 1, 1))
    const write = openWrite('a')
    await write.answer(undefined)
    cache.upsert(thing('a', 2, 2))
    expect(cache.get(ref('a'))).toBeUndefined()
    cache.remove(thing('a', 3, 2))
    expect(told()).toEqual([
      [undefined, 1],
      [1, undefined],
    ])
    expect(cache.pendingWrites).toBe(0)
  })

  test('does not hide an object made anew', async () => {
    cache.upsert(thing('a', 1, 1, 'old'))
    const write = openWrite('a')
    await write.answer(undefined)
    cache.upsert(thing('a', 5, 5, 'new'))
    expect(cache.get(ref('a'))?.size).toBe(5)
  })
})

describe('a list', () => {
  test('tells what came, what changed and what went, and not what stayed', () => {
    for (const object of [thing('stays', 1, 1), thing('changes', 2, 2), thing('goes', 3, 3)])
      cache.upsert(object)
    changes = []
    const listed = [thing('stays', 1, 1), thing('changes', 5, 5), thing('comes', 6, 6)]
    cache.replace(listed, cache.beginList(), { resourceVersion: '9', isInitial: false })
    expect(told()).toEqual([
      [2, 5],
      [undefined, 6],
      [3, undefined],
    ])
  })

  test('of one namespace leaves the others alone', () => {
    cache.upsert(thing('a', 1))
    cache.replace([], cache.beginList(), { namespace: 'other', resourceVersion: '9', isInitial: false })
    expect(cache.size).toBe(1)
  })

  test('tells an object made anew as gone and come', () => {
    cache.upsert(thing('a', 1, 1, 'old'))
    cache.replace([thing('a', 9, 9, 'new')], cache.beginList(), { resourceVersion: '9', isInitial: false })
    expect(told()).toEqual([
      [undefined, 1],
      [1, undefined],
      [undefined, 9],
    ])
  })
})

test('an index finds by owner and by label, and forgets what changed', () => {
  const owned = (version: number, label: string): Stored<Thing> => ({
    metadata: {
      ...thing('a', version).metadata,
      labels: { color: label },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Owner', name: 'o', uid: 'owner-1' }],
    },
  })
  const indexed = createCache<Thing, 'owner' | 'color'>({
    clock,
    indexers: { owner: byOwnerUid, color: byLabel('color') },
  })
  indexed.upsert(owned(1, 'red'))
  expect(indexed.find('owner', 'owner-1')).toHaveLength(1)
  expect(indexed.find('color', 'red')).toHaveLength(1)
  indexed.upsert(owned(2, 'blue'))
  expect(indexed.find('color', 'red')).toEqual([])
  expect(indexed.find('color', 'blue')).toHaveLength(1)
  indexed.remove(owned(3, 'blue'))
  expect(indexed.find('owner', 'owner-1')).toEqual([])
})

test('an object that is read cannot be changed', () => {
  cache.upsert({ ...thing('a', 1), metadata: { ...thing('a', 1).metadata, labels: { color: 'red' } } })
  const { labels } = cache.get(ref('a'))!.metadata
  expect(() => {
    labels!.color = 'blue'
  }).toThrow(TypeError)
})

test('neither managed fields nor the copy of kubectl apply are kept', () => {
  const last = 'kubectl.kubernetes.io/last-applied-configuration'
  cache.upsert({
    metadata: { ...thing('a', 1).metadata, managedFields: [{}], annotations: { [last]: '{}', kept: 'yes' } },
  })
  expect(cache.get(ref('a'))?.metadata).toEqual({ ...thing('a', 1).metadata, annotations: { kept: 'yes' } })
})

test('a listener that throws harms nobody', () => {
  const errors: unknown[] = []
  const fragile = createCache<Thing>({
    onChange: () => {
      throw new Error('broken')
    },
    onError: (error) => errors.push(error),
  })
  fragile.upsert(thing('a', 1))
  expect(fragile.size).toBe(1)
  expect(errors).toHaveLength(1)
})

test.each([
  ['10', '9', true],
  ['9', '10', false],
  ['9', '9', true],
  ['abc', 'abc', true],
  ['abc', '9', false],
  ['18446744073709551616', '18446744073709551615', true],
])('version %s is at least %s: %s', (version, than, expected) => {
  expect(isAtLeast(version, than)).toBe(expected)
})

/**
 * One object on a server whose every version is reported in order, but late; writes of ours and of others in
 * between. What we read is never from before a write of ours that was answered.
 */
test('a read never goes back behind a write of ours, whatever the order of answers and reports', async () => {
  const step = fc.constantFrom('ours', 'theirs', 'answer', 'report', 'remove', 'list')
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const cache = createCache<Thing>({ clock: createFakeClock() })
      let version = 1
      let uid = 1
      let current: Stored<Thing> | undefined
      const reports: (() => void)[] = []
      const answers: (() => Promise<void>)[] = []
      /** The newest of our writes that was answered, and not deleted since as far as we were told. */
      let answered = 0

      const change = () => {
        version += 1
        current = thing('a', version, version, `uid-${uid}`)
        const now = current
        reports.push(() => cache.upsert(now))
        return now
      }
      for (const step of steps) {
        switch (step) {
          case 'theirs':
            change()
            break
          case 'ours': {
            const gate = Promise.withResolvers<undefined>()
            const written = cache.write(ref('a'), async () => {
              const now = change()
              await gate.promise
              return now
            })
            answers.push(async () => {
              gate.resolve(undefined)
              const { metadata } = await written
              const isGone = current === undefined || current.metadata.uid !== metadata.uid
              if (!isGone) answered = Math.max(answered, Number(metadata.resourceVersion))
            })
            break
          }
          case 'answer':
            await answers.shift()?.()
            break
          case 'report':
            reports.shift()?.()
            break
          case 'remove': {
            const gone = current
            if (gone === undefined) break
            version += 1
            current = undefined
            uid += 1
            answered = 0
            reports.push(() => cache.remove(gone))
            break
          }
          case 'list':
            // A new watch begins at the list: what was under way is in it.
            reports.length = 0
            cache.replace(current === undefined ? [] : [current], cache.beginList(), {
              resourceVersion: String(version),
              isInitial: false,
            })
        }
        if (current !== undefined && answered > 0) {
          expect(Number(cache.get(ref('a'))?.metadata.resourceVersion ?? 0)).toBeGreaterThanOrEqual(answered)
        }
      }
      for (const answer of answers) await answer()
      for (const report of reports) report()
      expect(cache.get(ref('a'))?.metadata.resourceVersion).toBe(current?.metadata.resourceVersion)
      expect(cache.pendingWrites).toBe(0)
    }),
    { numRuns: 2000 },
  )
})
