import { type Attempt } from './application.ts'
import { newAttempt } from './attempt.ts'
import { deleteOtherClusters, driftedObjects, missingObjects } from './cluster-objects.ts'
import { type Action, type EventToRecord, goTo, stay, type Step } from './decision.ts'
import { deployFailed } from './deploy-failed.ts'
import { jobFinished } from './events.ts'
import { forceRollbackMessage, isForcedBack } from './force-rollback.ts'
import { fromInstant, toInstant } from './instant.ts'
import { isHighlyAvailable } from './high-availability.ts'
import { reasonOf } from './reasons.ts'
import { startCluster } from './job-manager-restart.ts'
import { isRecoveryDue } from './recovery-retry.ts'
import { type Situation } from './situation.ts'
import { specChange } from './spec-change.ts'
import { pointGenericService } from './submission.ts'
import { deployedTarget } from './target.ts'
import { startTaskManagers } from './task-manager-restart.ts'

type Next = 'Updating' | 'Rescaling' | 'Recovering' | 'DeployFailed' | 'Running'

const ended = new Set(['FINISHED', 'CANCELED', 'FAILED'])

/** What `Running` and `DeployFailed` have in common: nothing is under way until the spec or the world changes. */
export function settle(s: Situation): Step<Next> {
  const change = specChange(s)
  switch (change.kind) {
    case 'deploy':
      return goTo('Updating', 'SpecChanged', {
        message: change.message,
        events: change.events ?? [],
        requeueAfterMs: 0,
      })
    case 'rescale': {
      const attempt = newAttempt(s, 'Rescale', s.wanted)
      return goTo('Rescaling', 'ScaleUp', {
        message: change.message,
        status: {
          attempt,
          attempts: attempt.number,
          inPlaceUpdatedFromHash: s.status.deployHash,
          failed: undefined,
        },
        events: [{ type: 'Normal', reason: 'ClusterScaleUp', message: change.message }],
        requeueAfterMs: 0,
      })
    }
    case 'refused':
      return deployFailed(s, s.wanted, change.reason, change.message, {
        events: [{ type: 'Warning', reason: change.event, message: change.message }],
      })
    case 'heldBack':
      if (s.phase === 'Running' && isForcedBack(s)) {
        return deployFailed(s, s.wanted, 'ForceRollback', `The deploy is held back: ${forceRollbackMessage}`)
      }
      if (s.phase === 'Running' && s.status.failed) {
        const { reason, message } = s.status.failed
        return goTo('DeployFailed', reasonOf(reason), { message, requeueAfterMs: 0 })
      }
      break
    case 'reverted':
      return goTo('Running', 'SpecReverted', {
        message: change.message,
        status: { failed: undefined, failedDeployHash: undefined },
        requeueAfterMs: 0,
      })
    case 'recover':
      return recover(s, change.message)
    case 'none':
      break
  }
  if (s.isFirstDeploy) {
    return stay(reasonOf(s.status.failed?.reason ?? ''), {
      message: s.status.failed?.message ?? '',
      actions: startCluster(s, s.clusterOf(s.status.failed?.hash ?? '')),
      requeueAfterMs: 60_000,
    })
  }
  if (isRecoveryDue(s)) return recover(s, 'No job of the deployed version runs')
  return lostJob(s) ?? keep(s, change.kind === 'none')
}

/** The job that should run is nowhere: it is started again from the newest snapshot that is known. */
function lostJob(s: Situation): Step<Next> | undefined {
  const { currentJob, currentJobStatus, status } = s
  const jobId = currentJobStatus.jobID
  if (!jobId || ended.has(currentJobStatus.state ?? '') || currentJob.presence !== 'absent') return undefined
  if (status.deployed?.unrecoverable === s.wanted.inputs) return undefined
  const lostSinceMs = fromInstant(status.deployed?.lostSince)
  const message = `Job ${jobId} is gone: its JobManager does not know it any more`
  if (lostSinceMs === undefined) {
    return stay('JobLost', {
      message,
      status: { deployed: { ...deployedOf(s), lostSince: toInstant(s.nowMs) } },
      actions: repairs(s).actions,
      events: [{ type: 'Warning', reason: 'JobLost', message }],
      requeueAfterMs: waitMs(s),
    })
  }
  const left = lostSinceMs + waitMs(s) - s.nowMs
  if (left > 0) return stay('JobLost', { message, actions: repairs(s).actions, requeueAfterMs: left })
  return recover(s, message)
}

/** A highly available JobManager recovers its jobs itself; and what keeps failing is given ever more time. */
function waitMs(s: Situation): number {
  const recoveries = s.status.deployed?.recoveries ?? 0
  const backoffMs = recoveries === 0 ? 0 : Math.min(1_000 * 2 ** Math.min(recoveries, 9), 300_000)
  return Math.max(isHighlyAvailable(s, s.current) ? 120_000 : 0, backoffMs)
}

function recover(s: Situation, message: string): Step<'Recovering'> {
  const attempt: Attempt = newAttempt(s, 'Recovery', deployedTarget(s.app, s.wanted))
  const { lostSince: _, ...deployed } = deployedOf(s)
  return goTo('Recovering', 'JobLost', {
    message,
    status: { attempt, attempts: attempt.number, deployed },
    events: [{ type: 'Warning', reason: 'RecoveringJob', message: `${message}; it is started again` }],
    requeueAfterMs: 0,
  })
}

function deployedOf(s: Situation) {
  return s.status.deployed ?? { generation: s.wanted.generation, inputs: s.wanted.inputs, content: '' }
}

function keep(s: Situation, isCurrent: boolean): Step<never> {
  const { actions, events } = repairs(s)
  const failed = s.phase === 'DeployFailed' ? s.status.failed : undefined
  const { currentJob: job } = s
  const hasJustFinished =
    job.presence === 'present' && job.state === 'FINISHED' && s.currentJobStatus.state !== 'FINISHED'
  return stay(failed ? reasonOf(failed.reason) : isCurrent ? 'JobRunning' : 'DeployHeldBack', {
    message: failed?.message ?? '',
    actions,
    events: [...events, ...(hasJustFinished ? [jobFinished] : [])],
    ...(s.status.deployed?.lostSince !== undefined &&
      s.currentJob.presence === 'present' && {
        status: { deployed: { ...s.status.deployed, lostSince: undefined } as never },
      }),
    requeueAfterMs: s.currentJob.presence === 'unknown' ? 1_000 : 10_000,
  })
}

/** Puts right what others changed in the objects of the deployed version, and deletes what is left of others. */
function repairs(s: Situation): { actions: Action[]; events: EventToRecord[] } {
  const hash = s.status.deployHash ?? ''
  const isCurrent = specChange(s).kind === 'none' && s.wantedIsDeployed
  const colour = s.status.deployVersion
  const repair = isCurrent
    ? [...missingObjects(s, { hash }, colour), ...driftedObjects(s, hash)]
    : [...startCluster(s, s.current), ...startTaskManagers(s.current)]
  const inPlace = s.status.inPlaceUpdatedFromHash ?? ''
  const others = deleteOtherClusters(s, [hash, inPlace && s.current.hash === hash ? '' : inPlace])
  return {
    actions: [...repair, ...pointGenericService(s, s.current), ...others.actions],
    events: others.hashes.map((other) => ({
      type: 'Normal',
      reason: 'ToreDownCluster',
      message: `Deleted old cluster with hash ${other}`,
    })),
  }
}
