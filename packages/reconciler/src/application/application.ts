/**
 * The FlinkApplication as a decision reads it: whatever the API server stored. An object may be older than the
 * schema or written around the webhook, so every part may be missing.
 */
export interface Application {
  apiVersion: string
  kind: string
  metadata: {
    name: string
    namespace: string
    uid: string
    generation?: number
    resourceVersion?: string
    creationTimestamp?: string
    deletionTimestamp?: string
    finalizers?: string[]
    labels?: Record<string, string>
    annotations?: Record<string, string>
  }
  spec: ApplicationSpec
  status?: ApplicationStatus
}

/** The fields of the spec that decisions look at; the deploy hash and the manifests read the rest. */
export interface ApplicationSpec {
  image?: string
  flinkConfig?: Record<string, unknown>
  flinkVersion?: string
  jarName?: string
  parallelism?: number
  entryClass?: string
  programArgs?: string
  savepointInfo?: { savepointLocation?: string }
  savepointPath?: string
  savepointDisabled?: boolean
  deploymentMode?: string
  uiPort?: number
  restartNonce?: string
  deleteMode?: string
  scaleMode?: string
  allowNonRestoredState?: boolean
  forceRollback?: boolean
  maxCheckpointRestoreAgeSeconds?: number
  tearDownVersionHash?: string
  fallbackWithoutState?: boolean
  taskManagerConfig?: { taskSlots?: number; [key: string]: unknown }
  jobManagerConfig?: { replicas?: number; [key: string]: unknown }
  [key: string]: unknown
}

/**
 * The status. The first block are the original operator's fields with the original's meaning, so that each
 * operator can go on where the other stopped; what follows `conditions` is ours, at the top level only, where the
 * original's schema keeps unknown fields.
 */
export interface ApplicationStatus {
  phase?: string
  startedAt?: string
  lastUpdatedAt?: string
  reason?: string
  deployVersion?: string
  updatingVersion?: string
  clusterStatus?: ClusterStatus
  jobStatus?: JobStatus
  versionStatuses?: VersionStatus[]
  failedDeployHash?: string
  rollbackHash?: string
  deployHash?: string
  updatingHash?: string
  teardownHash?: string
  inPlaceUpdatedFromHash?: string
  savepointTriggerId?: string
  savepointPath?: string
  retryCount?: number
  lastSeenError?: LastSeenError
  deploymentMode?: string

  observedGeneration?: number
  conditions?: Condition[]
  attempt?: Attempt
  /** How many attempts there have been; the next one gets the next number. */
  attempts?: number
  deployed?: Deployed
  /** In `DualRunning`, the same of the newer version. */
  updating?: Deployed
  /** Of the versions that run or are being deployed; none for one whose specification has never been seen. */
  madeFrom?: MadeFrom[]
  failed?: FailedAttempt
  /** The hash of the version that was told to end: another one is not told to before that is over. */
  tearingDown?: string
  tornDown?: TornDown
  deletion?: { savepoints: SavepointRecord[] }
  waitingFor?: { what: string; since: string }
  restorePoint?: { used?: RestorePoint; newest?: RestorePoint }
  operations?: Operation[]
}

export interface ClusterStatus {
  clusterOverviewURL?: string
  health?: string
  numberOfTaskManagers?: number
  healthyTaskManagers?: number
  numberOfTaskSlots?: number
  availableTaskSlots?: number
}

export interface JobStatus {
  jobOverviewURL?: string
  jobID?: string
  health?: string
  state?: string
  jarName?: string
  parallelism?: number
  entryClass?: string
  programArgs?: string
  allowNonRestoredState?: boolean
  startTime?: string
  jobRestartCount?: number
  completedCheckpointCount?: number
  failedCheckpointCount?: number
  restorePath?: string
  restoreTime?: string
  lastFailingTime?: string | null
  lastCheckpoint?: string
  lastCheckpointTime?: string | null
  runningTasks?: number
  totalTasks?: number
}

export interface VersionStatus {
  appVersion?: string
  versionHash?: string
  clusterStatus?: ClusterStatus
  jobStatus?: JobStatus
}

export interface LastSeenError {
  appError?: string
  method?: string
  errorCode?: string
  isRetryable?: boolean
  isFailFast?: boolean
  maxRetries?: number
  lastErrorUpdateTime?: string
}

/** A condition as kstatus and `kubectl wait` read it. */
export interface Condition {
  type: string
  status: 'True' | 'False' | 'Unknown'
  reason: string
  message: string
  observedGeneration?: number
  lastTransitionTime: string
}

/** The job of one deploy, pinned when the deploy starts: what is handed to `POST /jars/:jarid/run`. */
export interface JobParameters {
  jarName: string
  parallelism: number
  entryClass: string
  programArgs: string
  allowNonRestoredState: boolean
}

/**
 * What a deploy is about. It is pinned when the deploy starts and recorded before anything is done for it, so that
 * an edit of the spec in the middle, or a crash, never changes it.
 */
export interface Target {
  hash: string
  /** The generation of the spec that it deploys. */
  generation: number
  /** Changes when an edit that leaves the deploy hash alone could change how the deploy ends. */
  inputs: string
  /** The deploy hash without what `kubectl apply` notes in an annotation. */
  content: string
  job: JobParameters
}

/** The change under way. */
export interface Attempt extends Target {
  /** Grows by one with each attempt of this application; a part of every id that is derived for it. */
  number: number
  kind: 'Deploy' | 'Rescale' | 'Recovery'
  startedAt: string
  phaseSince: string
  /** The savepoint with which the old job is stopped. */
  savepoint?: SavepointRecord
  /** The old job has been told to end without a savepoint; there is no way back to leaving it alone. */
  stopRequested?: boolean
  /** The snapshot that the new job starts from; absent until it is known, empty for a start without state. */
  restorePath?: string
  /** Why the job starts without the newest state. */
  restoreReason?: string
  /** The deployed job, where it had come to its own end: the way back does not run it a second time. */
  finishedJobId?: string
  /** The id that the new job is submitted with, recorded before the request. */
  jobId?: string
  /** True once a JobManager has shown that job. */
  jobSeen?: boolean
  /** A part of the job id; more than 1 once the attempt has asked again for a job, the same or another. */
  submissions: number
  /**
   * Why the attempt is being undone, and the job that the old cluster is given again; `asked`, of a Flink that cannot be
   * told its id, once it may have been asked for; `givenUp`, why it is not asked for any more; `lookedForAt`, since when
   * Flink's high availability is to show whether it is there after all.
   */
  rollback?: {
    reason: string
    message: string
    jobId?: string
    asked?: boolean
    givenUp?: string
    lookedForAt?: string
  }
}

/** The attempt that ended in `DeployFailed`. */
export interface FailedAttempt {
  hash: string
  inputs: string
  reason: string
  message: string
}

/** The spec as it was when a version was torn down. */
export interface TornDown {
  /** The `teardownHash` that this belongs to; another operator may have written one since. */
  hash: string
  /** The hash without what `kubectl apply` notes in an annotation. */
  content: string
}

/** A savepoint that we asked for. */
export interface SavepointRecord {
  jobId: string
  hash: string
  /** Absent while a Flink that chooses the id itself (before 1.15) has not told it. */
  triggerId?: string
  /** `stop` ends the job in good order, `cancel` takes a savepoint and cancels, `keep` lets the job run on. */
  mode: 'stop' | 'cancel' | 'keep'
  requestedAt: string
  /** How many times it was asked for before; a part of the trigger id. */
  retries: number
  location?: string
  /** How the stop failed although the savepoint is good. */
  failure?: string
  failedAt?: string
}

/** What we know of the deployed version beyond the original's fields. */
export interface Deployed {
  generation: number
  inputs: string
  content: string
  /** How often in a row the job was lost and started again, and when last. */
  recoveries?: number
  recoveredAt?: string
  /** The inputs with which a lost job could not be started again: a change of them is worth another try at once. */
  unrecoverable?: string
  /** How often in a row the start failed, and when last, where the same may succeed after a pause. */
  failedRecoveries?: number
  recoveryFailedAt?: string
  /** How it failed. */
  recoveryFailed?: { reason: string; message: string }
  /** In BlueGreen, what that start was to go on from: the next one does, however old it is by then. */
  recoverFrom?: string
  /** A `tearDownVersionHash` that was there before the version that it names, and so does not mean it. */
  ignoredTearDown?: string
  /** The label that the cluster's Deployments were given by a rescale in place that has not been taken back. */
  labelledAs?: string
  /** The job that was asked to stop with a savepoint, and may yet do so although the attempt was given up. */
  toldToStop?: string
  /** With high availability, where Flink keeps the jobs of the cluster, which has to be the same when it is made anew. */
  clusterId?: string
  /** Since when the JobManager has been without the job, or cannot be reached. */
  lostSince?: string
}

/** The part of a version's spec that the rules about updates compare the next spec with. */
export interface MadeFrom {
  hash: string
  flinkVersion?: string
  /** The options on which it depends whether a later job can read the state; as text. */
  flinkConfig?: Record<string, string>
  /** What the first version started from: later ones do not read the field. */
  savepointPath?: string
}

/** A snapshot that a job can start from. */
export interface RestorePoint {
  path: string
  kind: 'Savepoint' | 'Checkpoint'
  /** When the snapshot was triggered, by the operator's clock. */
  takenAt?: string
  jobId?: string
}

/** One of the last ten things that were done to the application. */
export interface Operation {
  what: string
  why: string
  hash?: string
  jobId?: string
  restoredFrom?: string
  startedAt: string
  endedAt?: string
  durationMs?: number
  outcome: string
}
