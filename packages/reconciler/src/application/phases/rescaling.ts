import { attemptOf, withAttempt } from '../attempt.ts'
import { isOutOfRetries } from '../back-off.ts'
import { clusterReadiness } from '../cluster-readiness.ts'
import { leftMs, pollMs } from '../deadline.ts'
import { goTo, stay } from '../decision.ts'
import { deployedOf } from '../deployed.ts'
import { deployFailed } from '../deploy-failed.ts'
import { forceRollbackMessage, isForcedBack } from '../force-rollback.ts'
import { toInstant } from '../instant.ts'
import { type Reason, reasonOf } from '../reasons.ts'
import { rescale, rescaledService, stillLabelledAs, undoRescale } from '../rescale.ts'
import { type PhaseStep, type Situation } from '../situation.ts'
import { stopOldJob } from '../stop-old-job.ts'

/**
 * The running cluster gets more TaskManagers; its pods and its job go on meanwhile.
 *
 * Leads to the stop of the old job (`Savepointing` or `Cancelling`), which starts again on the same cluster, once
 * the slots are there; to `Updating` when the spec is edited meanwhile, and to `DeployFailed` when the time is up,
 * each after the cluster is again what it was, or the same time once more has not been enough for that.
 */
export const rescaling: PhaseStep<'Rescaling'> = (s) => {
  const attempt = attemptOf(s)
  if (attempt.rollback) return undo(s, reasonOf(attempt.rollback.reason), attempt.rollback.message, true)
  const fail = (reason: Reason, why: string) =>
    undo(s, reason, `New taskmanagers failed to become available: ${why}`)
  if (isForcedBack(s)) return fail('ForceRollback', forceRollbackMessage)
  if (s.wanted.hash !== attempt.hash)
    return undo(s, 'Superseded', 'The spec changed while the cluster was scaled')

  const actions = [...rescale(s), ...rescaledService(s)]
  const readiness = clusterReadiness(s.target, attempt.job.parallelism, s.nowMs)
  if (actions.length === 0 && readiness.isReady) {
    const next = stopOldJob(s)
    // A job that has ended meanwhile needs no stop: the phase of the stop finds that out by itself.
    return next.phase === 'SubmittingJob' || next.reason === 'JobLost'
      ? goTo('Savepointing', 'ClusterReady', { requeueAfterMs: 0 })
      : { ...next, phase: next.phase }
  }
  const left = leftMs(s, s.settings.maxErrDurationMs)
  if (left <= 0 || isOutOfRetries(s.status))
    return fail(
      readiness.isReady ? 'ObjectsMissing' : readiness.reason,
      readiness.isReady ? 'the Deployments cannot be changed' : readiness.message,
    )
  return stay(readiness.isReady ? 'RescalingCluster' : readiness.reason, {
    message: readiness.isReady ? 'The Deployments are being changed' : readiness.message,
    actions,
    requeueAfterMs: pollMs(s, 500, 5_000, left),
  })
}

function undo(
  s: Situation,
  reason: Reason,
  message: string,
  hasBegun = false,
): ReturnType<PhaseStep<'Rescaling'>> {
  const actions = undoRescale(s)
  const isGivenUp = hasBegun && (leftMs(s, s.settings.maxErrDurationMs) <= 0 || isOutOfRetries(s.status))
  if (actions.length > 0 && !isGivenUp) {
    return stay('RescaleBeingUndone', {
      message,
      ...(!hasBegun && {
        status: withAttempt(s, { rollback: { reason, message }, phaseSince: toInstant(s.nowMs) }),
      }),
      actions,
      requeueAfterMs: 1_000,
    })
  }
  const cleared = { attempt: undefined, inPlaceUpdatedFromHash: undefined }
  if (reason === 'Superseded') {
    const labelledAs = stillLabelledAs(s)
    return goTo('Updating', 'Superseded', {
      message,
      status: {
        ...cleared,
        ...(labelledAs !== undefined && { deployed: { ...deployedOf(s), labelledAs } }),
      },
      requeueAfterMs: 0,
    })
  }
  return deployFailed(s, attemptOf(s), reason, message, {
    events: [{ type: 'Warning', reason: 'ClusterScaleUpFailed', message }],
    status: cleared,
  })
}
