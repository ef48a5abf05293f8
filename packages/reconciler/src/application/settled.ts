import { type Attempt, type Deployed } from './application.ts'
import { newAttempt } from './attempt.ts'
import { deleteOtherClusters, driftedObjects, missingObjects } from './cluster-objects.ts'
import { type Action, type EventToRecord, goTo, type PatchStatus, stay, type Step } from './decision.ts'
import { deployFailed } from './deploy-failed.ts'
import { deployedOf } from './deployed.ts'
import { jobFinished } from './events.ts'
import { forceRollbackMessage, isForcedBack } from './force-rollback.ts'
import { fromInstant, toInstant } from './instant.ts'
import { isAlive } from './job.ts'
import { isHighlyAvailable } from './high-availability.ts'
import { reasonOf } from './reasons.ts'
import { startCluster } from './job-manager-restart.ts'
import { isRecoveryDue } from './recovery-retry.ts'
import { undoRescale } from './rescale.ts'
import { labelsOfDeployed, type Situation } from './situation.ts'
import { hasFailed, specChange } from './spec-change.ts'
import { pointGenericService } from './submission.ts'
import { deployedTarget } from './target.ts'
import { startTaskManagers } from './task-manager-restart.ts'
import { readingLastCheckpointMs } from './phases/reading-last-checkpoint.ts'
import { newestSnapshot } from '../restore-point/newest-snapshot.ts'

type Next = 'Updating' | 'Rescaling' | 'Recovering' | 'DeployFailed' | 'Running'

const noFailure: PatchStatus = { failed: undefined, failedDeployHash: undefined }

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
      if (s.phase === 'Running' && s.status.failed && hasFailed(s)) {
        const { reason, message } = s.status.failed
        return goTo('DeployFailed', reasonOf(reason), { message, requeueAfterMs: 0 })
      }
      if (s.phase === 'DeployFailed' && !hasFailed(s) && !isForcedBack(s) && isAlive(s.currentJob)) {
        return goTo('Running', 'DeployHeldBack', { status: noFailure, requeueAfterMs: 0 })
      }
      break
    case 'reverted':
      return goTo('Running', 'SpecReverted', {
        message: change.message,
        status: noFailure,
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
  const stopped = stoppedJob(s)
  if (stopped) return stopped
  if (isRecoveryDue(s)) return recover(s, 'No job of the deployed version runs')
  return lostJob(s) ?? keep(s, change.kind === 'none')
}

/** The job was told to stop by an attempt that was given up, and has done so: by that, or it has come to its own end. */
function stoppedJob(s: Situation): Step<Next> | undefined {
  const { currentJob } = s
  if (!mayHaveStopped(s) || currentJob.presence !== 'present') return undefined
  const jobId = s.currentJobStatus.jobID ?? ''
  if (newestSnapshot(currentJob.details?.checkpoints)?.isSavepoint)
    return recover(s, `Job ${jobId} has stopped with the savepoint that a deploy had asked it for`)
  const untilFinalMs = readingLastCheckpointMs(s, currentJob)
  if (untilFinalMs <= 0) return undefined
  return stay('ReadingLastCheckpoint', {
    message: `Job ${jobId} has ended; Flink may not tell yet whether with a savepoint`,
    requeueAfterMs: untilFinalMs,
  })
}

function mayHaveStopped({ status, currentJob, currentJobStatus, wanted }: Situation): boolean {
  const { toldToStop, unrecoverable } = status.deployed ?? {}
  if (toldToStop === undefined || toldToStop !== currentJobStatus.jobID) return false
  return unrecoverable !== wanted.inputs && currentJob.presence === 'present' && currentJob.isTerminal
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

function keep(s: Situation, isCurrent: boolean): Step<never> {
  const { actions, events } = repairs(s)
  const failed =
    s.phase === 'DeployFailed' ? (s.status.deployed?.recoveryFailed ?? s.status.failed) : undefined
  const { currentJob: job } = s
  const hasJustFinished =
    job.presence === 'present' && job.state === 'FINISHED' && s.currentJobStatus.state !== 'FINISHED'
  return stay(failed ? reasonOf(failed.reason) : isCurrent ? 'JobRunning' : 'DeployHeldBack', {
    message: failed?.message ?? '',
    actions,
    events: [...events, ...(hasJustFinished ? [jobFinished] : [])],
    status: forgotten(s),
    requeueAfterMs: s.currentJob.presence === 'unknown' ? 1_000 : 10_000,
  })
}

/** What the status remembers of trouble that is over. */
function forgotten(s: Situation): Pick<PatchStatus, 'deployed'> {
  const { lostSince, labelledAs, toldToStop, ...rest } = deployedOf(s)
  const deployed: Deployed = {
    ...rest,
    ...(lostSince !== undefined && s.currentJob.presence !== 'present' && { lostSince }),
    ...(labelledAs !== undefined && undoRescale(s).length > 0 && { labelledAs }),
    ...(toldToStop !== undefined && !mayHaveStopped(s) && { toldToStop }),
  }
  const isOver = Object.keys(deployed).length < Object.keys(s.status.deployed ?? {}).length
  return isOver ? { deployed } : {}
}

/** Puts right what others changed in the objects of the deployed version, and deletes what is left of others. */
function repairs(s: Situation): { actions: Action[]; events: EventToRecord[] } {
  const hash = s.status.deployHash ?? ''
  const undoing = undoRescale(s)
  const isCurrent = specChange(s).kind === 'none' && s.wantedIsDeployed && undoing.length === 0
  const colour = s.status.deployVersion
  const repair = isCurrent
    ? [...missingObjects(s, { hash }, colour), ...driftedObjects(s, hash)]
    : [...startCluster(s, s.current), ...startTaskManagers(s.current)]
  const others = deleteOtherClusters(s, labelsOfDeployed(s.status))
  return {
    actions: [...undoing, ...repair, ...pointGenericService(s, s.current), ...others.actions],
    events: others.hashes.map((other) => ({
      type: 'Normal',
      reason: 'ToreDownCluster',
      message: `Deleted old cluster with hash ${other}`,
    })),
  }
}
