import { type Application } from './application.ts'

/**
 * All that a decision may look at, as plain data. Equal observations give equal decisions: nothing is remembered
 * between two passes but what the status holds.
 */
export interface Observation {
  /** The operator's clock, epoch milliseconds. */
  nowMs: number
  /** Since when this process has looked at the application. @default always */
  watchedSinceMs?: number
  app: Application
  settings: Settings
  /** The application's objects as the caches hold them: those with its label `flink-app`, whoever made them. */
  objects: KubernetesObjects
  /** What is wrong with the object as it stands; the same rules that the webhook applies. */
  findings: readonly Finding[]
  /** What the JobManagers answered, by deploy hash; those that `whatToObserve` asked for and no others. */
  clusters: Readonly<Record<string, JobManagerAnswer>>
  /**
   * How the actions of earlier passes went, kept by the hands in memory only. Losing it is harmless: the action is
   * asked for again under the same id.
   */
  outcomes: readonly ActionOutcome[]
  /** The ids of actions that the hands are still carrying out: a submission may take minutes. */
  inFlight: readonly string[]
}

/** The settings of the operator that decisions depend on. */
export interface Settings {
  /** @default '' */
  containerNameFormat: string
  /** @default '' */
  schedulerName: string
  /** Labels of applications that are left out of the deploy hash and of the objects. @default [] */
  ignoredLabels?: readonly string[]
  /** The same of annotations. @default [] */
  ignoredAnnotations?: readonly string[]
  /** @default '' */
  ingressUrlFormat: string
  /** @default false */
  useKubectlProxy: boolean
  /** @default 8001 */
  proxyPort: number
  /** @default 100 */
  baseBackoffMs: number
  /** @default 30_000 */
  maxBackoffMs: number
  /** How long a waiting phase may make no progress. @default 300_000 */
  maxErrDurationMs: number
  /** How long a submitted job may take until all its tasks run. @default 180_000 */
  flinkJobVertexTimeoutMs: number
}

/** One broken rule. `error` is what the webhook refuses, `warning` what it only remarks on. */
export interface Finding {
  rule: string
  path: string
  message: string
  remedy: string
  severity: 'error' | 'warning'
}

export interface ObjectMeta {
  name: string
  namespace?: string
  uid?: string
  resourceVersion?: string
  /** Grows with each change of the spec. */
  generation?: number
  creationTimestamp?: string | null
  deletionTimestamp?: string
  labels?: Record<string, string>
  annotations?: Record<string, string>
  ownerReferences?: readonly { kind: string; name: string; uid: string; controller?: boolean }[]
}

export interface Deployment {
  metadata: ObjectMeta
  spec?: {
    replicas?: number
    selector?: { matchLabels?: Record<string, string> }
    template?: {
      metadata?: Partial<ObjectMeta>
      spec?: PodSpec
    }
  }
  status?: {
    replicas?: number
    readyReplicas?: number
    availableReplicas?: number
    conditions?: readonly { type: string; status: string; reason?: string; message?: string }[]
  }
}

/** Of most parts no more is asked than whether they are as they were. */
export interface PodSpec {
  containers?: readonly {
    image?: string
    imagePullPolicy?: string
    ports?: readonly unknown[]
    env?: readonly { name: string; value?: string }[]
    envFrom?: readonly unknown[]
    resources?: unknown
    volumeMounts?: readonly unknown[]
    securityContext?: unknown
  }[]
  volumes?: readonly unknown[]
  nodeSelector?: unknown
  serviceAccountName?: string
  securityContext?: unknown
  imagePullSecrets?: readonly unknown[]
  affinity?: unknown
  tolerations?: readonly unknown[]
}

export interface Service {
  metadata: ObjectMeta
  spec?: { selector?: Record<string, string>; clusterIP?: string; ports?: readonly unknown[] }
}

export interface Ingress {
  metadata: ObjectMeta
}

export interface Pod {
  metadata: ObjectMeta
  spec?: { nodeName?: string }
  status?: {
    phase?: string
    podIP?: string
    reason?: string
    message?: string
    conditions?: readonly { type: string; status: string; reason?: string; message?: string }[]
    containerStatuses?: readonly ContainerStatus[]
    initContainerStatuses?: readonly ContainerStatus[]
  }
}

export interface ContainerStatus {
  name: string
  ready?: boolean
  restartCount?: number
  image?: string
  state?: ContainerState
  lastState?: ContainerState
}

export interface ContainerState {
  waiting?: { reason?: string; message?: string }
  running?: { startedAt?: string }
  terminated?: { reason?: string; exitCode?: number; message?: string; finishedAt?: string }
}

export interface KubernetesObjects {
  deployments: readonly Deployment[]
  services: readonly Service[]
  ingresses: readonly Ingress[]
  pods: readonly Pod[]
}

export type JobManagerAnswer =
  /** Nobody answers there: refused, timed out, no address yet, or nobody asked. */
  | { state: 'unreachable'; reason: string }
  /** It answers 503: no leader yet, or its dispatcher has not started. */
  | { state: 'starting'; reason: string }
  | JobManagerReady

export interface JobManagerReady {
  state: 'ready'
  /** As `/config` tells it; `<unknown>` for custom builds. */
  flinkVersion: string
  slotsTotal: number
  slotsAvailable: number
  taskManagers: number
  /** Those heard of within the last two minutes, by the JobManager's clock. */
  healthyTaskManagers: number
  /**
   * Every job of `/jobs/overview`, which Flink does not cache: `state` and the counts of `tasks` are those of now.
   * A job whose master does not answer is missing there.
   */
  jobs: readonly JobSummary[]
  /**
   * What `/jobs/:jobid` and its neighbours say of the jobs that were asked for, up to 3 s old; `absent` for a 404,
   * which alone tells that this JobManager does not know the job.
   */
  details: Readonly<Record<string, JobAnswer | 'absent'>>
  /** The savepoints that were asked for, by trigger id; `absent` for a 404. */
  savepoints: Readonly<Record<string, SavepointAnswer>>
}

export interface JobSummary {
  id: string
  /** A JobStatus of Flink; unknown values count as not terminal. */
  state: string
  /** Subtasks by lower-case execution state, and `total`. */
  tasks: Readonly<Record<string, number>>
}

export interface JobAnswer {
  id: string
  state: string
  startTimeMs: number
  /** The JobManager's clock when it answered. */
  nowMs: number
  /** How old the answer may be, for a job that has ended; absent when the JobManager did not say. */
  maxAgeMs?: number
  vertices: readonly {
    name: string
    parallelism: number
    status: string
    tasks: Readonly<Record<string, number>>
  }[]
  /** Absent while checkpointing is off. A job whose checkpoints cannot be had has no answer at all. */
  checkpoints?: CheckpointsAnswer
  /** The first lines of the newest failure in `/exceptions`. */
  rootCause?: string
}

export interface CheckpointsAnswer {
  restored: number
  completed: number
  failed: number
  latestCompleted?: Snapshot
  latestSavepoint?: Snapshot
  latestRestored?: { path?: string; isSavepoint: boolean; restoredAtMs: number }
  /** A savepoint is being written now. */
  savepointInProgress?: boolean
  /** `externalization.enabled && !delete_on_cancellation`; absent when the configuration could not be had. */
  retainedOnCancellation?: boolean
  /** `externalization.enabled`. */
  externalized?: boolean
}

export interface Snapshot {
  id: number
  /** Absent when the snapshot has no path outside the JobManager. */
  path?: string
  isSavepoint: boolean
  /** Its files are gone. */
  discarded: boolean
  triggeredAtMs: number
  acknowledgedAtMs: number
}

export type SavepointAnswer =
  | { state: 'absent' }
  | { state: 'inProgress' }
  | { state: 'completed'; location: string }
  /** `location`: the savepoint is good all the same, but its job failed to stop and runs on. */
  | { state: 'failed'; errorClass: string; message: string; location?: string }

/** How one action went. */
export interface ActionOutcome {
  /** The id of the action. */
  id: string
  atMs: number
  result:
    | { kind: 'done'; triggerId?: string }
    /** An answer that says no: `status` of HTTP, or of the Kubernetes API. */
    | {
        kind: 'refused'
        status: number
        message: string
        /** What Flink's exception says has to be corrected first; absent when the same request may yet succeed. */
        cause?: string
      }
    /** No answer: nothing is known of the effect. */
    | { kind: 'unknown'; message: string }
}
