import { type ApplicationStatus, type Attempt, type Deployed, type Target } from './application.ts'
import { type EventToRecord, goTo, type PatchStatus, type Step } from './decision.ts'
import { deployedOf } from './deployed.ts'
import { toInstant } from './instant.ts'
import { type Reason } from './reasons.ts'
import { mayRecoverLater, pauseMs } from './recovery-retry.ts'
import { stillLabelledAs } from './rescale.ts'
import { type Situation } from './situation.ts'
import { isBlueGreen } from './versions.ts'

/**
 * The end of an attempt that came to nothing. The spec is remembered as failed and not tried again until it, or
 * one of the fields that could have helped, changes. Whatever ran before is not touched; what the attempt has done to
 * it and nothing has taken back yet is remembered, too.
 */
export function deployFailed(
  s: Situation,
  target: Pick<Target, 'hash' | 'inputs'>,
  reason: Reason,
  message: string,
  details: { events?: readonly EventToRecord[]; status?: PatchStatus; deployed?: Partial<Deployed> } = {},
): Step<'DeployFailed'> {
  // Clearing forceRollback is the edit that lets a deploy go on which it has ended, also when it comes before that end.
  const isForced = reason === 'ForceRollback' || s.attempt?.rollback?.reason === 'ForceRollback'
  const inputs = !isForced ? target.inputs : s.spec.forceRollback ? s.wanted.inputs : ''
  const after =
    s.attempt?.kind === 'Recovery'
      ? afterFailedRecovery(s, s.attempt, reason, message)
      : afterFailure(s.status, { hash: target.hash, inputs }, reason, message)
  const labelledAs = stillLabelledAs(s)
  const left: Partial<Deployed> = { ...(labelledAs !== undefined && { labelledAs }), ...details.deployed }
  return goTo('DeployFailed', reason, {
    message: after.deployed?.recoveryFailed?.message ?? message,
    requeueAfterMs: 0,
    events: details.events ?? [],
    status: {
      ...after,
      ...(Object.keys(left).length > 0 && { deployed: { ...deployedOf(s), ...after.deployed, ...left } }),
      ...details.status,
    },
  })
}

/** The deployed version itself cannot be started again. It is no news of a spec that failed before, and stays held back. */
function afterFailedRecovery(
  { status, wanted, nowMs }: Situation,
  attempt: Attempt,
  reason: Reason,
  why: string,
): PatchStatus {
  const {
    failedRecoveries: before = 0,
    recoveryFailedAt: _,
    recoverFrom: __,
    ...deployed
  } = status.deployed ?? {}
  const failedRecoveries = before + 1
  const isTriedAgain = mayRecoverLater(attempt, reason)
  const message = isTriedAgain
    ? `${why}. It is tried again after ${pauseMs(failedRecoveries) / 60_000} min`
    : why
  return {
    deployed: {
      generation: wanted.generation,
      inputs: wanted.inputs,
      content: '',
      ...deployed,
      unrecoverable: wanted.inputs,
      recoveryFailed: { reason, message },
      // Where one version runs at a time that is savepointPath, which in BlueGreen would be the next version's.
      ...(isBlueGreen(status) && attempt.restorePath && { recoverFrom: attempt.restorePath }),
      ...(isTriedAgain && { failedRecoveries, recoveryFailedAt: toInstant(nowMs) }),
    },
    savepointTriggerId: undefined,
    attempt: undefined,
  }
}

function afterFailure(
  status: ApplicationStatus,
  target: Pick<Target, 'hash' | 'inputs'>,
  reason: Reason,
  message: string,
): PatchStatus {
  return {
    failedDeployHash: target.hash,
    rollbackHash: status.deployHash,
    failed: { hash: target.hash, inputs: target.inputs, reason, message },
    savepointTriggerId: undefined,
    attempt: undefined,
    ...(isBlueGreen(status) &&
      status.deployHash && {
        versionStatuses: [
          status.versionStatuses?.find((v) => v.versionHash === status.deployHash) ??
            status.versionStatuses?.[0] ??
            {},
          {},
        ],
        updatingHash: undefined,
      }),
  }
}
