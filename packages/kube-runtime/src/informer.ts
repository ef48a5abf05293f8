import { type CacheOptions, createCache, type ReadCache } from './cache.ts'
import { type Clock } from './clock.ts'
import { untilAborted } from './deadline.ts'
import { type KubeClient } from './kube-client.ts'
import { createReflector, type ReflectorOptions, type ReflectorStats } from './reflector.ts'
import { type KubeObject, type Resource } from './resource.ts'

export interface InformerOptions<T extends KubeObject, IndexName extends string>
  extends
    CacheOptions<T, IndexName>,
    Pick<
      ReflectorOptions<T>,
      'labelSelector' | 'fieldSelector' | 'inactivityMs' | 'maxBackOffMs' | 'pageLimit'
    > {
  client: KubeClient
  resource: Resource<T>
  /** One watch for each; one for all namespaces when left out or empty. */
  namespaces?: readonly string[] | undefined
  onError?: (error: unknown) => void
  clock?: Clock
}

/** A cache and what keeps it current. */
export interface Informer<T extends KubeObject, IndexName extends string = never> {
  readonly resource: Resource<T>
  readonly cache: ReadCache<T, IndexName>
  /** Watches until the signal aborts. To be called once. */
  run(signal: AbortSignal): Promise<void>
  /** Resolves once every namespace has been listed. */
  whenSynced(signal?: AbortSignal): Promise<void>
  /** Lists every namespace anew; see `Reflector.refresh`. */
  refresh(signal?: AbortSignal): Promise<void>
  /** Over all namespaces: the oldest ages, the summed counts. */
  stats(): ReflectorStats
  /** What is wrong with its watches, for liveness; undefined while they are well or getting over a failure. */
  stall(): string | undefined
}

/** No step of the loop takes longer: a silent watch is ended after 95 s, a request after 30 s, a pause after 15 s. */
const stallMs = 240_000

export function createInformer<T extends KubeObject, IndexName extends string = never>(
  options: InformerOptions<T, IndexName>,
): Informer<T, IndexName> {
  const { client, resource, namespaces = [] } = options
  const cache = createCache<T, IndexName>(options)
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

  return {
    resource,
    cache,
    async run(signal) {
      await Promise.all(reflectors.map((reflector) => reflector.run(signal)))
    },
    async whenSynced(signal) {
      await orAborted(Promise.all(synced.map(({ promise }) => promise)), signal)
    },
    async refresh(signal) {
      await orAborted(Promise.all(reflectors.map((reflector) => reflector.refresh())), signal)
    },
    stats,
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
