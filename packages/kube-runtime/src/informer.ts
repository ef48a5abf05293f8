import { type CacheOptions, createCache, type ReadCache } from './cache.ts'
import { type Clock } from './clock.ts'
import { untilAborted } from './deadline.ts'
import { type KubeClient } from './kube-client.ts'
import { createReflector, type ReflectorOptions, type ReflectorStats } from './reflector.ts'
import { type KubeObject, type Resource } from './resource.ts'

export interface InformerOptions<T extends KubeObject, IndexName extends string>
  extends
    Omit<CacheOptions<T, IndexName>, 'onError'>,
    Pick<
      ReflectorOptions<T>,
      'labelSelector' | 'fieldSelector' | 'inactivityMs' | 'maxBackOffMs' | 'pageLimit'
    > {
  client: KubeClient
  resource: Resource<T>
  /** One watch for each; one for all namespaces when left out or empty. */
  namespaces?: readonly string[] | undefined
  /** See `ReflectorOptions.onError`. */
  onError?: (error: unknown, inARow: number) => void
  clock?: Clock
}

/** A cache and what keeps it current. */
export interface Informer<T extends KubeObject, IndexName extends string = never> {
  readonly resource: Resource<T>
  readonly cache: ReadCache<T, IndexName>
  /** Watches until the signal aborts. To be called once. */
  run(signal: AbortSignal): Promise<void>
  /** Resolves once every namespace has been listed, or the one that is given. */
  whenSynced(signal?: AbortSignal, namespace?: string): Promise<void>
  /** Lists every namespace anew, or the one that is given; see `Reflector.refresh`. */
  refresh(signal?: AbortSignal, namespace?: string): Promise<void>
  /** Over all namespaces: the oldest ages, the summed counts, and what is true of each of them. */
  stats(): ReflectorStats
  /**
   * What has not been listed yet: nothing once all has been that may be. A namespace that is refused counts as long as
   * no other has been listed; it may have been deleted, and the rights in it with it.
   */
  missing(): readonly (string | undefined)[]
  /** What is wrong with its watches, for liveness; undefined while they are well or getting over a failure. */
  stall(): string | undefined
}

/**
 * No step of the loop takes longer: a silent watch is ended after 95 s, and the longest is a request that is answered
 * five times after 30 s, each time with a wait of 30 s.
 */
const stallMs = 360_000

export function createInformer<T extends KubeObject, IndexName extends string = never>(
  options: InformerOptions<T, IndexName>,
): Informer<T, IndexName> {
  const { client, resource, namespaces = [], onError } = options
  const cache = createCache<T, IndexName>({ ...options, onError: (error) => onError?.(error, 1) })
  const scopes = namespaces.length === 0 ? [undefined] : [...new Set(namespaces)]
  const synced = scopes.map(() => Promise.withResolvers<undefined>())
  const reflectors = scopes.map((namespace, at) =>
    createReflector<T>({
      ...options,
      client,
      cache,
      namespace,
      onSynced: () => synced[at]?.resolve(undefined),
    }),
  )

  const stats = () => reflectors.map((reflector) => reflector.stats()).reduce(sum)
  const of = <Part>(parts: readonly Part[], namespace: string | undefined) =>
    namespace === undefined ? parts : parts.filter((_, at) => scopes[at] === namespace)

  return {
    resource,
    cache,
    async run(signal) {
      await Promise.all(reflectors.map((reflector) => reflector.run(signal)))
    },
    async whenSynced(signal, namespace) {
      await orAborted(Promise.all(of(synced, namespace).map(({ promise }) => promise)), signal)
    },
    async refresh(signal, namespace) {
      await orAborted(Promise.all(of(reflectors, namespace).map((reflector) => reflector.refresh())), signal)
    },
    stats,
    missing() {
      const each = reflectors.map((reflector) => reflector.stats())
      const anyIsSynced = each.some(({ isSynced }) => isSynced)
      return scopes.filter((_, at) => {
        const { isSynced = false, isForbidden = false } = each[at] ?? {}
        return !isSynced && !(isForbidden && anyIsSynced)
      })
    },
    stall() {
      const { lastStepAgeMs } = stats()
      return lastStepAgeMs > stallMs
        ? `the watch of ${resource.plural} has not moved for ${Math.round(lastStepAgeMs / 1000)} s`
        : undefined
    },
  }
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return signal === undefined ? work : untilAborted(work, signal)
}

function sum(one: ReflectorStats, other: ReflectorStats): ReflectorStats {
  return {
    isSynced: one.isSynced && other.isSynced,
    isForbidden: one.isForbidden && other.isForbidden,
    // A namespace of which nothing has been heard yet must not hide that another has fallen silent.
    lastEventAgeMs:
      one.lastEventAgeMs === undefined || other.lastEventAgeMs === undefined
        ? (one.lastEventAgeMs ?? other.lastEventAgeMs)
        : Math.max(one.lastEventAgeMs, other.lastEventAgeMs),
    lastStepAgeMs: Math.max(one.lastStepAgeMs, other.lastStepAgeMs),
    reconnectsTotal: one.reconnectsTotal + other.reconnectsTotal,
    relistsTotal: one.relistsTotal + other.relistsTotal,
    silencesTotal: one.silencesTotal + other.silencesTotal,
    staleListsTotal: one.staleListsTotal + other.staleListsTotal,
    eventsTotal: one.eventsTotal + other.eventsTotal,
    failuresTotal: one.failuresTotal + other.failuresTotal,
  }
}
