import { type Deployed, type VersionStatus } from '../application.ts'
import { isOutOfRetries } from '../back-off.ts'
import { driftedObjects, missingObjects } from '../cluster-objects.ts'
import { type Action, goTo, stay } from '../decision.ts'
import { fromInstant, toInstant } from '../instant.ts'
import { findJob } from '../job.ts'
import { failureOf } from '../action-failure.ts'
import { startCluster } from '../job-manager-restart.ts'
import { withOperation } from '../operations.ts'
import { type PhaseStep, type Situation } from '../situation.ts'
import { stopJob } from '../stop-job.ts'
import { pointGenericService } from '../submission.ts'
import { hashOf } from '../target.ts'
import { deleteVersion, tornDownVersion } from '../teardown.ts'

/**
 * Two versions run side by side until the user says, by `tearDownVersionHash`, which one ends.
 *
 * Leads to `Running` once the job of that version has ended. An edit of the spec waits until then.
 */
export const dualRunning: PhaseStep<'DualRunning'> = (s) => {
  const versions = tornDownVersion(s)
  if (versions === undefined) {
    const lost = lostJobs(s)
    const state = lost.length === 0 ? 'Both versions run' : 'The two versions stay'
    const { ignoredTearDown, ...updating } = s.status.updating ?? {}
    const isForgotten = ignoredTearDown !== undefined && ignoredTearDown !== s.spec.tearDownVersionHash
    return stay('WaitingForTearDown', {
      message: [`${state} until tearDownVersionHash names the one to end.`, ...notYet(s), ...lost].join(' '),
      // Named again, it means the version that runs now.
      ...(isForgotten && { status: { updating: updating as Deployed } }),
      actions: repairs(s),
      requeueAfterMs: 10_000,
    })
  }
  const { ending, staying } = versions
  const hash = ending.versionHash ?? ''
  const version = ending.appVersion ?? ''
  const { what, since } = s.status.waitingFor ?? {}
  const isNew = what !== 'TearingDown'
  const sinceMs = isNew ? s.nowMs : (fromInstant(since) ?? s.nowMs)
  // What could not be made again while both versions ran is no failure of the teardown.
  const isSpent = !isNew && isOutOfRetries(s.status)
  const stopping = stopJob(
    s.clusterOf(hash),
    ending.jobStatus?.jobID || undefined,
    isSpent ? 0 : sinceMs + s.settings.maxErrDurationMs - s.nowMs,
  )
  if (!stopping.stopped) {
    const failure = failureOf(s, stopping.actions)
    const isOther = !!s.spec.tearDownVersionHash && s.spec.tearDownVersionHash !== hash
    const later = isOther ? '; what tearDownVersionHash names since comes after that' : ''
    return stay('TearingDown', {
      message: `${stopping.message}${failure ? `; last answer: ${failure.message}` : ''}${later}`,
      status: { tearingDown: hash },
      actions: stopping.actions,
      beginsAnew: isNew,
      events: isNew
        ? [
            {
              type: 'Normal',
              reason: 'TeardownInitated',
              message: `Tearing down application with hash ${hash} and version ${version}`,
            },
            {
              type: 'Normal',
              reason: 'ForceCanceling',
              message: `Force-canceling application with version ${version} and hash ${hash}`,
            },
          ]
        : failure?.isNews
          ? [
              {
                type: 'Warning',
                reason: 'TeardownFailed',
                message: `Failed to force-cancel application version ${version} and hash ${hash}: ${failure.message}`,
              },
            ]
          : [],
      requeueAfterMs: 200,
    })
  }
  const deployVersion = staying.appVersion ?? ''
  const deployed = s.status.updatingHash === staying.versionHash ? s.status.updating : s.status.deployed
  // The spec is what the newer version was made of: even when that is the one that ends, it is not to be deployed again.
  // kubectl notes the whole spec in an annotation that the hash covers, so naming the version would itself look like
  // an edit. The note alone does not count; an edit of anything else does, and is deployed next.
  const { content } = s.status.updating ?? {}
  const isUnedited = !content || content === s.wanted.content
  const teardownHash = isUnedited ? hashOf(s.app, s.settings, '') : undefined
  return goTo('Running', 'TornDown', {
    message: `Version ${version} has ended; ${deployVersion} stays`,
    status: {
      versionStatuses: [staying, {}],
      deployVersion,
      deployHash: staying.versionHash,
      updatingVersion: undefined,
      updatingHash: undefined,
      tearingDown: undefined,
      teardownHash,
      tornDown: teardownHash ? { hash: teardownHash, content: s.wanted.content } : undefined,
      jobStatus: staying.jobStatus,
      clusterStatus: staying.clusterStatus,
      deployed,
      updating: undefined,
      operations: withOperation(s.status, {
        what: 'TearDown',
        why: 'tearDownVersionHash names the version',
        hash,
        ...(ending.jobStatus?.jobID && { jobId: ending.jobStatus.jobID }),
        startedAt: toInstant(sinceMs),
        endedAt: toInstant(s.nowMs),
        durationMs: Math.max(0, s.nowMs - sinceMs),
        outcome: 'Succeeded',
      }),
    },
    actions: deleteVersion(s, hash),
    events: [
      {
        type: 'Normal',
        reason: 'ToreDownCluster',
        message: `Deleted old cluster with hash ${hash}`,
      },
      {
        type: 'Warning',
        reason: 'TeardownCompleted',
        message: `Tore down application with hash ${hash} and version ${version}`,
      },
    ],
    requeueAfterMs: 0,
  })
}

/**
 * Puts right what others changed in the objects of both versions, as in `Running`. Only a version that the spec still describes
 * can be made again whole.
 */
function repairs(s: Situation): Action[] {
  return (s.status.versionStatuses ?? []).flatMap((version) => {
    const { versionHash: hash = '', appVersion: colour = '' } = version
    if (hash === '') return []
    const isOfSpec = hashOf(s.app, s.settings, colour) === hash
    const own = asDeployed(s, version)
    return [
      ...(isOfSpec
        ? [...missingObjects(own, { hash }, colour), ...driftedObjects(s, hash)]
        : startCluster(s, s.clusterOf(hash))),
      ...pointGenericService(own, s.clusterOf(hash)),
    ]
  })
}

/**
 * The same, with this version as the deployed one: with high availability it is made again under its own cluster id, and
 * never under the other's, whose job it would bring back a second time.
 */
function asDeployed(s: Situation, version: VersionStatus): Situation {
  const { versionHash: hash = '', appVersion: updatingVersion = '', jobStatus = {} } = version
  const { deployed: older, updating: newer, updatingHash, ...rest } = s.status
  const deployed = hash === updatingHash ? newer : older
  const status = { ...rest, updatingVersion, ...(deployed && { deployed }) }
  return {
    ...s,
    app: { ...s.app, status },
    status,
    wanted: { ...s.wanted, hash },
    currentJobStatus: jobStatus,
  }
}

/** Why what `tearDownVersionHash` holds ends none of the two. */
function notYet({ spec: { tearDownVersionHash: hash }, status }: Situation): string[] {
  if (!hash) return []
  return hash === status.updating?.ignoredTearDown
    ? [`It named ${hash} before that version ran: take it away and set it anew.`]
    : [`It is ${hash} now, which is neither.`]
}

/** Neither version's job is started again: which of the two is to go on is for the user to say. */
function lostJobs(s: Situation): string[] {
  const lost = s.status.versionStatuses?.flatMap(({ versionHash = '', appVersion = '', jobStatus }) => {
    const { jobID, state } = jobStatus ?? {}
    if (!jobID) return []
    const job = findJob(s.clusterOf(versionHash), jobID)
    const of = `Job ${jobID} of version ${appVersion}`
    if (job.presence === 'absent' && state !== 'FINISHED') return [`${of} is gone with its JobManager.`]
    const hasFailed = job.presence === 'present' && job.isTerminal && job.state !== 'FINISHED'
    return hasFailed ? [`${of} is ${job.state}.`] : []
  })
  return lost ?? []
}
