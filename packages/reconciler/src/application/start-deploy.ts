import { type Target } from './application.ts'
import { newAttempt } from './attempt.ts'
import { deleteOtherClusters, missingObjects } from './cluster-objects.ts'
import { type EventToRecord, goTo, type PatchStatus, type Step } from './decision.ts'
import { deployFailed } from './deploy-failed.ts'
import { forceRollbackMessage, isForcedBack } from './force-rollback.ts'
import { type Situation } from './situation.ts'

/**
 * The start of a deploy: what the spec asks for is pinned, and its cluster is created beside the one that runs.
 * Nothing that runs is touched, so a spec that cannot be deployed costs nothing.
 */
export function startDeploy(s: Situation): Step<'ClusterStarting' | 'DeployFailed'> {
  const target: Target = s.wanted
  if (isForcedBack(s)) {
    return deployFailed(s, target, 'ForceRollback', `The deploy is held back: ${forceRollbackMessage}`, {
      events: [clusterCreationFailed(forceRollbackMessage)],
    })
  }
  if (s.unreadable !== undefined) {
    return deployFailed(s, target, 'SpecInvalid', s.unreadable, {
      events: [clusterCreationFailed(s.unreadable)],
    })
  }
  const broken = s.findings.find((finding) => finding.severity === 'error')
  if (broken) {
    const message = `${broken.path}: ${broken.message} ${broken.remedy}`
    return deployFailed(s, target, 'SpecInvalid', message, { events: [clusterCreationFailed(message)] })
  }
  if (s.status.inPlaceUpdatedFromHash !== undefined && s.status.inPlaceUpdatedFromHash === target.hash) {
    const message =
      'Could not scale down cluster due to previous in-place scale up. To continue this deploy, ' +
      "modify the application's restartNonce."
    return deployFailed(s, target, 'InPlaceScaleDown', message, {
      events: [{ type: 'Warning', reason: 'DeployFailed', message }],
    })
  }
  const attempt = newAttempt(s, 'Deploy', target)
  const colours: PatchStatus = s.blueGreen ? coloursOf(s) : {}
  return goTo('ClusterStarting', 'CreatingCluster', {
    message: `Creating the Flink cluster ${target.hash}`,
    addFinalizer: true,
    status: { attempt, attempts: attempt.number, inPlaceUpdatedFromHash: undefined, ...colours },
    actions: [...missingObjects(s, attempt, colours.updatingVersion), ...leftovers(s, target.hash).actions],
    events: [creatingCluster(target.hash)],
    requeueAfterMs: 0,
  })
}

export function creatingCluster(hash: string): EventToRecord {
  return {
    type: 'Normal',
    reason: 'CreatingCluster',
    message: `Creating Flink cluster for deploy ${hash}`,
  }
}

/** Clusters of attempts that were superseded or have failed: their pods would take the room of the new one. */
export function leftovers({ status, ...s }: Situation, hash: string) {
  const { deployHash = '', deployed } = status
  return deleteOtherClusters({ status, ...s }, [deployHash, s.current.hash, deployed?.labelledAs ?? '', hash])
}

function coloursOf(s: Situation): PatchStatus {
  const colour = s.nextColour
  return {
    updatingVersion: colour,
    teardownHash: undefined,
    tornDown: undefined,
    ...(s.isFirstDeploy && { deployVersion: colour }),
  }
}

function clusterCreationFailed(why: string) {
  return {
    type: 'Warning',
    reason: 'ClusterCreationFailed',
    message: `Failed to create Flink Cluster: ${why}`,
  } as const
}
