import {
  type Application,
  type ApplicationSpec,
  type ApplicationStatus,
  type Attempt,
  type JobStatus,
  type Target,
} from './application.ts'
import { type Cluster, findCluster } from './cluster.ts'
import { fromInstant } from './instant.ts'
import { findJob, type Job } from './job.ts'
import {
  type ActionOutcome,
  type Finding,
  type KubernetesObjects,
  type Observation,
  type Settings,
} from './observation.ts'
import { contentOf, hashOf, targetOf } from './target.ts'
import { type NextPhase, type Phase, transitions } from './transitions.ts'
import { type Step } from './decision.ts'
import { type Colour, deployedJobStatus, isBlueGreen, nextColour } from './versions.ts'

/** An observation, put in the words that the phases decide in. */
export interface Situation {
  nowMs: number
  settings: Settings
  app: Application
  spec: ApplicationSpec
  status: ApplicationStatus
  phase: Phase
  findings: readonly Finding[]
  objects: KubernetesObjects
  /** What the spec asks for now, whatever is under way. */
  wanted: Target
  /** The spec is what is deployed, whichever colour its hash was made with. */
  wantedIsDeployed: boolean
  /** Why the spec cannot be read at all; its hash is empty then. */
  unreadable: string | undefined
  /** The change under way. */
  attempt: Attempt | undefined
  /** The cluster of the attempt. */
  target: Cluster
  /** The cluster of `deployHash`; the same as `target` during a rescale in place and a recovery. */
  current: Cluster
  /** What is recorded of the deployed job, and what Flink says of it. */
  currentJobStatus: JobStatus
  currentJob: Job
  blueGreen: boolean
  /** In BlueGreen, the colour of the next version to be deployed. */
  nextColour: Colour
  /** Nothing has ever run: there is no older version to go back to or to take state from. */
  isFirstDeploy: boolean
  phaseSinceMs: number
  /** Time in which no operator was there counts against no limit. */
  watchedSinceMs?: number
  outcomeOf: (actionId: string) => ActionOutcome | undefined
  isInFlight: (actionId: string) => boolean
  clusterOf: (hash: string) => Cluster
}

/** One phase's decision. Its type is the phase's row of the table, so it cannot lead elsewhere. */
export type PhaseStep<P extends Phase> = (situation: Situation) => Step<NextPhase<P>>

/** A pure function of the observation; what the original operator left unsaid in the status is filled in. */
export function assess(observation: Observation): Situation {
  const { app: stored, settings, nowMs, watchedSinceMs = -Infinity, objects } = observation
  const app = withDeploymentMode(stored)
  const status = app.status ?? {}
  const phase = phaseOf(status)
  const blueGreen = isBlueGreen(status)
  const isFirstDeploy = !status.deployHash
  const colour = status.attempt || isMidDeploy(phase) ? status.updatingVersion : nextColour(status)
  const { target: wanted, unreadable } = targetOf(app, settings, blueGreen ? colour : undefined)
  const attempt = status.attempt
  const clusters = new Map<string, Cluster>()
  const clusterOf = (hash: string): Cluster => {
    const cluster = clusters.get(hash) ?? findCluster(app, objects, hash, observation.clusters[hash], nowMs)
    clusters.set(hash, cluster)
    return cluster
  }
  const current = clusterOf(currentClusterHash(status, clusterOf))
  const target = clusterOf(targetClusterHash(status, clusterOf, attempt?.hash ?? wanted.hash, current.hash))
  const currentJobStatus = deployedJobStatus(status)
  return {
    nowMs,
    settings,
    app,
    spec: app.spec,
    status,
    phase,
    findings: observation.findings,
    objects,
    wanted,
    wantedIsDeployed: isDeployed(app, settings, wanted.hash),
    unreadable,
    attempt,
    target,
    current,
    currentJobStatus,
    currentJob: findJob(current, currentJobStatus.jobID),
    blueGreen,
    nextColour: nextColour(status),
    isFirstDeploy,
    phaseSinceMs: Math.max(phaseSinceOf(app, phase) ?? nowMs, watchedSinceMs),
    watchedSinceMs,
    outcomeOf: (id) => observation.outcomes.findLast((outcome) => outcome.id === id),
    isInFlight: (id) => observation.inFlight.includes(id),
    clusterOf,
  }
}

/** The stored phase. A word that is none is read as where its application stands by the facts. */
export function phaseOf(status: ApplicationStatus): Phase {
  const phase = status.phase ?? ''
  if (phase !== 'New' && phase in transitions) return phase as Phase
  return status.deployHash ? 'Running' : 'New'
}

/**
 * The hashes by which the Deployments of the deployed cluster may be labelled: a rescale in place gives them the new one
 * while the old one still is the deployed one.
 */
export function labelsOfDeployed({ deployHash = '', attempt, deployed }: ApplicationStatus): string[] {
  const rescaledTo = attempt?.kind === 'Rescale' ? attempt.hash : undefined
  return [deployHash, rescaledTo, deployed?.labelledAs].flatMap((hash) => hash ?? [])
}

/**
 * The one that they are found under. Its pods bear the hash that they were created under: without a Deployment nothing leads to
 * what is left of them but the deployed hash.
 */
function currentClusterHash(status: ApplicationStatus, clusterOf: Situation['clusterOf']): string {
  const labels = labelsOfDeployed(status)
  return (
    labels.find((hash) => clusterOf(hash).jobManager) ??
    labels.find((hash) => clusterOf(hash).taskManager) ??
    labels[0] ??
    ''
  )
}

/**
 * The spec is what is deployed by the status, whichever colour its hash was made with. After a tear-down what `kubectl apply`
 * notes does not count, since to name the version that ended has changed it.
 */
export function isDeployed(app: Application, settings: Settings, wantedHash: string): boolean {
  const status = app.status ?? {}
  const { deployHash, deployed } = status
  if (!deployHash || wantedHash === '') return false
  if (wantedHash === deployHash) return true
  if (!isBlueGreen(status)) return false
  const hashAs = (colour: string | undefined) => hashOf(app, settings, colour ?? '')
  if (hashAs(status.deployVersion) === deployHash || hashAs(status.updatingVersion) === deployHash)
    return true
  return hasTornDown(status) && !!deployed?.content && contentOf(app, settings) === deployed.content
}

/** The last tear-down was ours, so what it recorded is still true. */
function hasTornDown({ teardownHash, tornDown }: ApplicationStatus): boolean {
  return !!teardownHash && tornDown?.hash === teardownHash
}

/**
 * In BlueGreen, the spec is that of the version which was torn down last, and is not what is deployed. What `kubectl apply` notes
 * does not count, since to take tearDownVersionHash back changes it. It does where a status has the hash alone: the original
 * operator's, or an older one of ours.
 */
export function isTornDown(app: Application, settings: Settings): boolean {
  const status = app.status ?? {}
  if (!isBlueGreen(status) || !status.teardownHash) return false
  return hasTornDown(status)
    ? contentOf(app, settings) === status.tornDown?.content
    : hashOf(app, settings, '') === status.teardownHash
}

function phaseSinceOf({ metadata, status = {} }: Application, phase: Phase): number | undefined {
  const since = metadata.deletionTimestamp ?? status.attempt?.phaseSince ?? status.lastUpdatedAt
  return phase === 'New' ? undefined : fromInstant(since)
}

/** The same the other way round: while a rescale is taken back, its cluster bears the old hash again. */
function targetClusterHash(
  { attempt, deployHash }: ApplicationStatus,
  clusterOf: Situation['clusterOf'],
  hash: string,
  currentHash: string,
): string {
  if (attempt?.kind === 'Rescale') return clusterOf(hash).jobManager ? hash : currentHash
  return hash === deployHash ? currentHash : hash
}

function withDeploymentMode(app: Application): Application {
  const status = app.status ?? {}
  // The mode is that of the first deploy for good; an empty one is Dual.
  const deploymentMode = status.deploymentMode || (status.deployHash ? '' : app.spec.deploymentMode)
  const isNewBlueGreen = deploymentMode === 'BlueGreen' && !status.versionStatuses?.length
  return {
    ...app,
    status: {
      ...status,
      ...(deploymentMode && { deploymentMode }),
      ...(isNewBlueGreen && { versionStatuses: [{}, {}] }),
    },
  }
}

function isMidDeploy(phase: Phase): boolean {
  return !['New', 'Updating', 'Running', 'DeployFailed', 'DualRunning', 'Deleting'].includes(phase)
}
