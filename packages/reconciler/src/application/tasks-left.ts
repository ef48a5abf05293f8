import { type Cluster } from './cluster.ts'
import { wasMadeHighlyAvailable } from './high-availability.ts'
import { fromInstant } from './instant.ts'
import { findJob, type Job } from './job.ts'
import { type Pod } from './observation.ts'
import { areTaskManagersStopped } from './task-manager-restart.ts'

/**
 * Why tasks of a job may still run that its JobManager has forgotten, or has got back from Flink's high availability and
 * ended before the TaskManagers had come to it. A TaskManager runs them on until it misses the heartbeats of the old
 * JobManager (`heartbeat.timeout`, 50 s), and meanwhile takes tasks of the next job from the new one. One that has come to the new JobManager and has all its slots free runs none; nor does one that was ended, once
 * its pod is gone. An old JobManager whose pod has not ended may still run the job itself.
 */
export function tasksLeft(cluster: Cluster, jobId: string | undefined): string | undefined {
  const { answer, taskManagerPods } = cluster
  if (answer.state !== 'ready') return undefined
  const job = findJob(cluster, jobId)
  if (job.presence !== 'absent' && !wasBroughtBack(cluster, job)) return undefined
  const what = jobId ? `Job ${jobId}` : 'The job'
  const state = job.presence === 'absent' ? 'is gone' : 'has ended'
  if (isOldJobManagerLeft(cluster)) {
    return sayOldJobManagerLeft(what)
  }
  if (areTaskManagersStopped(cluster)) {
    const left = taskManagerPods.length
    if (left === 0) return undefined
    return `${what} ${state}, and the TaskManagers that may still run its tasks are being replaced; pods of them left: ${left}`
  }
  const running = taskManagerPods.filter(isRunning).length
  const { taskManagers, slotsTotal, slotsAvailable } = answer
  if (taskManagers >= running && slotsAvailable >= slotsTotal) return undefined
  return (
    `${what} ${state}, and TaskManagers may still run its tasks: ${taskManagers} of ${running} ` +
    `have come to the JobManager, with ${slotsAvailable} of ${slotsTotal} slots free`
  )
}

/**
 * Why the job itself may still run when Flink's own limits have ended all else: its old JobManager is on a node that Kubernetes
 * does not hear of, which may still work, and not every TaskManager has come to the new one. No time ends that.
 */
export function jobLeft(cluster: Cluster, jobId: string | undefined): string | undefined {
  const { answer, taskManagerPods } = cluster
  if (answer.state !== 'ready' || !isOldJobManagerLeft(cluster)) return undefined
  if (findJob(cluster, jobId).presence !== 'absent') return undefined
  const running = taskManagerPods.filter(isRunning).length
  if (running <= answer.taskManagers) return undefined
  return (
    `${sayOldJobManagerLeft(`Job ${jobId ?? ''}`)}, and ${running - answer.taskManagers} of its TaskManagers may be there, too. ` +
    'If their node is down for good, remove it'
  )
}

/** It has ended, but only what the last JobManager knows of it. */
function wasBroughtBack(cluster: Cluster, job: Job): boolean {
  const hasEnded = job.presence === 'present' && job.isTerminal
  return (
    hasEnded &&
    wasMadeHighlyAvailable(cluster) === true &&
    cluster.taskManagerPods.some((pod) => servedBefore(cluster, pod))
  )
}

/** What `isOldJobManagerLeft` means for a job. */
export function sayOldJobManagerLeft(what: string): string {
  return `${what} is gone, and the pod of the JobManager that ran it has not ended yet`
}

/** A JobManager that is being replaced and may still be at work. */
export function isOldJobManagerLeft({ jobManagerPods }: Cluster): boolean {
  return jobManagerPods.some((pod) => isRunning(pod) && pod.metadata.deletionTimestamp !== undefined)
}

/** A pod between two starts of its container has the phase Running, and no process. */
function isRunning({ status }: Pod): boolean {
  const containers = status?.containerStatuses ?? []
  return (
    status?.phase === 'Running' &&
    (containers.length === 0 || containers.some(({ state }) => state?.running !== undefined))
  )
}

/** Whether a TaskManager may have served a JobManager before this one, whose container may have started again in its pod. */
export function servedBefore({ jobManagerPods }: Cluster, pod: Pod): boolean {
  if (!isRunning(pod)) return false
  const hasRestarted = jobManagerPods.some(({ status }) =>
    status?.containerStatuses?.some(({ restartCount = 0 }) => restartCount > 0),
  )
  const createdMs = fromInstant(pod.metadata.creationTimestamp)
  const isOlder = jobManagerPods.some(({ metadata }) => {
    const jobManagerMs = fromInstant(metadata.creationTimestamp)
    return createdMs === undefined || jobManagerMs === undefined || createdMs < jobManagerMs
  })
  return hasRestarted || isOlder
}
