import { finalizer } from '@flink-operator/api'
import { adopt } from './adopt.ts'
import { type ApplicationStatus } from './application.ts'
import { backOff } from './back-off.ts'
import { type Cluster } from './cluster.ts'
import { conditionsOf } from './conditions.ts'
import { waitedMs } from './deadline.ts'
import { type Decision, type EventToRecord, type PatchStatus, type Step } from './decision.ts'
import { withoutOutdated } from './deployed.ts'
import { stalled } from './events.ts'
import { withHealth } from './health.ts'
import { toInstant, toSecond } from './instant.ts'
import { findJob } from './job.ts'
import { withMadeFrom } from './made-from.ts'
import { type Observation } from './observation.ts'
import { operationsAfter } from './operations.ts'
import { phases } from './phases/index.ts'
import { causeOfFailure } from './pod-problem.ts'
import { assess, isDeployed, type Situation } from './situation.ts'
import { type Phase } from './transitions.ts'
import { deployedJobStatus, isBlueGreen } from './versions.ts'

/**
 * What should happen next to a FlinkApplication.
 *
 * Guarantees: pure and total; equal observations give equal decisions; every id that an action uses stands in the
 * status that is recorded before it; with nothing new, nothing is written and nothing is done.
 */
export function decideApplication(observation: Observation): Decision {
  const { app: stored, nowMs, settings } = observation
  const app = adopt(stored, observation.objects, settings, nowMs)
  const s = assess({ ...observation, app })
  const isDeleted = stored.metadata.deletionTimestamp !== undefined
  const phase: Phase = isDeleted ? 'Deleting' : s.phase
  const step: Step<Phase> = phases[phase]({ ...s, phase })
  const next: Phase = step.phase === 'stay' ? phase : step.phase
  const hasMoved = next !== s.phase

  const pause = backOff(s.status, observation.outcomes, settings, nowMs, stored.metadata.uid)
  const isHeld = !hasMoved && !step.beginsAnew && pause.leftMs > 0
  const actions = isHeld ? [] : (step.actions ?? []).filter((action) => !s.isInFlight(action.id))
  const status = statusAfter(s, stored.status ?? {}, next, hasMoved, step, observation.inFlight, pause)
  const statusChanged = !isSame(status, stored.status ?? {})
  const requeueAfterMs = isHeld
    ? Math.min(pause.leftMs, step.requeueAfterMs ?? pause.leftMs)
    : hasMoved
      ? Math.min(step.requeueAfterMs ?? 0, 1_000)
      : step.requeueAfterMs
  return {
    reason: step.reason,
    message: step.message ?? '',
    phase: next,
    addFinalizer: step.addFinalizer === true && !stored.metadata.finalizers?.includes(finalizer),
    status: statusChanged ? compact({ ...status, lastUpdatedAt: toSecond(nowMs) }) : (stored.status ?? {}),
    statusChanged,
    actions,
    events:
      isHeld && !statusChanged
        ? []
        : [...(step.events ?? []), ...stalled(stored.status ?? {}, status)].map((event) =>
            withVersion(event, s.status, status),
          ),
    ...(requeueAfterMs !== undefined && { requeueAfterMs }),
  }
}

function statusAfter(
  s: Situation,
  stored: ApplicationStatus,
  phase: Phase,
  hasMoved: boolean,
  step: Step<Phase>,
  inFlight: readonly string[],
  pause: ReturnType<typeof backOff>,
): ApplicationStatus {
  const { nowMs } = s
  const generation = s.app.metadata.generation ?? 0
  const patched = withoutOutdated(s, patch(s.status, step.status ?? {}))
  const { attempt } = s.status
  const isSuperseded = patched.attempt !== undefined && patched.attempt.number !== attempt?.number
  const attemptEnded = attempt !== undefined && (patched.attempt === undefined || isSuperseded)
  const isFailing = !hasMoved && pause.retryCount > 0 && pause.lastSeenError !== undefined && !step.beginsAnew
  // What is still being answered has not succeeded yet.
  const isCalling = (step.actions ?? []).length > 0 || inFlight.length > 0
  const moved: ApplicationStatus = {
    ...patched,
    phase: phase === 'New' ? '' : phase,
    observedGeneration: generation,
    ...(patched.attempt && hasMoved && { attempt: { ...patched.attempt, phaseSince: toInstant(nowMs) } }),
    ...(attemptEnded && {
      operations: operationsAfter(s, phase, isSuperseded ? 'Superseded' : step.reason) ?? [],
    }),
    waitingFor: waitingFor(stored, step.reason, hasMoved, nowMs),
  }
  const { lastSeenError: _, retryCount: __, ...rest } = moved
  const counted: ApplicationStatus =
    isFailing && isCalling
      ? { ...rest, lastSeenError: pause.lastSeenError ?? {}, retryCount: pause.retryCount }
      : rest
  const healthy = isObserved(phase) ? withHealth(s, counted) : counted
  const jobId = deployedJobStatus(healthy).jobID
  const cluster = clusterOfJob(s, healthy, jobId)
  const conditions = conditionsOf(healthy, {
    phase,
    reason: step.reason,
    message: step.message ?? '',
    generation,
    nowMs,
    isOverdue: !hasMoved && waitedMs(s, step.reason) >= 2 * s.settings.maxErrDurationMs,
    isCurrent: isDeployed({ ...s.app, status: healthy }, s.settings, s.wanted.hash),
    observed: findJob(cluster, jobId),
    problems: {
      jobManager: causeOfFailure(cluster.jobManagerPods, [cluster.jobManager], nowMs),
      any: causeOfFailure(
        [...cluster.taskManagerPods, ...cluster.jobManagerPods],
        [cluster.taskManager, cluster.jobManager],
        nowMs,
      ),
    },
    findings: s.findings,
  })
  return { ...withMadeFrom(s, healthy), conditions }
}

/** In BlueGreen each event names the version, as the original's do. */
function withVersion(
  event: EventToRecord,
  before: ApplicationStatus,
  after: ApplicationStatus,
): EventToRecord {
  const updatingVersion = after.updatingVersion || before.updatingVersion
  if (!isBlueGreen(after) || !updatingVersion) return event
  return { ...event, message: `${event.message} for version ${updatingVersion}` }
}

/** Where the job runs that the status names: on the cluster of the attempt, or of the deployed version. */
function clusterOfJob(s: Situation, after: ApplicationStatus, jobId: string | undefined): Cluster {
  const { attempt = s.attempt, deployHash = '' } = after
  if (jobId !== undefined && jobId === attempt?.jobId) return s.target
  return deployHash === (s.status.deployHash ?? '') ? s.current : s.clusterOf(deployHash)
}

function isObserved(phase: Phase): boolean {
  return phase === 'Running' || phase === 'DeployFailed' || phase === 'DualRunning'
}

function waitingFor(
  stored: ApplicationStatus,
  what: string,
  hasMoved: boolean,
  nowMs: number,
): { what: string; since: string } {
  const known = stored.waitingFor
  // A job that one phase has waited for to come back is not waited for again by the next.
  const goesOn = !hasMoved || what === 'JobLost'
  return goesOn && known?.what === what ? known : { what, since: toInstant(nowMs) }
}

function patch(status: ApplicationStatus, changes: PatchStatus): ApplicationStatus {
  return { ...status, ...changes } as ApplicationStatus
}

/** Takes off what is undefined, so that equal statuses look equal. */
function compact(status: ApplicationStatus): ApplicationStatus {
  return clean(status) as ApplicationStatus
}

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  const cleaned: Record<string, unknown> = {}
  for (const [key, part] of Object.entries(value)) if (part !== undefined) cleaned[key] = clean(part)
  return cleaned
}

/** Whether two statuses say the same; the time of the last write is no news, and undefined is absent. */
function isSame(a: ApplicationStatus, b: ApplicationStatus): boolean {
  return isEqual({ ...a, lastUpdatedAt: undefined }, { ...b, lastUpdatedAt: undefined })
}

function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  for (const [key, part] of Object.entries(a)) {
    if (!isEqual(part, (b as Record<string, unknown>)[key])) return false
  }
  return Object.entries(b).every(([key, part]) => part === undefined || key in a)
}
