import {
  type Application,
  type ApplicationStatus,
  type Attempt,
  type JobParameters,
  type SavepointRecord,
  type Target,
} from './application.ts'
import { createdAs, findCluster, hashLabel, hasTerminated, isOwned, typeLabel } from './cluster.ts'
import { fromInstant, toInstant } from './instant.ts'
import { type KubernetesObjects, type ObjectMeta, type Settings } from './observation.ts'
import { phaseOf } from './situation.ts'
import { firstRestorePath } from './submission.ts'
import { deployedTarget, targetOf } from './target.ts'
import { type Phase } from './transitions.ts'
import { isBlueGreen, updatingVersionStatus } from './versions.ts'

const midDeploy: ReadonlySet<Phase> = new Set<Phase>([
  'ClusterStarting',
  'Rescaling',
  'Savepointing',
  'Cancelling',
  'Recovering',
  'SubmittingJob',
  'RollingBackJob',
])

/**
 * Fills in what the original operator's status leaves unsaid, so that what it began is finished and not begun
 * again: the attempt that a phase in the middle of a deploy is about, and the failure that a spec is held back for.
 */
export function adopt(
  app: Application,
  objects: KubernetesObjects,
  settings: Settings,
  nowMs: number,
): Application {
  const status = app.status ?? {}
  const phase = phaseOf(status)
  if (midDeploy.has(phase) && status.attempt === undefined) {
    const { target: wanted } = targetOf(
      app,
      settings,
      isBlueGreen(status) ? status.updatingVersion : undefined,
    )
    const labelledAs = isRescaling(status, phase) ? undefined : labelOfRescaled(app, objects)
    const attempt = adoptedAttempt(app, objects, wanted, nowMs, phase, labelledAs)
    // The phase begins anew, and its budget of retries with it.
    const { retryCount: _, ...kept } = status
    const { generation, inputs } = wanted
    const deployed = labelledAs !== undefined && { generation, inputs, content: '', labelledAs }
    return {
      ...app,
      status: { ...kept, attempt, attempts: attempt.number, ...(deployed && { deployed }) },
    }
  }
  const isHeldBack = (phase === 'Running' || phase === 'DeployFailed') && status.failedDeployHash
  if (isHeldBack && status.failed === undefined) {
    const { target } = targetOf(app, settings)
    const reason = 'FailedBefore'
    const message = status.lastSeenError?.appError ?? 'The deploy failed under the operator that ran before'
    const failed = { hash: status.failedDeployHash ?? '', inputs: target.inputs, reason, message }
    return { ...app, status: { ...status, failed } }
  }
  return app
}

function isRescaling({ deployHash, inPlaceUpdatedFromHash }: ApplicationStatus, phase: Phase): boolean {
  return phase === 'Rescaling' || (!!deployHash && inPlaceUpdatedFromHash === deployHash)
}

/**
 * Of the deployed cluster, when a rescale in place gave it its label and none of the original's fields tells that any more, since
 * this operator has put a newer spec in the place of that rescale. Its pods bear the label that they were created under. Where a
 * cluster has the deployed label, another is a left-over.
 */
function labelOfRescaled(app: Application, { deployments }: KubernetesObjects): string | undefined {
  const owned = deployments.filter(({ metadata }) => isOwned(app, metadata))
  const labelOf = ({ metadata }: (typeof owned)[number]) => metadata.labels?.[hashLabel]
  if (owned.some((deployment) => labelOf(deployment) === app.status?.deployHash)) return undefined
  const relabelled = owned.find((deployment) => {
    const created = createdAs(deployment)
    return created !== undefined && created !== labelOf(deployment)
  })
  return relabelled && labelOf(relabelled)
}

function adoptedAttempt(
  app: Application,
  objects: KubernetesObjects,
  wanted: Target,
  nowMs: number,
  phase: Phase,
  labelledAs: string | undefined,
): Attempt {
  const status = app.status ?? {}
  const isRescale = isRescaling(status, phase)
  const isRecovery = isOfDeployedVersion(status) || isOnDeployedCluster(app, objects, wanted, phase)
  const kind = isRescale ? 'Rescale' : isRecovery ? 'Recovery' : 'Deploy'
  const targets = {
    // That an earlier try failed says nothing of the cluster, which is the deployed one.
    Rescale: () => builtTarget(app, objects, wanted, []),
    Recovery: () => deployedTarget(app, wanted),
    Deploy: () => leftTarget(app, objects, phase, deployTarget(app, objects, wanted, phase, labelledAs)),
  }
  const target = targets[kind]()
  const restorePath = restorePathOf(app, phase)
  // A rescale in place gives the cluster of the old job its own hash.
  const isRelabelled = isRescale && findCluster(app, objects, target.hash).jobManager !== undefined
  const oldHash = isRelabelled ? target.hash : (labelledAs ?? status.deployHash ?? '')
  const jobId = phase === 'SubmittingJob' ? submittedJobId(status) : undefined
  const savepoint = phase === 'Savepointing' ? savepointOf(status, oldHash, nowMs) : undefined
  const since = status.lastUpdatedAt ?? toInstant(nowMs)
  return {
    ...target,
    number: (status.attempts ?? 0) + 1,
    kind,
    startedAt: since,
    phaseSince: toInstant(nowMs),
    submissions: phase === 'SubmittingJob' || phase === 'RollingBackJob' ? 1 : 0,
    ...(savepoint && { savepoint }),
    ...(restorePath !== undefined && { restorePath }),
    ...(jobId && { jobId, jobSeen: true }),
    ...(phase === 'RollingBackJob' && {
      rollback: {
        reason: 'FailedBefore',
        message: status.lastSeenError?.appError ?? 'the deploy failed under the operator that ran before',
      },
    }),
  }
}

/**
 * In BlueGreen a deploy has a colour of its own. One without is the lost job of the deployed version, which this operator
 * was starting again before the original took over for a while.
 */
function isOfDeployedVersion(status: ApplicationStatus): boolean {
  const { deployHash, deployVersion, updatingVersion } = status
  return isBlueGreen(status) && !!deployHash && (!updatingVersion || updatingVersion === deployVersion)
}

/**
 * The original submits a job to a cluster beside the deployed one. Where none is there, this operator was starting the lost job of
 * the deployed version again, and the spec was edited meanwhile: the edit has to wait until that job runs.
 */
function isOnDeployedCluster(
  app: Application,
  { deployments }: KubernetesObjects,
  wanted: Target,
  phase: Phase,
): boolean {
  const { deployHash } = app.status ?? {}
  if (phase !== 'SubmittingJob' || !deployHash || wanted.hash === deployHash) return false
  const hashes = deployments
    .filter(({ metadata }) => isOwned(app, metadata) && metadata.labels?.[typeLabel] === 'jobmanager')
    .map(({ metadata }) => metadata.labels?.[hashLabel])
  return hashes.length > 0 && hashes.every((hash) => hash === deployHash)
}

/** A cluster that failed before is the attempt's only where there must be one by now and no other is. */
function deployTarget(
  app: Application,
  objects: KubernetesObjects,
  wanted: Target,
  phase: Phase,
  labelledAs: string | undefined,
): Target {
  const target = builtTarget(app, objects, wanted, [labelledAs, app.status?.failedDeployHash])
  const isBuilt = findCluster(app, objects, target.hash).jobManager !== undefined
  return isBuilt || phase === 'ClusterStarting' ? target : builtTarget(app, objects, wanted, [labelledAs])
}

/**
 * What is being deployed: the spec, unless it was edited meanwhile. Then no cluster but the deployed one has its hash, and the
 * attempt is about the other one that stands beside that (original operator defect D2).
 */
function builtTarget(
  app: Application,
  objects: KubernetesObjects,
  wanted: Target,
  others: readonly (string | undefined)[],
): Target {
  const deployed = app.status?.deployHash ?? ''
  if (wanted.hash !== deployed && findCluster(app, objects, wanted.hash).jobManager) return wanted
  const orphan = objects.deployments
    .filter(({ metadata }) => {
      const hash = metadata.labels?.[hashLabel] ?? ''
      return (
        isOwned(app, metadata) &&
        metadata.labels?.[typeLabel] === 'jobmanager' &&
        hash !== '' &&
        hash !== deployed &&
        !others.includes(hash)
      )
    })
    .sort((a, b) => createdMs(a.metadata) - createdMs(b.metadata))
    .at(-1)
  if (orphan === undefined) return wanted
  const job = jobProperties(orphan.metadata.annotations?.['flink-job-properties'] ?? '')
  return {
    ...wanted,
    hash: orphan.metadata.labels?.[hashLabel] ?? '',
    content: '',
    inputs: '',
    job: { ...wanted.job, ...job },
  }
}

/**
 * What is rolled back may have no Deployment any more, only pods that have not ended and may still run its job: then
 * those are what the attempt is about, since the old job must not start before they are gone.
 */
function leftTarget(
  app: Application,
  { deployments, pods }: KubernetesObjects,
  phase: Phase,
  built: Target,
): Target {
  if (phase !== 'RollingBackJob') return built
  // After a rescale in place the deployed cluster's pods bear another hash than its Deployments.
  const owned = deployments.filter(({ metadata }) => isOwned(app, metadata)).map(createdAs)
  const known = new Set(['', built.hash, app.status?.deployHash, app.status?.failedDeployHash, ...owned])
  const hashes = pods
    .filter((pod) => !hasTerminated(pod))
    .map(({ metadata }) => metadata.annotations?.[hashLabel] ?? '')
  const left = hashes.find((hash) => !known.has(hash))
  return left === undefined ? built : { ...built, hash: left, content: '', inputs: '' }
}

function createdMs({ creationTimestamp }: ObjectMeta): number {
  return fromInstant(creationTimestamp) ?? 0
}

/** Reads the annotation that each Deployment carries; its lines have no escapes. */
function jobProperties(text: string): Partial<JobParameters> {
  const match = /^jarName: (.*)\nparallelism: (\d+)\nentryClass:(.*)\nprogramArgs:"([^]*)"$/.exec(text)
  if (match === null) return {}
  const [, jarName = '', parallelism = '1', entryClass = '', programArgs = ''] = match
  return { jarName, parallelism: Number(parallelism), entryClass, programArgs }
}

function restorePathOf({ spec, status = {} }: Application, phase: Phase): string | undefined {
  if (phase === 'SubmittingJob' && !status.deployHash) {
    return firstRestorePath(spec)
  }
  if (phase === 'SubmittingJob' || phase === 'RollingBackJob') return status.savepointPath ?? ''
  return undefined
}

function submittedJobId(status: ApplicationStatus): string | undefined {
  if (!isBlueGreen(status)) return status.jobStatus?.jobID
  const updating = updatingVersionStatus(status) ?? status.versionStatuses?.[status.deployHash ? 1 : 0]
  return updating?.jobStatus?.jobID
}

function savepointOf(status: ApplicationStatus, hash: string, nowMs: number): SavepointRecord | undefined {
  const blueGreen = isBlueGreen(status)
  const jobStatus = blueGreen ? status.versionStatuses?.[0]?.jobStatus : status.jobStatus
  if (!status.savepointTriggerId || !jobStatus?.jobID) return undefined
  return {
    jobId: jobStatus.jobID,
    hash,
    triggerId: status.savepointTriggerId,
    mode: blueGreen ? 'keep' : 'cancel',
    requestedAt: status.lastUpdatedAt ?? toInstant(nowMs),
    retries: 0,
  }
}
