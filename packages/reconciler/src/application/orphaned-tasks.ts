import { type Cluster } from './cluster.ts'
import { waitedMs } from './deadline.ts'
import { type Action } from './decision.ts'
import { isHighlyAvailable } from './high-availability.ts'
import { findJob, liveJobs } from './job.ts'
import { type Situation } from './situation.ts'
import { stopTaskManagers } from './task-manager-restart.ts'
import { isOldJobManagerLeft, servedBefore } from './tasks-left.ts'

/** How long a TaskManager may take to come to a new JobManager before it counts as one that still serves the old. */
const comingMs = 2_000

/**
 * Ends the tasks of a job that its JobManager has forgotten, with the TaskManagers that run them, in place of waiting
 * until these miss the old JobManager's heartbeats. Only where that is what it waits for: the JobManager answers and is
 * alone, it has no job that would lose tasks, and Flink does not bring the job back itself. Slots that are taken while it
 * has no job are taken by such tasks. A TaskManager that does not come may only be starting: that is told by the age
 * of its pod, which the API server dates like the JobManager's.
 */
export function endOrphanedTasks(s: Situation, cluster: Cluster, jobId: string | undefined): Action[] {
  const { answer } = cluster
  if (isHighlyAvailable(s, cluster) || answer.state !== 'ready') return []
  if (findJob(cluster, jobId).presence !== 'absent' || liveJobs(cluster).length > 0) return []
  if (isOldJobManagerLeft(cluster)) return []
  const isTaken = answer.slotsAvailable < answer.slotsTotal
  const isLate =
    waitedMs(s, 'WaitingForJobToEnd') >= comingMs &&
    cluster.taskManagerPods.some((pod) => servedBefore(cluster, pod))
  return isTaken || isLate ? stopTaskManagers(cluster) : []
}
