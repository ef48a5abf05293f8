import {
  type Clock,
  isConflict,
  isKubeError,
  isNotFound,
  isNotLeader,
  refOf,
  untilAborted,
  type WorkQueue,
} from '@flink-operator/kube-runtime'
import { type Action, decideApplication, type Decision, type Observation } from '@flink-operator/reconciler'
import { type ActionResult, isOfEndingNamespace } from './apply/outcome-of-error.ts'
import { type JobManagers } from './flink-access.ts'
import { type Log } from './log.ts'
import { type Metrics } from './metrics.ts'
import { type Outcomes } from './outcomes.ts'
import { type StoredApplication } from './resources.ts'

/** What one pass is made of; `compose.ts` fills it with the real parts. */
export interface Parts {
  queue: WorkQueue
  clock: Clock
  outcomes: Outcomes
  log: Log
  metrics: Metrics
  /** The application as the cache holds it. */
  find: (key: string) => StoredApplication | undefined
  observe: (
    key: string,
    app: StoredApplication,
  ) => Promise<{ observation: Observation; jobManagers: JobManagers }>
  recordFinalizer: (app: StoredApplication) => Promise<StoredApplication>
  recordStatus: (app: StoredApplication, status: Decision['status']) => Promise<StoredApplication>
  recordEvent: (app: StoredApplication, event: Decision['events'][number]) => void
  apply: (app: StoredApplication, action: Action, jobManagers: JobManagers) => Promise<ActionResult>
  /** Whether all has been listed that decisions about this application look at. */
  isListed: (key: string) => boolean
  /** Throws unless this process leads and is to go on: nothing may be begun otherwise. */
  assertMayAct: () => void
  /** Aborts when this process is to end. What it still looks at is then for nobody: the next leader looks anew. */
  stopping: AbortSignal
}

/** Works on keys until the queue is shut down. Several of these run side by side. */
export async function runWorker(parts: Parts): Promise<void> {
  const { queue, clock, log, metrics, stopping } = parts
  for (let key = await queue.take(); key !== undefined; key = await queue.take()) {
    const startedMs = clock.monotonicMs()
    const found = parts.find(key)
    let isGood = false
    try {
      const againAfterMs = await pass(key, parts)
      isGood = againAfterMs === undefined
      if (againAfterMs === undefined) queue.forget(key)
      else queue.addRateLimited(key, againAfterMs)
    } catch (error) {
      // Given up on purpose, or not waited for any longer: the next leader takes the next step.
      if (stopping.aborted) {
        if (error !== stopping.reason)
          log.info({ ...whereOf(key, found?.status), err: error }, 'The pass did not come to its end')
        continue
      }
      queue.addRateLimited(key, retryAfterMsOf(error))
      if (isNotLeader(error)) continue
      if (isKubeError(error)) metrics.notRecorded(key, error.statusCode)
      // Somebody else wrote first: the decision is made anew on what is there now, and nobody needs to hear of it.
      if (!isConflict(error) && !isNotFound(error)) {
        metrics.passFailed(key)
        log.error(
          { ...whereOf(key, found?.status), err: error, failures: queue.failures(key) },
          'The pass failed and is tried again',
        )
      }
    } finally {
      const phase = found && (found.status?.phase || 'New')
      metrics.passed(key, { phase, durationMs: clock.monotonicMs() - startedMs, isGood })
      // Gone in the meantime: what was counted and remembered since then goes too.
      if (parts.find(key) === undefined) {
        metrics.forget(key)
        parts.outcomes.forget(key)
      }
      queue.done(key)
    }
  }
}

/** A JobManager that takes so long to answer may do so each time, and must not keep the workers from the others. */
const heldUpMs = 2_000

/**
 * Observe, decide, record, apply.
 *
 * @returns undefined when all went well; when an action did not, after how many milliseconds at the earliest the next
 * pass may come, which should come soon, but not at once
 */
async function pass(key: string, parts: Parts): Promise<number | undefined> {
  const { queue, log, metrics } = parts
  const found = parts.find(key)
  // What has not been listed yet is looked at once it has.
  if (found === undefined || !parts.isListed(key)) return undefined
  const cancelHeldUp = parts.clock.schedule(heldUpMs, () => queue.heldUp(key))
  const { observation, jobManagers } = await untilAborted(parts.observe(key, found), parts.stopping).finally(
    cancelHeldUp,
  )
  const decision = decideApplication(observation)

  parts.assertMayAct()
  let app = found
  if (decision.addFinalizer) app = await parts.recordFinalizer(app)
  if (decision.statusChanged) app = await recordStatus(app, decision, parts)
  metrics.recorded(key, found, decision, observation.nowMs)
  for (const event of decision.events) parts.recordEvent(app, event)
  const where = whereOf(key, decision.status)
  if (decision.statusChanged || decision.actions.length > 0) {
    const { reason, message } = decision
    log.info({ ...where, reason, actions: decision.actions.map(({ id }) => id) }, message || reason)
  }
  const apply = (action: Action) => parts.apply(app, action, jobManagers)
  const againAfterMs = await applyInOrder(key, decision.actions, parts, where, apply)
  if (againAfterMs !== undefined) return againAfterMs

  const hasMoved = decision.phase !== (observation.app.status?.phase || 'New')
  if (hasMoved) queue.add(key)
  else if (decision.requeueAfterMs !== undefined) queue.addAfter(key, decision.requeueAfterMs)
  return undefined
}

/** How long the API server asks to be left alone. */
function retryAfterMsOf(error: unknown): number {
  return (isKubeError(error) ? error.retryAfterMs : undefined) ?? 0
}

/** What keeps a status from being written is told to the application's users too, in the original operator's words. */
async function recordStatus(
  app: StoredApplication,
  { status, phase }: Decision,
  parts: Parts,
): Promise<StoredApplication> {
  try {
    return await parts.recordStatus(app, status)
  } catch (error) {
    const isOurs = parts.stopping.aborted || isNotLeader(error)
    if (!isConflict(error) && !isNotFound(error) && !isOurs) {
      const message = `Failed to update Flink app status: name=${app.metadata.name} status=${phase} err=${String(error)}`
      parts.recordEvent(app, { type: 'Warning', reason: 'HandleFailed', message })
    }
    throw error
  }
}

/**
 * Carries the actions out until one fails; how each went is what the next observation sees.
 *
 * @returns undefined, or when one failed in a way that only trying again can mend, after how long at the earliest
 */
async function applyInOrder(
  key: string,
  actions: readonly Action[],
  { queue, outcomes, clock, log, metrics, assertMayAct, stopping }: Parts,
  where: Where,
  apply: (action: Action) => Promise<ActionResult>,
): Promise<number | undefined> {
  for (const action of actions) {
    assertMayAct()
    outcomes.begin(key, action.id)
    const applied = apply(action).then(
      (result) => {
        if (isForNothing(result)) outcomes.drop(key, action.id)
        else outcomes.end(key, { id: action.id, atMs: clock.nowMs(), result })
        metrics.acted(key, action, result)
        return result
      },
      (error: unknown) => {
        outcomes.end(key, {
          id: action.id,
          atMs: clock.nowMs(),
          result: { kind: 'unknown', message: String(error) },
        })
        throw error
      },
    )
    if (action.type === 'runJar') {
      // The program's main() may run for minutes, and must hold up neither this application nor a worker.
      void applied.then(
        (result) => {
          if (result.kind !== 'done' && !stopping.aborted)
            log.warn({ ...where, action: action.id, result }, 'The submission did not go well')
          queue.add(key)
        },
        (error: unknown) => {
          if (error !== stopping.reason)
            log.error({ ...where, action: action.id, err: error }, 'The submission failed')
          queue.add(key)
        },
      )
      continue
    }
    const result = await applied
    // What came of it is for the next leader to find out.
    if (result.kind !== 'done') stopping.throwIfAborted()
    if (isForNothing(result)) {
      log.debug(
        { ...where, action: action.id, result },
        'The namespace is being deleted: nothing is made in it',
      )
      return 0
    }
    if (result.kind !== 'done') {
      log.warn(
        { ...where, action: action.id, result },
        'An action did not go well; the next pass decides what that means',
      )
      return result.retryAfterMs ?? 0
    }
  }
  return undefined
}

/** The namespace is being deleted: tried again, ever more rarely, until the application is gone or is deleted itself. */
function isForNothing(result: ActionResult): boolean {
  return result.kind === 'refused' && isOfEndingNamespace(result)
}

/** What each line of the log about an application has, to filter by. */
interface Where {
  namespace: string
  name: string
  phase: string
  /** Number of the newest deploy, rescaling or recovery. */
  attempt?: number | undefined
}

function whereOf(key: string, status: Decision['status'] | undefined): Where {
  const { namespace = '', name } = refOf(key)
  return { namespace, name, phase: status?.phase || 'New', attempt: status?.attempts }
}
