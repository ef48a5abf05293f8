import { type KubeEvent, kubeEvents } from './built-in.ts'
import { type Clock, systemClock } from './clock.ts'
import { isNotFound } from './errors.ts'
import { type KubeClient } from './kube-client.ts'
import { microTime } from './micro-time.ts'
import { plainText } from './plain-text.ts'
import { type KubeObject, type ObjectMeta } from './resource.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

interface EventRecorderOptions {
  client: KubeClient
  /** Such as `flink.k8s.io/operator`. */
  reportingController: string
  /** Which process, such as the pod's name. */
  reportingInstance: string
  /** Told of an event that could not be written. */
  onError?: (error: unknown) => void
  clock?: Clock
}

export interface EventInput {
  /** What it happened to. */
  regarding: KubeObject & { metadata?: ObjectMeta }
  type: 'Normal' | 'Warning'
  /** UpperCamelCase and stable: people filter by it. At most 128 characters. */
  reason: string
  /** For people. Cut after 1024 bytes; control characters become spaces. */
  note: string
  /** What was being done, UpperCamelCase. @default the reason */
  action?: string
  /** Another object that had a part in it. */
  related?: KubeObject
}

export interface EventRecorderStats {
  writtenTotal: number
  /** More than the object's share, or more than can wait. */
  droppedTotal: number
  failedTotal: number
  waiting: number
}

/**
 * Writes events, of the group events.k8s.io.
 *
 * The same event again within six minutes raises the count of the first one (its `series`) instead of making a
 * second, and that is written at most every 30 s. Each object has a share of 25 events, of which one comes back
 * in 5 minutes, as in client-go. Nobody waits for an event, and a lost one does no harm.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
export interface EventRecorder {
  record(event: EventInput): void
  /** Takes no more, and resolves when all is written or the time is up. */
  stop(limitMs: number): Promise<void>
  stats(): EventRecorderStats
}

interface Series {
  readonly namespace: string
  readonly name: string
  readonly body: KubeEvent
  count: number
  /** What the server has been told; 0 until the event is written. */
  writtenCount: number
  lastObservedMs: number
  isQueued: boolean
  cancelTimer: (() => void) | undefined
}

const maxNoteBytes = 1024
const seriesEndsAfterMs = 6 * 60_000
const seriesWriteEveryMs = 30_000
const share = { perSecond: 1 / 300, burst: 25 }
const maxWaiting = 1000
const maxRemembered = 4096

export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { client, reportingController, reportingInstance, onError, clock = systemClock } = options
  const remembered = new Map<string, Series>()
  const shares = new Map<string, TokenBucket>()
  const waiting: Series[] = []
  const stopping = new AbortController()
  let sending: Promise<void> | undefined
  let isStopped = false
  let names = 0
  let writtenTotal = 0
  let droppedTotal = 0
  let failedTotal = 0

  const write = async (series: Series) => {
    const { namespace, name, body, count } = series
    const signal = stopping.signal
    if (series.writtenCount === 0) {
      // What was repeated before it was written for the first time starts as a series.
      const now = count > 1 ? { series: { count, lastObservedTime: microTime(series.lastObservedMs) } } : {}
      await client.create(kubeEvents, { ...body, ...now }, { signal })
    } else {
      const patch = { series: { count, lastObservedTime: microTime(series.lastObservedMs) } }
      await client.patch(kubeEvents, { namespace, name }, { type: 'merge', body: patch }, { signal })
    }
    series.writtenCount = count
    writtenTotal += 1
  }

  const send = async () => {
    for (let series = waiting.shift(); series !== undefined; series = waiting.shift()) {
      series.isQueued = false
      try {
        await write(series)
      } catch (error) {
        failedTotal += 1
        // The server forgets events after an hour or so: the next one starts a new series.
        if (isNotFound(error)) forget(series)
        onError?.(error)
      }
    }
    // In the same step as the look that found nothing: what is recorded next begins anew.
    sending = undefined
  }

  const queue = (series: Series) => {
    series.cancelTimer?.()
    series.cancelTimer = undefined
    if (series.isQueued) return
    if (waiting.length >= maxWaiting) {
      droppedTotal += 1
      return
    }
    series.isQueued = true
    waiting.push(series)
    sending ??= send()
  }

  const forget = (series: Series) => {
    for (const [key, known] of remembered) if (known === series) remembered.delete(key)
  }

  const mayRecord = (uid: string): boolean => {
    let bucket = shares.get(uid)
    if (bucket === undefined) {
      bucket = createTokenBucket({ ...share, clock })
      shares.set(uid, bucket)
      dropOldest(shares)
    }
    return bucket.tryTake()
  }

  const begin = (event: EventInput): Series => {
    const { regarding, related, type, reason, action = reason } = event
    const nowMs = clock.nowMs()
    // Events of cluster-wide objects live in `default`.
    const namespace = regarding.metadata?.namespace ?? 'default'
    const unique = `${nowMs.toString(16)}${(names++ % 4096).toString(16).padStart(3, '0')}${Math.floor(clock.random() * 65536).toString(16)}`
    const name = `${(regarding.metadata?.name ?? '').slice(0, 253 - unique.length - 1)}.${unique}`
    return {
      namespace,
      name,
      body: {
        metadata: { namespace, name },
        eventTime: microTime(nowMs),
        type,
        reason: plainText(reason, 128),
        note: plainText(event.note, maxNoteBytes),
        action: plainText(action, 128),
        reportingController,
        reportingInstance,
        regarding: referenceTo(regarding),
        ...(related === undefined ? {} : { related: referenceTo(related) }),
      },
      count: 1,
      writtenCount: 0,
      lastObservedMs: nowMs,
      isQueued: false,
      cancelTimer: undefined,
    }
  }

  return {
    record(event) {
      if (isStopped) return
      const uid = event.regarding.metadata?.uid ?? ''
      const key = JSON.stringify([
        uid,
        event.type,
        event.reason,
        event.action,
        event.note,
        event.related?.metadata?.uid,
      ])
      const nowMs = clock.nowMs()
      const known = remembered.get(key)
      if (known !== undefined && nowMs - known.lastObservedMs < seriesEndsAfterMs) {
        known.count += 1
        known.lastObservedMs = nowMs
        known.cancelTimer ??= clock.schedule(seriesWriteEveryMs, () => {
          known.cancelTimer = undefined
          queue(known)
        })
        return
      }
      if (!mayRecord(uid)) {
        droppedTotal += 1
        return
      }
      const series = begin(event)
      remembered.delete(key)
      remembered.set(key, series)
      dropOldest(remembered)
      queue(series)
    },

    async stop(limitMs) {
      isStopped = true
      for (const series of remembered.values()) if (series.cancelTimer !== undefined) queue(series)
      const cancel = clock.schedule(limitMs, () => {
        waiting.length = 0
        stopping.abort(new Error(`events were not written within ${limitMs} ms`))
      })
      await sending
      cancel()
    },

    stats: () => ({ writtenTotal, droppedTotal, failedTotal, waiting: waiting.length }),
  }
}

function referenceTo({ apiVersion, kind, metadata }: KubeObject): NonNullable<KubeEvent['regarding']> {
  const { name, namespace, uid, resourceVersion } = metadata ?? {}
  return Object.fromEntries(
    Object.entries({ apiVersion, kind, name, namespace, uid, resourceVersion }).filter(
      ([, value]) => value !== undefined,
    ),
  )
}

function dropOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    if (map.size <= maxRemembered) return
    map.delete(key)
  }
}
