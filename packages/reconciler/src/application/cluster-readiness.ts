import { type Cluster } from './cluster.ts'
import { causeOfFailure, podProblem } from './pod-problem.ts'
import { type Reason } from './reasons.ts'

export type Readiness =
  | { isReady: true }
  /** `pollMs` is short where only asking brings news, long where Kubernetes sends an event. */
  | { isReady: false; reason: Reason; message: string; pollMs: number }

/**
 * Whether a job of the given parallelism can be submitted: the JobManager itself says so, whatever its readiness
 * probe says, since that waits ten seconds for nothing. With `nowMs` a TaskManager that ends again and again is told of
 * also while it runs, though it counts as ready then.
 */
export function clusterReadiness(cluster: Cluster, parallelism: number, nowMs?: number): Readiness {
  const { answer } = cluster
  if (cluster.isBuilt && answer.state === 'ready' && answer.slotsTotal >= parallelism)
    return { isReady: true }
  const { jobManagerPods, taskManagerPods, jobManager, taskManager } = cluster
  const pods = [...jobManagerPods, ...taskManagerPods]
  const deployments = [jobManager, taskManager]
  const problem =
    nowMs === undefined ? podProblem(pods, deployments) : causeOfFailure(pods, deployments, nowMs)
  if (problem) return { isReady: false, ...problem, pollMs: 2_000 }
  if (!cluster.isBuilt) {
    return notReady('ObjectsMissing', `The Deployments of cluster ${cluster.hash} are being created`, 1_000)
  }
  if (answer.state !== 'ready') {
    const hasAddress = cluster.jobManagerPods.some((pod) => pod.status?.podIP)
    return notReady(
      'JobManagerStarting',
      `The JobManager of cluster ${cluster.hash} does not answer yet: ${answer.reason}`,
      hasAddress ? 200 : 2_000,
    )
  }
  return notReady(
    'SlotsMissing',
    `Cluster ${cluster.hash} offers ${answer.slotsTotal} of the ${parallelism} task slots that the job needs`,
    200,
  )
}

function notReady(reason: Reason, message: string, pollMs: number): Readiness {
  return { isReady: false, reason, message, pollMs }
}
