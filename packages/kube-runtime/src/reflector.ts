import { createBackOff } from './back-off.ts'
import { type Cache, isAtLeast } from './cache.ts'
import { type Clock, systemClock } from './clock.ts'
import { hasAborted } from './deadline.ts'
import {
  errorOfStatus,
  isGone,
  isKubeError,
  isForbidden,
  isTooLargeAnswer,
  isTooManyRequests,
  KubeError,
  type StatusBody,
} from './errors.ts'
import { jsonLines } from './json-lines.ts'
import { type KubeClient, type Page, type SelectOptions } from './kube-client.ts'
import { apiVersionOf, type KubeObject, type Resource, type Stored } from './resource.ts'
import { startWatchdog } from './watchdog.ts'

export interface ReflectorOptions<T extends KubeObject> extends SelectOptions {
  client: KubeClient
  resource: Resource<T>
  cache: Cache<T>
  /** Called once, when the first list is in the cache. */
  onSynced?: () => void
  /**
   * Told of every failure that it then tries again after; for logs. `inARow` says how often it was the same since it
   * last went well: what is refused for good fails every quarter of a minute.
   */
  onError?: (error: unknown, inARow: number) => void
  /**
   * How long a watch may be silent before it is taken for dead and opened anew from where it was. The API
   * server sends a bookmark each minute, so it must be longer than that.
   * @default 95_000
   */
  inactivityMs?: number
  /** The longest pause between attempts. @default 15_000 */
  maxBackOffMs?: number
  /** Fewer where an answer would be too large. @default 500 */
  pageLimit?: number
  clock?: Clock
}

export interface ReflectorStats {
  /** The first list is in the cache. */
  isSynced: boolean
  /** Its last attempt was refused: it may not look, at this namespace or at all. */
  isForbidden: boolean
  /** Since the API server last sent anything on the watch, a bookmark included; undefined before the first. */
  lastEventAgeMs: number | undefined
  /** Since the loop last took a step of any kind: a loop that hangs shows here and nowhere else. */
  lastStepAgeMs: number
  /** Watches opened after the first. */
  reconnectsTotal: number
  /** Lists after the first. */
  relistsTotal: number
  /** Watches given up because nothing came for `inactivityMs`. */
  silencesTotal: number
  /** Lists refused because they were older than what was known. */
  staleListsTotal: number
  eventsTotal: number
  failuresTotal: number
}

/**
 * Keeps a cache equal to what the API server has: a paged list, then a watch from the list's version on.
 *
 * What ends a watch and what it then does:
 * - its time is up, the connection breaks, half a line: watches on from the last version seen;
 * - nothing came for `inactivityMs`: the same;
 * - 410 Gone, as the answer or as an event: lists anew;
 * - anything else: the same again after a pause, which doubles up to `maxBackOffMs`.
 *
 * It never ends by itself and never throws.
 */
export interface Reflector {
  /** Resolves once the signal aborts. To be called once. */
  run(signal: AbortSignal): Promise<void>
  /**
   * Lists anew; resolves once a list that began after this call is in the cache. For the moment when somebody
   * else may have written what the watch has not reported yet: a new leader must not decide on the strength of
   * what the old one has changed since. Only while it runs.
   */
  refresh(): Promise<void>
  stats(): ReflectorStats
}

interface WatchEvent<T extends KubeObject> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  object: Stored<T> | StatusBody
}

/** A watch that ends sooner than this, without an event, counts as a failure: something closes them at once. */
const veryShortWatchMs = 1000
/** The headers of a watch come at once, before any event. */
const openTimeoutMs = 15_000
/** After this many in a row, a list that looks stale is believed: a restored etcd counts from lower versions. */
const maxStaleLists = 5
const notFailing = { code: '', inARow: 0 }

export function createReflector<T extends KubeObject>(options: ReflectorOptions<T>): Reflector {
  const { client, resource, cache, onError, inactivityMs = 95_000, clock = systemClock } = options
  const { namespace, labelSelector, fieldSelector } = options
  const backOff = createBackOff({ minMs: 200, maxMs: options.maxBackOffMs ?? 15_000, clock })
  let resourceVersion: string | undefined
  /** The newest version ever seen, which outlives a 410. */
  let newestVersion: string | undefined
  let isSynced = false
  let isRefused = false
  let lastEventAtMs: number | undefined
  let lastStepAtMs = clock.monotonicMs()
  let watches = 0
  let lists = 0
  let staleLists = 0
  let silencesTotal = 0
  let staleListsTotal = 0
  let eventsTotal = 0
  let failuresTotal = 0
  let failing = notFailing
  /** Ends the watch that is open, in order. */
  let endWatch: () => void = () => undefined
  let refreshes: (() => void)[] = []
  /** Ends the pause after a failure. */
  let endPause: () => void = () => undefined
  const mostPerPage = options.pageLimit ?? 500

  const step = () => {
    lastStepAtMs = clock.monotonicMs()
  }

  const readPages = async (signal: AbortSignal): Promise<{ items: Stored<T>[]; resourceVersion: string }> => {
    const select = { namespace, labelSelector, fieldSelector, signal }
    const items: Stored<T>[] = []
    let page: Page<T> | undefined
    let limit = mostPerPage
    do {
      try {
        page = await client.listPage(resource, { ...select, limit, continueToken: page?.continueToken })
      } catch (error) {
        // Some objects that somebody made as large as they can be must not keep the others from being seen.
        if (isTooLargeAnswer(error) && limit > 1) {
          limit = Math.ceil(limit / 4)
          continue
        }
        if (page === undefined || !isGone(error)) throw error
        // The snapshot behind the pages was compacted away: all at once cannot lose it.
        const whole = await client.listPage(resource, { ...select, limit: 0 })
        return { items: whole.items, resourceVersion: whole.resourceVersion }
      }
      step()
      items.push(...page.items)
    } while (page === undefined || page.continueToken !== undefined)
    return { items, resourceVersion: page.resourceVersion }
  }

  const list = async (signal: AbortSignal) => {
    const start = cache.beginList()
    const served = refreshes
    const listed = await readPages(signal)
    if (
      newestVersion !== undefined &&
      isOlder(listed.resourceVersion, newestVersion) &&
      staleLists < maxStaleLists
    ) {
      staleLists += 1
      staleListsTotal += 1
      throw new KubeError(
        `the list has version ${listed.resourceVersion}, but ${newestVersion} was seen before; trying again`,
        { action: `list ${resource.plural}` },
      )
    }
    staleLists = 0
    isRefused = false
    lists += 1
    cache.replace(listed.items, start, {
      namespace,
      resourceVersion: listed.resourceVersion,
      isInitial: !isSynced,
    })
    if (!isSynced) options.onSynced?.()
    isSynced = true
    // Who asked while this list was under way waits for the next one.
    refreshes = refreshes.slice(served.length)
    resourceVersion = newestVersion = listed.resourceVersion
    for (const resolve of served) resolve()
    step()
  }

  const take = ({ type, object }: WatchEvent<T>) => {
    if (type === 'ERROR') {
      const status = object as StatusBody
      throw errorOfStatus(`watch ${resource.plural}`, status.code ?? 500, status)
    }
    const stored = object as Stored<T>
    if (type !== 'BOOKMARK') {
      eventsTotal += 1
      stored.apiVersion ??= apiVersionOf(resource)
      stored.kind ??= resource.kind
      if (type === 'DELETED') cache.remove(stored)
      else cache.upsert(stored)
    }
    resourceVersion = newestVersion = stored.metadata.resourceVersion
  }

  /** Returns when the server ends the watch in order. */
  const watch = async (from: string, signal: AbortSignal) => {
    const openedAtMs = clock.monotonicMs()
    const stream = await client.openWatch(resource, {
      namespace,
      labelSelector,
      fieldSelector,
      resourceVersion: from,
      timeoutSeconds: Math.round(290 + clock.random() * 290),
      signal,
      timeoutMs: Math.min(openTimeoutMs, inactivityMs),
    })
    watches += 1
    isRefused = false
    let events = 0
    const watchdog = startWatchdog(clock, inactivityMs, () => {
      silencesTotal += 1
      stream.close()
    })
    let isEnded = false
    endWatch = () => {
      isEnded = true
      stream.close()
    }
    if (refreshes.length > 0) endWatch()
    const wasEndedByUs = () => isEnded || watchdog.isSilent()
    step()

    try {
      const batches = jsonLines<WatchEvent<T>>(stream.body, () => {
        lastEventAtMs = clock.monotonicMs()
        watchdog.heard()
        step()
      })
      for await (const batch of batches) {
        for (const event of batch) {
          take(event)
          events += 1
        }
        backOff.reset()
        failing = notFailing
      }
    } catch (error) {
      if (!wasEndedByUs()) throw error
    } finally {
      watchdog.stop()
      stream.close()
    }
    // A resource of which nothing happens, on a cluster whose etcd notifies nobody of its progress, is silent too.
    if (wasEndedByUs()) return
    if (events === 0 && clock.monotonicMs() - openedAtMs < veryShortWatchMs) {
      throw new KubeError('the watch ended at once, without an event', { action: `watch ${resource.plural}` })
    }
  }

  const failed = async (error: unknown, signal: AbortSignal) => {
    failuresTotal += 1
    isRefused = isForbidden(error)
    const code = isKubeError(error) ? error.code : String(error)
    failing = { code, inARow: code === failing.code ? failing.inARow + 1 : 1 }
    onError?.(error, failing.inARow)
    if (isGone(error) || isTooLargeVersion(error)) resourceVersion = undefined
    const retryAfterMs = isKubeError(error) && isTooManyRequests(error) ? error.retryAfterMs : undefined
    step()
    const pausing = new AbortController()
    const onAbort = () => {
      pausing.abort()
    }
    // Who waits for a list now does not wait for the end of our patience as well, but for what the server asked for.
    if (retryAfterMs === undefined) endPause = onAbort
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      await clock.sleep(backOff.next(retryAfterMs), pausing.signal)
    } catch {
      // Woken.
    } finally {
      signal.removeEventListener('abort', onAbort)
      endPause = () => undefined
    }
  }

  return {
    async run(signal) {
      while (!signal.aborted) {
        try {
          if (resourceVersion === undefined || refreshes.length > 0) await list(signal)
          else await watch(resourceVersion, signal)
        } catch (error) {
          if (hasAborted(signal)) return
          await failed(error, signal)
        }
      }
    },
    refresh() {
      const { promise, resolve } = Promise.withResolvers<undefined>()
      refreshes = [...refreshes, () => resolve(undefined)]
      endWatch()
      endPause()
      return promise
    },
    stats() {
      const nowMs = clock.monotonicMs()
      return {
        isSynced,
        isForbidden: isRefused,
        lastEventAgeMs: lastEventAtMs === undefined ? undefined : nowMs - lastEventAtMs,
        lastStepAgeMs: nowMs - lastStepAtMs,
        reconnectsTotal: Math.max(0, watches - 1),
        relistsTotal: Math.max(0, lists - 1),
        silencesTotal,
        staleListsTotal,
        eventsTotal,
        failuresTotal,
      }
    },
  }
}

function isOlder(version: string, than: string): boolean {
  return version !== than && isAtLeast(than, version)
}

/**
 * We ask for a version that the server has not come to yet, and it will not wait longer.
 *
 * @see apimachinery metav1.CauseTypeResourceVersionTooLarge
 */
function isTooLargeVersion(error: unknown): boolean {
  return error instanceof KubeError && error.message.includes('Too large resource version')
}
