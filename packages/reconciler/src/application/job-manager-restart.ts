import { type Cluster } from './cluster.ts'
import { scaleTo } from './cluster-objects.ts'
import { type Action, stay, type Step } from './decision.ts'
import { type Deployment } from './observation.ts'
import { type Situation } from './situation.ts'
import { deleteDeployments } from './stop-job.ts'
import { startTaskManagers, stopTaskManagers } from './task-manager-restart.ts'

/**
 * Ends whatever program may still be at work in a JobManager whose cluster is kept: a main() that outlasts its request
 * submits its job when it comes to it, and nobody can tell when. Nothing once no process of the JobManager is left; it
 * stays without one until `startCluster`.
 *
 * @param isRefused nobody lets it be scaled down: then the cluster is deleted, and is not there for the next job
 */
export function stopJobManager(cluster: Cluster, isRefused = false): Step<never> | undefined {
  const { jobManager, jobManagerPods } = cluster
  if (isScaledDown(jobManager) && jobManagerPods.length === 0) return undefined
  return waitForEnd(cluster, scaleTo(jobManager, 0), isRefused)
}

/**
 * As `stopJobManager`, for where the next job may start on another cluster: the TaskManagers end too, which may run the
 * tasks of a job that came in the JobManager's last moment.
 */
export function stopCluster(cluster: Cluster, isRefused = false): Step<never> | undefined {
  const { taskManager, taskManagerPods } = cluster
  const waiting = stopJobManager(cluster, isRefused)
  if (waiting !== undefined || (isScaledDown(taskManager) && taskManagerPods.length === 0)) return waiting
  return waitForEnd(cluster, stopTaskManagers(cluster), isRefused)
}

function waitForEnd(cluster: Cluster, actions: readonly Action[], isRefused: boolean): Step<never> {
  const what = isRefused ? 'the cluster is being deleted' : 'the JobManager is being restarted'
  return stay('WaitingForClusterToEnd', {
    message: `A program in the JobManager of cluster ${cluster.hash} may still be about to start its job; ${what}`,
    actions: isRefused ? deleteDeployments(cluster) : actions,
    requeueAfterMs: 1_000,
  })
}

function isScaledDown(deployment: Deployment | undefined): boolean {
  return deployment === undefined || deployment.spec?.replicas === 0
}

/** Whether `stopJobManager` has ended it, and it may be started again. */
export function isJobManagerStopped({ jobManager }: Cluster): boolean {
  return jobManager?.spec?.replicas === 0
}

/** Gives a cluster its processes back. */
export function startCluster({ spec }: Situation, cluster: Cluster): Action[] {
  const replicas = spec.jobManagerConfig?.replicas ?? 1
  return [
    ...(isJobManagerStopped(cluster) ? scaleTo(cluster.jobManager, replicas) : []),
    ...startTaskManagers(cluster),
  ]
}
