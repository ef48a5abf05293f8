import { type Clock, systemClock } from './clock.ts'
import { keyOf, type KubeObject, type ObjectRef, refOf, refOfObject, type Stored } from './resource.ts'

/** The values under which an index finds an object, such as the uids of its owners. */
export type Indexer<T extends KubeObject> = (object: Stored<T>) => readonly string[]

export interface Change<T extends KubeObject> {
  key: string
  /** Absent when the object is gone. */
  current: Stored<T> | undefined
  /** Absent when the object is new. */
  previous: Stored<T> | undefined
  /** It came with the first list, not because somebody did something. */
  isInitial: boolean
}

export interface CacheOptions<T extends KubeObject, IndexName extends string> {
  indexers?: Record<IndexName, Indexer<T>>
  /** Told about each change, in order. Meant to add a key to a queue: it must neither throw nor wait. */
  onChange?: (change: Change<T>) => void
  /** An `onChange` that threw all the same. */
  onError?: (error: unknown) => void
  /** What is kept of an object; must not change its argument. @default `withoutBulk` */
  prune?: (object: Stored<T>) => Stored<T>
  /** How long a write of ours may stand in front of what the watch says; see `write`. @default 300_000 */
  writeTimeoutMs?: number
  clock?: Clock
}

/** What a controller reads: the newest known state of the objects of one resource type, frozen. */
export interface ReadCache<T extends KubeObject, IndexName extends string = never> {
  get(ref: ObjectRef): Stored<T> | undefined
  /** All objects, or those of one namespace. */
  list(namespace?: string): Stored<T>[]
  /** Those that an index finds under a value. */
  find(index: IndexName, value: string): Stored<T>[]
  readonly size: number
  /** Writes of ours that the watch has not reported yet. */
  readonly pendingWrites: number
  /**
   * Runs a write of ours and makes its result visible here at once, so that the next decision cannot be made on
   * a state from before the write: that is how a second object comes to be.
   *
   * The result stands in front of what the watch reports until the watch reports that version or a later one,
   * the object's deletion, or a list that began after the write. `onChange` is told then, not before. A write
   * that changed nothing, or that the watch has already reported, is left to the watch.
   *
   * The write must be of the object that `ref` names, and what it writes must match the selectors of the watch.
   * If it rejects, the cache stays as it is: whether the write happened is for the next pass to find out.
   *
   * @param run resolves to the object as the server returned it, or to undefined once it is gone; the object is
   *   frozen
   */
  write<Result extends Stored<T> | undefined>(ref: ObjectRef, run: () => Promise<Result>): Promise<Result>
}

/** What a reflector writes. */
export interface Cache<T extends KubeObject, IndexName extends string = never> extends ReadCache<
  T,
  IndexName
> {
  /** Marks the start of a list, to be handed to `replace`. */
  beginList(): ListStart
  /** The whole state of one namespace, or of all. */
  replace(objects: readonly Stored<T>[], start: ListStart, facts: ListFacts): void
  upsert(object: Stored<T>): void
  remove(object: Stored<T>): void
}

export interface ListStart {
  readonly sequence: number
}

export interface ListFacts {
  /** What was listed; everything when left out. */
  namespace?: string | undefined
  /** Of the list as a whole. */
  resourceVersion: string
  isInitial: boolean
}

export const byOwnerUid = (object: KubeObject): readonly string[] =>
  object.metadata?.ownerReferences?.map(({ uid }) => uid) ?? []

export const byLabel =
  (label: string) =>
  (object: KubeObject): readonly string[] => {
    const value = object.metadata?.labels?.[label]
    return value === undefined ? [] : [value]
  }

/**
 * Without `managedFields` and the copy that `kubectl apply` keeps in an annotation: more than half of a typical
 * object. Not for objects whose annotations are read as a whole.
 */
export function withoutBulk<T extends KubeObject>(object: Stored<T>): Stored<T> {
  const { managedFields: _managed, ...metadata } = object.metadata
  if (metadata.annotations?.[lastApplied] !== undefined) {
    const { [lastApplied]: _last, ...annotations } = metadata.annotations
    metadata.annotations = annotations
  }
  return { ...object, metadata }
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

/** What the watch reported for a key while a write to it was under way. */
interface UnderWay {
  readonly versions: Set<string>
  readonly deletedUids: Set<string>
}

/** A finished write that the watch has not reported yet. */
interface Pending<T extends KubeObject> {
  /** The version to wait for; none after a deletion. */
  readonly resourceVersion: string | undefined
  readonly uid: string
  readonly finishedAt: number
  /** What `onChange` was last told. */
  readonly told: Stored<T> | undefined
  /** What the watch says in the meantime. */
  reported: Stored<T> | undefined
  readonly cancelTimeout: () => void
}

export function createCache<T extends KubeObject, IndexName extends string = never>(
  options: CacheOptions<T, IndexName> = {},
): Cache<T, IndexName> {
  const { onChange, onError, prune = withoutBulk, writeTimeoutMs = 300_000, clock = systemClock } = options
  const visible = new Map<string, Stored<T>>()
  const indexes = createIndexes<T, IndexName>(options.indexers)
  const underWay = new Map<string, Set<UnderWay>>()
  const pending = new Map<string, Pending<T>>()
  let sequence = 0

  const place = (key: string, current: Stored<T> | undefined) => {
    const previous = visible.get(key)
    if (previous !== undefined) indexes.remove(key, previous)
    if (current === undefined) {
      visible.delete(key)
    } else {
      visible.set(key, current)
      indexes.add(key, current)
    }
  }

  const tell = (change: Change<T>) => {
    try {
      onChange?.(change)
    } catch (error) {
      onError?.(error)
    }
  }

  /** The watch's word is final: shows it and tells about it. */
  const settle = (key: string, current: Stored<T> | undefined, isInitial = false) => {
    const wait = pending.get(key)
    // Of an object that came and went before anybody heard of it, what we wrote is all there is to tell.
    const shown = visible.get(key)
    const previous = wait === undefined || current === undefined ? (wait?.told ?? shown) : wait.told
    wait?.cancelTimeout()
    pending.delete(key)
    place(key, current)
    if (previous === undefined && current === undefined) return
    if (previous !== undefined && current !== undefined && previous.metadata.uid !== current.metadata.uid) {
      // Deleted and made anew between two looks: whoever follows the old one must hear of its end.
      tell({ key, previous, current: undefined, isInitial })
      tell({ key, previous: undefined, current, isInitial })
    } else {
      tell({ key, previous, current, isInitial })
    }
  }

  /** A write of ours is known to have happened, and the watch lags behind. */
  const overlay = (key: string, written: Stored<T> | undefined, uid: string) => {
    const before = pending.get(key)
    before?.cancelTimeout()
    pending.set(key, {
      resourceVersion: written?.metadata.resourceVersion,
      uid,
      finishedAt: sequence++,
      told: before === undefined ? visible.get(key) : before.told,
      reported: before === undefined ? visible.get(key) : before.reported,
      cancelTimeout: clock.schedule(writeTimeoutMs, () => {
        settle(key, pending.get(key)?.reported)
      }),
    })
    place(key, written)
  }

  /** The watch, or a list that began at `start`, says that `object` is what is under `key`. */
  const report = (key: string, object: Stored<T>, isInitial: boolean, start?: ListStart) => {
    const { resourceVersion, uid } = object.metadata
    const wait = pending.get(key)
    for (const write of underWay.get(key) ?? []) write.versions.add(resourceVersion)
    if (wait === undefined) {
      // A relist that finds what was known is no news.
      if (start !== undefined && visible.get(key)?.metadata.resourceVersion === resourceVersion) return
    } else {
      const hasCaughtUp =
        wait.resourceVersion === undefined
          ? wait.uid !== uid
          : isAtLeast(resourceVersion, wait.resourceVersion)
      if (!hasCaughtUp && (start === undefined || start.sequence < wait.finishedAt)) {
        wait.reported = freeze(prune(object))
        return
      }
    }
    settle(key, freeze(prune(object)), isInitial)
  }

  /** The watch says that the object with `uid` under `key` is gone. */
  const reportGone = (key: string, uid: string) => {
    for (const write of underWay.get(key) ?? []) write.deletedUids.add(uid)
    const wait = pending.get(key)
    if (wait === undefined || wait.uid === uid) settle(key, undefined)
    // The end of an earlier object of that name: ours is still to come.
    else wait.reported = undefined
  }

  /** A list that began at `start` does not have `key`. */
  const reportMissing = (key: string, start: ListStart, facts: ListFacts) => {
    const wait = pending.get(key)
    const isFromBeforeWrite =
      wait !== undefined &&
      start.sequence < wait.finishedAt &&
      !(wait.resourceVersion !== undefined && isAtLeast(facts.resourceVersion, wait.resourceVersion))
    if (isFromBeforeWrite) wait.reported = undefined
    else settle(key, undefined, facts.isInitial)
  }

  return {
    get: (ref) => visible.get(keyOf(ref)),

    list(namespace) {
      if (namespace === undefined) return [...visible.values()]
      return [...visible.values()].filter((object) => object.metadata.namespace === namespace)
    },

    find: (name, value) =>
      indexes.keys(name, value).flatMap((key) => {
        const object = visible.get(key)
        return object === undefined ? [] : [object]
      }),

    get size() {
      return visible.size
    },

    get pendingWrites() {
      return pending.size
    },

    async write(ref, run) {
      const key = keyOf(ref)
      const target = visible.get(key)
      const seen: UnderWay = {
        versions: new Set(target === undefined ? [] : [target.metadata.resourceVersion]),
        deletedUids: new Set(),
      }
      const writes = underWay.get(key) ?? new Set()
      underWay.set(key, writes.add(seen))
      try {
        const written = await run()
        const uid = (written ?? target)?.metadata.uid
        if (uid === undefined || seen.deletedUids.has(uid)) return written
        if (written === undefined) {
          if (visible.get(key)?.metadata.uid === uid) overlay(key, undefined, uid)
        } else if (
          ![...seen.versions].some((version) => isAtLeast(version, written.metadata.resourceVersion))
        ) {
          overlay(key, freeze(prune(written)), uid)
        }
        return written
      } finally {
        writes.delete(seen)
        if (writes.size === 0 && underWay.get(key) === writes) underWay.delete(key)
      }
    },

    beginList: () => ({ sequence: sequence++ }),

    replace(objects, start, facts) {
      const isListed = (key: string) =>
        facts.namespace === undefined || refOf(key).namespace === facts.namespace
      // A write of a version that is older than the list is history by the time it is answered.
      for (const [key, writes] of underWay) {
        if (isListed(key)) for (const write of writes) write.versions.add(facts.resourceVersion)
      }
      const listed = new Set<string>()
      for (const object of objects) {
        const key = keyOf(refOfObject(object))
        listed.add(key)
        report(key, object, facts.isInitial, start)
      }
      for (const key of new Set([...visible.keys(), ...pending.keys()])) {
        if (!listed.has(key) && isListed(key)) reportMissing(key, start, facts)
      }
    },

    upsert(object) {
      report(keyOf(refOfObject(object)), object, false)
    },

    remove(object) {
      reportGone(keyOf(refOfObject(object)), object.metadata.uid)
    },
  }
}

function createIndexes<T extends KubeObject, IndexName extends string>(
  indexers: Record<IndexName, Indexer<T>> | undefined,
) {
  const indexes = (Object.entries(indexers ?? {}) as [IndexName, Indexer<T>][]).map(([name, indexer]) => ({
    name,
    indexer,
    keysByValue: new Map<string, Set<string>>(),
  }))
  return {
    add(key: string, object: Stored<T>) {
      for (const { indexer, keysByValue } of indexes) {
        for (const value of indexer(object)) {
          const keys = keysByValue.get(value)
          if (keys === undefined) keysByValue.set(value, new Set([key]))
          else keys.add(key)
        }
      }
    },
    remove(key: string, object: Stored<T>) {
      for (const { indexer, keysByValue } of indexes) {
        for (const value of indexer(object)) {
          const keys = keysByValue.get(value)
          keys?.delete(key)
          if (keys?.size === 0) keysByValue.delete(value)
        }
      }
    },
    keys: (name: IndexName, value: string): readonly string[] => [
      ...(indexes.find((index) => index.name === name)?.keysByValue.get(value) ?? []),
    ],
  }
}

/**
 * Whether a version is `than` or a later one. Versions that are decimal numbers can be compared within one
 * resource type; others can only be equal.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
 */
export function isAtLeast(version: string, than: string): boolean {
  if (version === than) return true
  if (!decimal.test(version) || !decimal.test(than)) return false
  return version.length === than.length ? version > than : version.length > than.length
}

const decimal = /^[1-9]\d*$/

/** Freezes through and through: a shared object that somebody changes is a bug that shows somewhere else. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) freeze(part)
  return Object.freeze(value)
}
