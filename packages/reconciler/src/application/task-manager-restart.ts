import { type Cluster, replicasAnnotation } from './cluster.ts'
import { scaleTo } from './cluster-objects.ts'
import { type Action } from './decision.ts'

/**
 * Ends the TaskManagers of a cluster, and with them whatever tasks they run. How many there were is noted in the
 * Deployment itself, in the same patch: whoever looks next, whatever became of the status, knows what to give back.
 */
export function stopTaskManagers({ taskManager }: Cluster): Action[] {
  const path = `/metadata/annotations/${replicasAnnotation}`
  const value = String(taskManager?.spec?.replicas ?? 1)
  return scaleTo(taskManager, 0, [{ op: 'add', path, value }])
}

/** Whether `stopTaskManagers` has ended them. One that a user scaled to 0 is not meant. */
export function areTaskManagersStopped({ taskManager }: Cluster): boolean {
  return (
    taskManager?.spec?.replicas === 0 && taskManager.metadata.annotations?.[replicasAnnotation] !== undefined
  )
}

/** Gives a cluster its TaskManagers back. */
export function startTaskManagers(cluster: Cluster): Action[] {
  if (!areTaskManagersStopped(cluster)) return []
  const before = Number(cluster.taskManager?.metadata.annotations?.[replicasAnnotation])
  return scaleTo(cluster.taskManager, Number.isInteger(before) && before > 0 ? before : 1)
}
