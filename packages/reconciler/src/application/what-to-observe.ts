import { adopt } from './adopt.ts'
import { type Application } from './application.ts'
import { type Cluster, isMadeFor, isReady } from './cluster.ts'
import { type KubernetesObjects, type Pod, type Settings } from './observation.ts'
import { assess, type Situation } from './situation.ts'
import { jobsOf, ownHashes } from './own-jobs.ts'
import { restPort } from '../manifests/index.ts'

/** What the hands should ask of one cluster's JobManager before the next decision. */
export interface ClusterQuestion {
  hash: string
  /** The JobManager pods that run, with their addresses. Ask one of them; it need not be ready. */
  pods: readonly { name: string; ip: string }[]
  /** Our own versioned Service of the cluster, the way in when pods cannot be reached directly. */
  service?: string
  port: number
  /** Ask `/taskmanagers` too; else `taskManagers` and `healthyTaskManagers` may be those of `/overview`. */
  health: boolean
  /**
   * Look for each of these jobs in `/jobs/overview`. Ask `/jobs/:jobid` for those that are missing there, have ended
   * or are failing, and for all of them when `details` is true, each with its checkpoints; `/exceptions` for those
   * that are failing or have failed.
   */
  jobIds: readonly string[]
  details: boolean
  savepoints: readonly { jobId: string; triggerId: string }[]
}

/** What has to be known about which clusters before `decideApplication` can say what should happen next. */
export function whatToObserve(
  app: Application,
  objects: KubernetesObjects,
  settings: Settings,
  nowMs: number,
): ClusterQuestion[] {
  const s = assess({
    nowMs,
    app: adopt(app, objects, settings, nowMs),
    settings,
    objects,
    findings: [],
    clusters: {},
    outcomes: [],
    inFlight: [],
  })
  const jobs = jobsOf(s)
  const savepoints = [s.attempt?.savepoint, ...(s.status.deletion?.savepoints ?? [])].flatMap((record) =>
    record?.triggerId === undefined || record.location !== undefined
      ? []
      : [{ jobId: record.jobId, triggerId: record.triggerId, hash: record.hash }],
  )
  const adoptedTrigger = adoptedDeletionTrigger(s)
  const hashes = new Set([
    ...(s.attempt ? [s.target.hash] : []),
    ...jobs.map((job) => job.hash),
    s.current.hash,
    ...(s.phase === 'Deleting' ? ownHashes(s) : []),
  ])
  return [...hashes]
    .filter((hash) => hash !== '')
    .flatMap((hash) => {
      const cluster = s.clusterOf(hash)
      if (cluster.isGone) return []
      return [
        {
          hash,
          pods: addressesOf(cluster),
          ...(cluster.service && { service: cluster.service.metadata.name }),
          port: restPort(s),
          health: isSettled(s),
          jobIds: jobs.filter((job) => job.hash === hash || isAnywhere(s, job.jobId)).map((job) => job.jobId),
          details: !['New', 'Updating', 'ClusterStarting', 'Rescaling', 'Cancelling'].includes(s.phase),
          savepoints: [...savepoints, ...adoptedTrigger]
            .filter((savepoint) => savepoint.hash === hash)
            .map(({ jobId, triggerId }) => ({ jobId, triggerId })),
        },
      ]
    })
}

/** The savepoint with which the original operator had begun a deletion, of a job on whichever cluster. */
function adoptedDeletionTrigger(s: Situation) {
  const { savepointTriggerId: triggerId, deletion } = s.status
  const jobId = s.currentJobStatus.jobID
  if (s.phase !== 'Deleting' || deletion !== undefined || !triggerId || !jobId) return []
  return [...new Set([s.current.hash, ...ownHashes(s)])].map((hash) => ({ jobId, triggerId, hash }))
}

/** The job that a deletion finds in the status, when nothing tells any more whose it is: the deployed version's or the next one's. */
function isAnywhere(s: Situation, jobId: string): boolean {
  return (
    s.phase === 'Deleting' && s.attempt === undefined && !s.blueGreen && jobId === s.currentJobStatus.jobID
  )
}

function isSettled({ phase }: Situation): boolean {
  return phase === 'Running' || phase === 'DeployFailed' || phase === 'DualRunning'
}

/**
 * Pods that a Deployment of ours made: their owner is a ReplicaSet that bears its name. The one that is the most likely to
 * answer comes first.
 */
function addressesOf({ jobManager, jobManagerPods }: Cluster): { name: string; ip: string }[] {
  const prefix = `${jobManager?.metadata.name ?? ''}-`
  return jobManagerPods
    .filter((pod) => isMadeBy(pod, prefix) && isMadeFor(pod, jobManager))
    .sort((a, b) => likelihood(b) - likelihood(a) || (a.metadata.name < b.metadata.name ? -1 : 1))
    .flatMap((pod) => {
      const ip = pod.status?.podIP
      return ip && !pod.metadata.deletionTimestamp ? [{ name: pod.metadata.name, ip }] : []
    })
}

function likelihood(pod: Pod): number {
  const isRunning = pod.status?.containerStatuses?.some(({ state }) => state?.running !== undefined)
  return isReady(pod) ? 2 : isRunning ? 1 : 0
}

function isMadeBy(pod: Pod, prefix: string): boolean {
  return (
    pod.metadata.ownerReferences?.some(
      (owner) => owner.kind === 'ReplicaSet' && owner.name.startsWith(prefix),
    ) ?? false
  )
}
