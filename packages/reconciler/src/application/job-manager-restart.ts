import { type Cluster } from './cluster.ts'
import { scaleTo } from './cluster-objects.ts'
import { type Action, stay, type Step } from './decision.ts'
import { type Deployment } from './observation.ts'
import { type Situation } from './situation.ts'
import { startTaskManagers, stopTaskManagers } from './task-manager-restart.ts'

/**
 * Ends whatever program may still be at work in a JobManager whose cluster is kept: a main() that outlasts its request
 * submits its job when it comes to it, and nobody can tell when. Nothing once no process of the JobManager is left; it
 * stays without one until `startCluster`.
 */
export function stopJobManager({ jobManager, jobManagerPods, hash }: Cluster): Step<never> | undefined {
  if (isScaledDown(jobManager) && jobManagerPods.length === 0) return undefined
  return waitForEnd(hash, scaleTo(jobManager, 0))
}

/**
 * As `stopJobManager`, for where the next job may start on another cluster: the TaskManagers end too, which may run the
 * tasks of a job that came in the JobManager's last moment.
 */
export function stopCluster(cluster: Cluster): Step<never> | undefined {
  const { taskManager, taskManagerPods, hash } = cluster
  const waiting = stopJobManager(cluster)
  if (waiting !== undefined || (isScaledDown(taskManager) && taskManagerPods.length === 0)) return waiting
  return waitForEnd(hash, stopTaskManagers(cluster))
}

function waitForEnd(hash: string, actions: readonly Action[]): Step<never> {
  return stay('WaitingForClusterToEnd', {
    message: `A program in the JobManager of cluster ${hash} may still be about to start its job; the JobManager is being restarted`,
    actions,
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
