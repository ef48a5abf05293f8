import { type Application } from './application.ts'
import { type KubernetesObjects, type Settings } from './observation.ts'

/** What the hands should ask of one cluster's JobManager before the next decision. */
export interface ClusterQuestion {
  hash: string
  /** The JobManager pods that run, with their addresses. Ask one of them; it need not be ready. */
  pods: readonly { name: string; ip: string }[]
  /** Our own versioned Service of the cluster, the way in when pods cannot be reached directly. */
  service?: string
  port: number
  /** Ask `/overview`, `/config` and `/jobs/overview`; `/taskmanagers` only with `health`. */
  health: boolean
  /**
   * Look for each of these jobs in `/jobs/overview`. Ask `/jobs/:jobid` for those that are missing there, and for
   * all of them, with checkpoints and exceptions, when `details` is true.
   */
  jobIds: readonly string[]
  details: boolean
  savepoints: readonly { jobId: string; triggerId: string }[]
}

/** What has to be known about which clusters before `decideApplication` can say what should happen next. */
export function whatToObserve(
  _app: Application,
  _objects: KubernetesObjects,
  _settings: Settings,
): ClusterQuestion[] {
  return []
}
