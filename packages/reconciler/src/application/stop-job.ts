import { isOutOfRetries } from './back-off.ts'
import { type Action } from './decision.ts'
import { type Cluster } from './cluster.ts'
import { deleteOwned } from './cluster-objects.ts'
import { comingBack } from './high-availability.ts'
import { findJob, hasEnded } from './job.ts'
import { type Situation } from './situation.ts'
import { jobLeft, tasksLeft } from './tasks-left.ts'

/** How far ending a job has come, and what to do for it now. */
export type Stopping =
  | { stopped: true }
  | {
      stopped: false
      message: string
      actions: readonly Action[]
      /** Nothing more can be done for its end, such as to delete its cluster. */
      isLastResort?: boolean
      /** What the wait has to be called, where that matters. */
      reason?: 'JobLost'
    }

/**
 * Ends a job for good. It is cancelled and then awaited, since only a job that was seen to be terminal, or whose
 * JobManager and TaskManager pods are gone, can no longer write. When that does not come to pass within the limit,
 * its cluster is deleted, JobManager first so that it does not fail over (FLINK-30287).
 */
export function stopJob(cluster: Cluster, jobId: string | undefined, leftMs: number): Stopping {
  const job = findJob(cluster, jobId)
  if (jobId === undefined || hasEnded(job)) return { stopped: true }
  if (leftMs <= 0) {
    return {
      stopped: false,
      message: `Job ${jobId} does not end; ${sayDeleted(cluster)}`,
      actions: deleteDeployments(cluster),
      isLastResort: true,
    }
  }
  if (job.presence === 'unknown') {
    return {
      stopped: false,
      message: `Job ${jobId} has to end, but its JobManager cannot be asked: ${job.reason}`,
      actions: [],
    }
  }
  const state = job.presence === 'present' ? job.state : ''
  return {
    stopped: false,
    message: `Job ${jobId} is ${state} and has to end first`,
    actions: state === 'CANCELLING' ? [] : [cancelJob(cluster.hash, jobId)],
  }
}

/** Which pods the end of a deleted cluster waits for, and what to do where they stay. */
function sayDeleted(cluster: Cluster): string {
  const { hash, jobManagerPods, taskManagerPods } = cluster
  const left = [...jobManagerPods, ...taskManagerPods]
  const [first] = left
  if (first === undefined || deleteDeployments(cluster).length > 0)
    return `its cluster ${hash} is being deleted`
  const node = first.spec?.nodeName === undefined ? '' : `on node ${first.spec.nodeName} `
  const pods =
    left.length === 1
      ? `pod ${first.metadata.name} ${node}is left`
      : `pods are left: ${first.metadata.name} ${node}and ${left.length - 1} more`
  return `of its deleted cluster ${hash} ${pods}. If a node is down for good, remove it`
}

/** The id is the job's own: asked for again it is the same request. */
export function cancelJob(hash: string, jobId: string): Action {
  return { type: 'cancelJob', id: `cancelJob/${jobId}`, hash, jobId }
}

/**
 * As `stopJob`, for where another job starts next: a job that its JobManager has forgotten counts as ended only when
 * no TaskManager can still run its tasks. Within the limit these end by themselves, since Flink's own limits are
 * shorter. That takes its time, however soon the calls that should end the job have used up their retries. A JobManager and a
 * TaskManager on a node that is lost may run the job for ever. Nor may Flink's high availability be about to bring it back.
 */
export function stopJobBeforeNext(
  s: Situation,
  cluster: Cluster,
  jobId: string | undefined,
  leftMs: number,
): Stopping {
  const stopping = stopJob(cluster, jobId, isOutOfRetries(s.status) ? 0 : leftMs)
  if (!stopping.stopped) return stopping
  const held = leftMs > 0 ? tasksLeft(cluster, jobId) : jobLeft(cluster, jobId)
  if (held !== undefined)
    return { stopped: false, message: held, actions: [], ...(leftMs <= 0 && { isLastResort: true }) }
  // However late it is: that is soon over, and the job would run beside the next one.
  const lost = comingBack(s, cluster, jobId)
  return lost === undefined ? stopping : { stopped: false, message: lost, actions: [], reason: 'JobLost' }
}

/** Deletes what is left of a cluster's Deployments. */
export function deleteDeployments(cluster: Cluster): Action[] {
  return [cluster.jobManager, cluster.taskManager].flatMap((deployment) =>
    deployment ? [deleteOwned('apps/v1', 'Deployment', deployment.metadata)] : [],
  )
}
