import {
  type ApplicationStatus,
  type ClusterStatus,
  type JobStatus,
  type RestorePoint,
} from './application.ts'
import { type Cluster } from './cluster.ts'
import { fromInstant, toInstant, toSecond } from './instant.ts'
import { findJob, type Job } from './job.ts'
import { type JobAnswer, type Settings } from './observation.ts'
import { type Situation } from './situation.ts'
import { isBlueGreen, withVersion } from './versions.ts'
import { broughtBackFrom } from '../restore-point/brought-back-from.ts'
import { newestSnapshot } from '../restore-point/newest-snapshot.ts'
import { takenByOurClockMs } from '../restore-point/taken-at.ts'

/** How often a change of nothing but checkpoint statistics is written down. */
const checkpointPauseMs = 10_000

/** Writes what the JobManagers say into the status: of the deployed version, and of the one beside it. */
export function withHealth(s: Situation, status: ApplicationStatus): ApplicationStatus {
  const deployHash = status.deployHash ?? ''
  if (deployHash === '') return status
  const versions = isBlueGreen(status)
    ? (status.versionStatuses ?? []).filter((version) => version.versionHash)
    : [{ versionHash: deployHash, ...clusterAndJob(status) }]
  let next = status
  for (const version of versions) {
    const hash = version.versionHash ?? ''
    const cluster = hash === deployHash && deployHash === s.status.deployHash ? s.current : s.clusterOf(hash)
    const job = findJob(cluster, version.jobStatus?.jobID)
    const url = baseUrl(s, version.appVersion)
    next = withVersion(next, hash, {
      clusterStatus: clusterStatusOf(cluster, version.clusterStatus ?? {}, url),
      jobStatus: jobStatusOf(s, job, version.jobStatus ?? {}, url),
    })
    if (hash === deployHash) next = withNewest(s, next, job, version.jobStatus?.jobID)
  }
  return next
}

function clusterAndJob({ clusterStatus, jobStatus }: ApplicationStatus) {
  return { appVersion: undefined, clusterStatus, jobStatus }
}

function clusterStatusOf(cluster: Cluster, before: ClusterStatus, url: string): ClusterStatus {
  const { answer, taskManager } = cluster
  const wanted = taskManager?.spec?.replicas ?? 0
  const urls = url === '' ? {} : { clusterOverviewURL: `${url}/#/overview` }
  if (answer.state !== 'ready') return { ...before, ...urls, health: 'Red' }
  return {
    ...urls,
    health: answer.healthyTaskManagers >= wanted ? 'Green' : 'Yellow',
    numberOfTaskManagers: answer.taskManagers,
    healthyTaskManagers: answer.healthyTaskManagers,
    numberOfTaskSlots: answer.slotsTotal,
    availableTaskSlots: answer.slotsAvailable,
  }
}

function jobStatusOf(s: Situation, job: Job, before: JobStatus, url: string): JobStatus {
  const urls = url === '' || !before.jobID ? {} : { jobOverviewURL: `${url}/#/jobs/${before.jobID}` }
  if (job.presence !== 'present') {
    const isOver = before.state === 'FINISHED'
    return { ...before, ...urls, ...(!isOver && before.jobID && { health: 'Red' }) }
  }
  const failing = job.state === 'FAILING' || job.state === 'RESTARTING'
  const next: JobStatus = {
    ...before,
    ...urls,
    state: job.state,
    runningTasks: job.runningTasks,
    totalTasks: job.totalTasks,
    ...(failing && { lastFailingTime: keepRecent(before.lastFailingTime, s.nowMs) }),
    ...(job.details && checkpointFields(job.details, before)),
  }
  return { ...next, health: jobHealth(s, job, next) }
}

/** A time that is renewed at most each ten seconds, so that a failing job does not cause a write with each look. */
function keepRecent(time: string | null | undefined, nowMs: number): string {
  const ms = fromInstant(time)
  return time != null && ms !== undefined && nowMs - ms < checkpointPauseMs ? time : toSecond(nowMs)
}

function jobHealth(s: Situation, job: Extract<Job, { presence: 'present' }>, status: JobStatus): string {
  const lastFailingMs = fromInstant(status.lastFailingTime)
  if (job.state === 'FINISHED') return 'Green'
  if (job.state === 'FAILING' || job.state === 'FAILED' || job.state === 'CANCELED') return 'Red'
  if (lastFailingMs !== undefined && s.nowMs - lastFailingMs < 60_000) return 'Red'
  const checkpointMs = fromInstant(status.lastCheckpointTime)
  // That time is the JobManager's.
  const theirNowMs = job.details?.nowMs ?? s.nowMs
  if (checkpointMs !== undefined && theirNowMs - checkpointMs > 600_000) return 'Yellow'
  return job.isRunning ? 'Green' : 'Yellow'
}

/**
 * Checkpoints complete all the time. Their numbers are taken over only when the last ones are ten seconds old, so a
 * job with a checkpoint each second does not make the operator write each second.
 */
function checkpointFields(details: JobAnswer, before: JobStatus): JobStatus {
  const startTime = details.startTimeMs > 0 ? { startTime: toSecond(details.startTimeMs) } : {}
  const checkpoints = details.checkpoints
  if (checkpoints === undefined) return startTime
  const { latestCompleted, latestRestored } = checkpoints
  const lastMs = fromInstant(before.lastCheckpointTime)
  const isDue =
    before.completedCheckpointCount === undefined ||
    lastMs === undefined ||
    details.nowMs - lastMs >= checkpointPauseMs ||
    (latestCompleted !== undefined && latestCompleted.triggeredAtMs - lastMs >= checkpointPauseMs)
  if (!isDue) return startTime
  return {
    ...startTime,
    jobRestartCount: checkpoints.restored,
    completedCheckpointCount: checkpoints.completed,
    failedCheckpointCount: checkpoints.failed,
    ...(latestRestored?.path && {
      restorePath: latestRestored.path,
      restoreTime: toSecond(latestRestored.restoredAtMs),
    }),
    ...(latestCompleted && {
      ...(latestCompleted.path !== undefined && { lastCheckpoint: latestCompleted.path }),
      lastCheckpointTime: toSecond(latestCompleted.acknowledgedAtMs),
    }),
  }
}

/** Remembers the newest snapshot of the deployed job, for the day when its JobManager cannot be asked any more. */
function withNewest(
  s: Situation,
  status: ApplicationStatus,
  job: Job,
  jobId: string | undefined,
): ApplicationStatus {
  const details = job.presence === 'present' ? job.details : undefined
  const { newest: known, used: startedFrom } = status.restorePoint ?? {}
  const newest =
    newestSnapshot(details?.checkpoints) ??
    broughtBackFrom(details?.checkpoints, startedFrom?.path ?? status.jobStatus?.restorePath, known)
  if (!details || newest?.path === undefined || newest.discarded || jobId === undefined) return status
  const knownMs = fromInstant(known?.takenAt)
  const newestMs = takenByOurClockMs(newest, details, s.nowMs)
  const isSame = known?.path === newest.path
  const isEarly =
    !newest.isSavepoint &&
    known?.jobId === jobId &&
    knownMs !== undefined &&
    newestMs - knownMs < checkpointPauseMs &&
    s.nowMs - knownMs < checkpointPauseMs
  if (isSame || isEarly) return status
  const point: RestorePoint = {
    path: newest.path,
    kind: newest.isSavepoint ? 'Savepoint' : 'Checkpoint',
    takenAt: toInstant(newestMs),
    jobId,
  }
  return { ...status, restorePoint: { ...status.restorePoint, newest: point } }
}

function baseUrl({ app, settings }: Situation, colour: string | undefined): string {
  const name = colour ? `${app.metadata.name}-${colour}` : app.metadata.name
  return urlOf(settings, app.metadata.namespace, name)
}

function urlOf(settings: Settings, namespace: string, name: string): string {
  if (settings.useKubectlProxy) {
    return `http://localhost:${settings.proxyPort}/api/v1/namespaces/${namespace}/services/${name}:8081/proxy`
  }
  return settings.ingressUrlFormat.replaceAll('{{$jobCluster}}', name)
}
