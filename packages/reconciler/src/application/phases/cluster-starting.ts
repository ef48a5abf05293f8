import { attemptOf } from '../attempt.ts'
import { isOutOfRetries } from '../back-off.ts'
import { missingObjects } from '../cluster-objects.ts'
import { clusterReadiness } from '../cluster-readiness.ts'
import { leftMs, pollMs } from '../deadline.ts'
import { type EventToRecord, goTo, stay } from '../decision.ts'
import { deployFailed } from '../deploy-failed.ts'
import { forceRollbackMessage, isForcedBack } from '../force-rollback.ts'
import { startCluster } from '../job-manager-restart.ts'
import { type ActionFailure, failureOf } from '../action-failure.ts'
import { type Reason } from '../reasons.ts'
import { type PhaseStep } from '../situation.ts'
import { isReverted } from '../spec-change.ts'
import { leftovers } from '../start-deploy.ts'
import { stopOldJob } from '../stop-old-job.ts'
import { endStrays } from './end-strays.ts'

/**
 * The new cluster comes up beside the one that runs.
 *
 * Leads to the stop of the old job (`Savepointing` or `Cancelling`), or to `SubmittingJob` where none runs, once
 * the cluster offers enough slots; to `Updating` when the spec is edited meanwhile, since nothing is lost by
 * starting over; to `Running` when it returns to what runs; to `DeployFailed` when the time is up.
 */
export const clusterStarting: PhaseStep<'ClusterStarting'> = (s) => {
  const attempt = attemptOf(s)
  const fail = (reason: Reason, why: string) => {
    const message = `Flink cluster failed to become available: ${why}`
    return deployFailed(s, attempt, reason, message, {
      events: [{ type: 'Warning', reason: 'ClusterCreationFailed', message }],
    })
  }
  if (isForcedBack(s)) return fail('ForceRollback', forceRollbackMessage)
  if (isReverted(s)) {
    return goTo('Running', 'SpecReverted', {
      message: 'The spec is again the one that runs',
      status: { attempt: undefined },
    })
  }
  if (s.wanted.hash !== attempt.hash) {
    return goTo('Updating', 'Superseded', {
      message: `The spec changed while cluster ${attempt.hash} was starting; its job had not been submitted`,
      status: { attempt: undefined },
    })
  }
  const left = leftMs(s, s.settings.maxErrDurationMs)
  const waiting = left > 0 ? endStrays(s, left) : undefined
  if (waiting) return waiting
  const missing = missingObjects(s, attempt, s.status.updatingVersion)
  const readiness = clusterReadiness(s.target, attempt.job.parallelism, s.nowMs)
  if (readiness.isReady) {
    const next = stopOldJob(s)
    return next.phase === 'stay' && left <= 0 ? fail(next.reason, next.message ?? '') : next
  }
  // An admission policy or a quota: what it says is why the objects are missing.
  const failure = failureOf(s, missing)
  const reason = failure ? 'ObjectsMissing' : readiness.reason
  const message = failure ? `${nameOf(failure)} cannot be created: ${failure.message}` : readiness.message
  if (left <= 0 || isOutOfRetries(s.status)) return fail(reason, message)
  return stay(reason, {
    message,
    events: failure?.isNews ? [createClusterFailed(failure, attempt.hash)] : [],
    actions: [...missing, ...startCluster(s, s.target), ...leftovers(s, attempt.hash).actions],
    requeueAfterMs: pollMs(s, readiness.pollMs, 5_000, left),
  })
}

function nameOf({ id }: ActionFailure): string {
  return id.split('/').slice(1).join(' ')
}

function createClusterFailed({ id, message }: ActionFailure, hash: string): EventToRecord {
  const what = id.endsWith('-tm') ? 'task managers' : 'job managers'
  return {
    type: 'Warning',
    reason: 'CreateClusterFailed',
    message: `Failed to create ${what} for deploy ${hash}: ${message}`,
  }
}
