import {
  type Clock,
  type Informer,
  keyOf,
  type KubeObject,
  type ReadCache,
  refOf,
  refOfObject,
  untilAborted,
  type WorkQueue,
} from '@flink-operator/kube-runtime'
import { type Application } from '@flink-operator/reconciler'
import { type Log } from './log.ts'

/**
 * For how long what is in flight holds up the lease of a process that is to end. What takes longer ends while another
 * process leads already: nothing more is begun, and each request that is on its way has its id in the status or names
 * the version that it was decided on, so that it is one whose answer was lost.
 */
const handOverMs = 300
/** For how long its answers are then still waited for. */
const finishMs = 5_000

/** What a process works on while it leads, and how it lets go. */
export interface Leading {
  /** Where watches put keys. Who stands by keeps none: everything is looked at once by who begins to lead. */
  woken: Pick<WorkQueue, 'add'>
  /** Whether all has been listed since this process leads that decisions about an application look at. */
  isListed: (key: string) => boolean
  /** Works until the signal aborts. Then it gives what is in flight a moment, after which another process may lead. */
  lead: (leading: AbortSignal, parts: LeadingParts) => Promise<void>
  /** Resolves once all that was in flight has come back, or is not waited for any longer. */
  finished: () => Promise<unknown>
}

interface LeadingParts {
  informers: readonly Pick<Informer<KubeObject>, 'whenSynced' | 'refresh'>[]
  applications: Pick<ReadCache<Application>, 'list'>
  /** Works on keys until the queue is shut down. */
  work: () => Promise<void>
  workers: number
}

export function createLeading(options: {
  queue: WorkQueue
  /** Those that are watched, or none for all. */
  namespaces: readonly string[]
  resyncPeriodMs: number
  clock: Clock
  log: Pick<Log, 'info' | 'error'>
  /** Aborts when this process is to end. */
  stopping: AbortSignal
}): Leading {
  const { queue, clock, log, stopping } = options
  const scopes = options.namespaces.length === 0 ? [undefined] : [...new Set(options.namespaces)]
  const listed = new Set<string | undefined>()
  let isLeading = false
  let inFlight: Promise<unknown> = Promise.resolve()

  const lookAtAll = (applications: LeadingParts['applications'], namespace?: string) => {
    for (const app of applications.list(namespace)) queue.add(keyOf(refOfObject(app)), 'low')
  }

  /** Each namespace by itself: one that was deleted, and the rights in it with it, holds up no other. */
  const takeUp = async (
    namespace: string | undefined,
    leading: AbortSignal,
    { informers, applications, workers }: LeadingParts,
  ) => {
    await Promise.all(informers.map((informer) => informer.whenSynced(leading, namespace)))
    // The last leader's final writes may not have come by watch yet, and deciding without them would repeat them.
    await Promise.all(informers.map((informer) => informer.refresh(leading, namespace)))
    listed.add(namespace)
    log.info({ namespace, applications: applications.list(namespace).length, workers }, 'Leading')
    // Whatever happened before: everything is looked at once.
    lookAtAll(applications, namespace)
  }

  return {
    woken: {
      add(key, priority) {
        if (isLeading) queue.add(key, priority)
      },
    },
    isListed: (key) => listed.has(scopes[0] === undefined ? undefined : refOf(key).namespace),

    async lead(leading, parts) {
      isLeading = true
      const working = Array.from({ length: parts.workers }, parts.work)
      // A safety net under the events, not a way to make progress.
      let cancelResync = clock.schedule(options.resyncPeriodMs, function resync() {
        lookAtAll(parts.applications)
        cancelResync = clock.schedule(options.resyncPeriodMs, resync)
      })
      const takenUp = Promise.all(scopes.map((namespace) => takeUp(namespace, leading, parts)))
      const aborted = untilAborted(new Promise<never>(() => undefined), leading)
      await Promise.all([takenUp, aborted].map((it) => it.catch(unlessAborted(leading))))
      isLeading = false
      cancelResync()
      if (!stopping.aborted) log.error({ err: leading.reason as unknown }, 'The lease is lost')
      inFlight = Promise.all([queue.shutDown(), ...working])
      await Promise.race([inFlight, clock.sleep(handOverMs)])
    },

    finished: () => Promise.race([inFlight, clock.sleep(finishMs)]),
  }
}

function unlessAborted(signal: AbortSignal) {
  return (error: unknown) => {
    if (!signal.aborted) throw error
  }
}
