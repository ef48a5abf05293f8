import { type EventToRecord } from './decision.ts'
import { hasEnded, hasFinished, isAlive } from './job.ts'
import { type Reason } from './reasons.ts'
import { isTornDown, type Situation } from './situation.ts'
import { hashOf } from './target.ts'

export type SpecChange =
  | { kind: 'none' }
  /** The spec differs but is not to be deployed now: it failed already, or `forceRollback` holds it. */
  | { kind: 'heldBack' }
  | { kind: 'deploy'; message: string; events?: readonly EventToRecord[] }
  | { kind: 'rescale'; message: string }
  /** The spec is again what is deployed. */
  | { kind: 'reverted'; message: string }
  /** The spec is what is deployed, but no job of it runs any more, and something changed that may help. */
  | { kind: 'recover'; message: string }
  /** The change cannot be made at all. */
  | { kind: 'refused'; reason: Reason; event: string; message: string }

/** How the spec differs from what is deployed, and what that calls for. */
export function specChange(s: Situation): SpecChange {
  const { status, spec, wanted } = s
  if (s.wantedIsDeployed) return backToDeployed(s)
  if (hasFailed(s)) return { kind: 'heldBack' }
  if (isForcedHold(s) || isTornDown(s.app, s.settings)) return { kind: 'heldBack' }
  const from = status.deploymentMode || 'Dual'
  const to = spec.deploymentMode || 'Dual'
  if (from !== to && !s.isFirstDeploy) {
    return {
      kind: 'refused',
      reason: 'UnsupportedChange',
      event: 'UnsupportedChange',
      message: `Changing deployment mode from ${from} to ${to} is unsupported`,
    }
  }
  // A rescale in place that could not be taken back: the running cluster is labelled as the spec's already.
  const isLabelled = status.deployed?.labelledAs === wanted.hash
  const message = `The spec changed; its deploy hash is ${wanted.hash}`
  if (isLabelled || (spec.scaleMode === 'InPlace' && isScaleUp(s))) {
    if (s.blueGreen) return { kind: 'deploy', message, events: [notScalingInPlace] }
    if (!s.current.isBuilt) return { kind: 'deploy', message }
    return {
      kind: 'rescale',
      message:
        `Raising the parallelism from ${s.currentJobStatus.parallelism ?? 0} to ${wanted.job.parallelism} ` +
        'on the running cluster',
    }
  }
  return { kind: 'deploy', message }
}

/** The spec came to nothing before, and nothing has changed that may help. */
export function hasFailed({ status: { failed, failedDeployHash }, wanted }: Situation): boolean {
  return failedDeployHash === wanted.hash && (failed === undefined || failed.inputs === wanted.inputs)
}

const notScalingInPlace: EventToRecord = {
  type: 'Warning',
  reason: 'NotScalingInPlace',
  message: 'Not using configured InPlace scaling mode because it is incompatible with BlueGreen deploy mode',
}

function backToDeployed(s: Situation): SpecChange {
  const { status, phase } = s
  if (phase !== 'DeployFailed') return { kind: 'none' }
  if (isAlive(s.currentJob) || hasFinished(s)) {
    return { kind: 'reverted', message: 'The spec is again the one that runs' }
  }
  if (s.currentJob.presence === 'unknown') return { kind: 'none' }
  if (status.deployed?.unrecoverable === s.wanted.inputs) return { kind: 'none' }
  return { kind: 'recover', message: 'The spec is again the one that is deployed, but no job of it runs' }
}

/** The spec is again that of the job that runs, or has finished: a finished one is not run a second time. */
export function isReverted(s: Situation): boolean {
  return s.wanted.hash === s.status.deployHash && (!hasEnded(s.currentJob) || hasFinished(s))
}

/** Nothing is begun while `forceRollback` is set. */
function isForcedHold(s: Situation): boolean {
  return s.spec.forceRollback === true
}

/**
 * Only the parallelism grew: with the old one the hash would be that of what is deployed. Were it that of what failed last,
 * as the original has it, the running cluster would be taken for one of the spec that failed.
 */
function isScaleUp(s: Situation): boolean {
  const parallelism = s.currentJobStatus.parallelism
  if (parallelism === undefined || parallelism < 1 || s.wanted.job.parallelism <= parallelism) return false
  const before = hashOf({ ...s.app, spec: { ...s.spec, parallelism } }, s.settings)
  return before === s.status.deployHash
}
