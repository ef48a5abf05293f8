import { type JobStatus, type RestorePoint, type VersionStatus } from './application.ts'
import { attemptOf } from './attempt.ts'
import { jobFinished, jobSubmitted } from './events.ts'
import { goTo, type PatchStatus, type Step } from './decision.ts'
import { deployedOf } from './deployed.ts'
import { clusterIdOf } from './high-availability.ts'
import { toInstant } from './instant.ts'
import { type Job } from './job.ts'
import { type Situation } from './situation.ts'

/** The new job runs, or has already finished: what the attempt pinned is now what is deployed. */
export function deploySucceeded(
  s: Situation,
  jobId: string,
  job: Extract<Job, { presence: 'present' }>,
): Step<'Running' | 'DualRunning'> {
  const attempt = attemptOf(s)
  const used = restorePointOf(s, attempt.restorePath)
  const clusterId = clusterIdOf(s.target)
  const jobStatus: JobStatus = {
    ...attempt.job,
    jobID: jobId,
    state: job.state,
    ...(used && { restorePath: used.path }),
  }
  const common: PatchStatus = {
    attempt: undefined,
    // A recovery is of the deployed version; a spec that failed before it is not to be tried again for that.
    ...(attempt.kind !== 'Recovery' && { failed: undefined, failedDeployHash: undefined }),
    savepointPath: undefined,
    savepointTriggerId: undefined,
    restorePoint: used ? { used, newest: { ...used, jobId } } : undefined,
  }
  const message = job.state === 'FINISHED' ? `Job ${jobId} has finished` : `Job ${jobId} runs`
  const reason = job.state === 'FINISHED' ? 'JobFinished' : 'JobRunning'
  const details = {
    message,
    events: [
      ...(attempt.jobSeen ? [] : [jobSubmitted(jobId)]),
      ...(job.state === 'FINISHED' ? [jobFinished] : []),
    ],
    requeueAfterMs: 0,
  }
  if (s.blueGreen && !s.isFirstDeploy && attempt.kind !== 'Recovery') {
    // With the newer version running, the age of a snapshot counts again for a lost job of the older one.
    const { recoverFrom: _, ...deployed } = deployedOf(s)
    return goTo('DualRunning', reason, {
      ...details,
      status: {
        ...common,
        ...(s.status.deployed && { deployed }),
        updatingHash: attempt.hash,
        updating: {
          generation: attempt.generation,
          inputs: attempt.inputs,
          content: attempt.content,
          ...(clusterId !== undefined && { clusterId }),
          ...(s.spec.tearDownVersionHash === attempt.hash && { ignoredTearDown: attempt.hash }),
        },
        versionStatuses: [deployedEntry(s), entryOf(s, s.status.updatingVersion, attempt.hash, jobStatus)],
      },
    })
  }
  const recoveries = attempt.kind === 'Recovery' ? (s.status.deployed?.recoveries ?? 0) + 1 : 0
  return goTo('Running', reason, {
    ...details,
    status: {
      ...common,
      deployHash: attempt.hash,
      jobStatus,
      deployed: {
        generation: attempt.generation,
        inputs: attempt.inputs,
        content: attempt.content,
        ...(clusterId !== undefined && { clusterId }),
        ...(recoveries > 0 && { recoveries, recoveredAt: toInstant(s.nowMs) }),
      },
      ...(s.blueGreen && {
        versionStatuses: [entryOf(s, s.status.deployVersion, attempt.hash, jobStatus), {}],
      }),
    },
  })
}

function deployedEntry({ status }: Situation): VersionStatus {
  return (
    status.versionStatuses?.find((version) => version.versionHash === status.deployHash) ??
    status.versionStatuses?.[0] ??
    {}
  )
}

function entryOf(
  s: Situation,
  colour: string | undefined,
  versionHash: string,
  jobStatus: JobStatus,
): VersionStatus {
  const known = s.status.versionStatuses?.find((version) => version.versionHash === versionHash)
  return { ...known, ...(colour !== undefined && { appVersion: colour }), versionHash, jobStatus }
}

/**
 * Flink writes checkpoints into directories called `chk-<n>`; every other path was made by a savepoint. When one was made
 * that the status does not know, as one that the spec names, nobody has told: not later than the start.
 */
export function restorePointOf(
  { status, attempt, nowMs }: Pick<Situation, 'status' | 'attempt' | 'nowMs'>,
  path: string | undefined,
): RestorePoint | undefined {
  if (!path) return undefined
  const { newest, used } = status.restorePoint ?? {}
  const { lastCheckpoint, lastCheckpointTime } = status.jobStatus ?? {}
  const takenAt =
    [newest, used].find((known) => known?.path === path)?.takenAt ??
    (lastCheckpoint === path ? lastCheckpointTime : undefined) ??
    (attempt?.savepoint?.location === path ? attempt.savepoint.requestedAt : undefined) ??
    toInstant(nowMs)
  return { path, kind: /\/chk-\d+/.test(path) ? 'Checkpoint' : 'Savepoint', takenAt }
}
