import {
  explainStackTrace,
  type FlinkClient,
  hasEnded,
  isFlinkError,
  isGone,
  isNotFound,
  isNotReady,
  isStoppedUncleanly,
  newestSnapshot,
  type Schemas,
} from '@flink-operator/flink-client'
import {
  type CheckpointsAnswer,
  type ClusterQuestion,
  type JobAnswer,
  type JobManagerAnswer,
  type SavepointAnswer,
  type Snapshot,
} from '@flink-operator/reconciler'

/** A TaskManager not heard of for so long counts as unhealthy, as it did for the original operator. */
const healthyHeartbeatMs = 120_000

/**
 * Asks one JobManager what the next decision needs to know. Whatever it answers, this returns: a JobManager that is
 * away, hangs or answers rubbish is an answer too.
 */
export async function askJobManager(
  flink: FlinkClient,
  question: ClusterQuestion,
): Promise<JobManagerAnswer> {
  try {
    return await ask(flink, question)
  } catch (error) {
    if (!isFlinkError(error)) throw error
    if (!isNotReady(error)) return { state: 'unreachable', reason: error.message }
    // 503 while there is no leader yet: the process is there and will answer.
    return error.httpStatus === undefined
      ? { state: 'unreachable', reason: 'nothing accepts connections there' }
      : { state: 'starting', reason: `it answers ${error.httpStatus}` }
  }
}

async function ask(flink: FlinkClient, question: ClusterQuestion): Promise<JobManagerAnswer> {
  // The overview comes first and alone: until it is answered, nothing else tells anything.
  const overview = await flink.cluster.overview()
  const [version, jobs, healthyTaskManagers, savepoints] = await Promise.all([
    flink.version(),
    flink.jobs.overview(),
    question.health ? countHealthy(flink) : overview.taskmanagers,
    Promise.all(
      question.savepoints.map(
        async ({ jobId, triggerId }) => [triggerId, await askSavepoint(flink, jobId, triggerId)] as const,
      ),
    ),
  ])
  const states = new Map<string, string>(jobs.map(({ jid, state }) => [jid, state]))
  const details = await Promise.all(
    question.jobIds
      .filter((jobId) => question.details || !isWell(states.get(jobId)))
      .map(async (jobId) => [jobId, await askJob(flink, jobId, states.get(jobId))] as const),
  )
  return {
    state: 'ready',
    flinkVersion: version.text,
    slotsTotal: overview['slots-total'],
    slotsAvailable: overview['slots-available'],
    taskManagers: overview.taskmanagers,
    healthyTaskManagers,
    jobs: jobs.map(({ jid, state, tasks }) => ({ id: jid, state, tasks: countsOf(tasks) })),
    details: Object.fromEntries(details.flatMap(([jobId, job]) => (job === undefined ? [] : [[jobId, job]]))),
    savepoints: Object.fromEntries(savepoints),
  }
}

/** A job in any other state, or in none, is looked at closely, asked to or not. */
function isWell(state: string | undefined): boolean {
  return state !== undefined && !hasFailed(state) && !hasEnded(state)
}

function hasFailed(state: string): boolean {
  return state === 'FAILING' || state === 'FAILED' || state === 'RESTARTING'
}

async function countHealthy(flink: FlinkClient): Promise<number> {
  const taskManagers = await flink.taskManagers.list()
  // Despite its name the field holds the time of the last heartbeat, by the JobManager's clock; the newest of them is
  // as near to that clock's now as anything here, and the operator's own clock may be off.
  const nowMs = Math.max(...taskManagers.map((it) => it.timeSinceLastHeartbeat))
  return taskManagers.filter((it) => nowMs - it.timeSinceLastHeartbeat <= healthyHeartbeatMs).length
}

async function askSavepoint(flink: FlinkClient, jobId: string, triggerId: string): Promise<SavepointAnswer> {
  try {
    const status = await flink.savepoints.status(jobId, triggerId)
    if (status.state !== 'failed') return status
    const { error } = status
    const { flinkClass, rootCause, message } = error
    return {
      state: 'failed',
      errorClass: rootCause?.className ?? flinkClass ?? '',
      message,
      ...(isStoppedUncleanly(error) && error.location !== undefined && { location: error.location }),
    }
  } catch (error) {
    if (isGone(error) || isNotFound(error)) return { state: 'absent' }
    throw error
  }
}

/**
 * Nothing, as if nobody had asked, when the job's checkpoints cannot be had: a job whose snapshots are not known must
 * not look like one that has none and could be started again without state.
 */
async function askJob(
  flink: FlinkClient,
  jobId: string,
  listedState: string | undefined,
): Promise<JobAnswer | 'absent' | undefined> {
  let detail: Schemas['JobDetail']
  try {
    detail = await flink.jobs.detail(jobId)
  } catch (error) {
    if (isNotFound(error)) return 'absent'
    throw error
  }
  const [checkpoints, rootCause, maxAgeMs] = await Promise.all([
    askCheckpoints(flink, jobId),
    hasFailed(detail.state) ? askRootCause(flink, jobId) : undefined,
    hasEnded(listedState ?? detail.state) ? askRefreshInterval(flink) : undefined,
  ])
  if (checkpoints === 'unread') return undefined
  return {
    id: jobId,
    state: detail.state,
    startTimeMs: detail['start-time'],
    nowMs: detail.now,
    ...(maxAgeMs === undefined ? {} : { maxAgeMs }),
    vertices: detail.vertices.map(({ name, parallelism, status, tasks }) => ({
      name,
      parallelism,
      status,
      tasks: countsOf(tasks),
    })),
    ...(checkpoints === undefined ? {} : { checkpoints }),
    ...(rootCause === undefined ? {} : { rootCause }),
  }
}

/** Absent while checkpointing is off: only then Flink answers 404. */
async function askCheckpoints(
  flink: FlinkClient,
  jobId: string,
): Promise<CheckpointsAnswer | 'unread' | undefined> {
  const [statistics, settings] = await Promise.all([
    flink.checkpoints.statistics(jobId).catch(unreadIfFlink),
    flink.checkpoints.settings(jobId).catch(unreadIfFlink),
  ])
  if (statistics === 'unread' || settings === 'unread') return 'unread'
  if (statistics === undefined) return undefined
  const { counts, latest, history } = statistics
  const newest = newestSnapshot(statistics)
  const latestCompleted = snapshotOf(latest.completed)
  const latestSavepoint = snapshotOf(
    latest.savepoint ??
      history.find((it) => it.is_savepoint && it.status === 'COMPLETED' && it.id === newest?.id),
  )
  return {
    restored: counts.restored,
    completed: counts.completed,
    failed: counts.failed,
    ...(latestCompleted === undefined ? {} : { latestCompleted }),
    ...(latestSavepoint === undefined ? {} : { latestSavepoint }),
    ...(latest.restored == null
      ? {}
      : {
          latestRestored: {
            isSavepoint: latest.restored.is_savepoint,
            restoredAtMs: latest.restored.restore_timestamp,
            ...pathOf(latest.restored),
          },
        }),
    savepointInProgress: history.some((it) => it.is_savepoint && it.status === 'IN_PROGRESS'),
    ...(settings === undefined
      ? {}
      : {
          externalized: settings.externalization.enabled,
          retainedOnCancellation: settings.survivesCancellation,
        }),
  }
}

function snapshotOf(checkpoint: Schemas['Checkpoint'] | null | undefined): Snapshot | undefined {
  if (checkpoint == null) return undefined
  const { id, is_savepoint: isSavepoint, discarded, trigger_timestamp, latest_ack_timestamp } = checkpoint
  return {
    id,
    isSavepoint,
    discarded: discarded ?? false,
    triggeredAtMs: trigger_timestamp,
    acknowledgedAtMs: latest_ack_timestamp ?? trigger_timestamp,
    ...pathOf(checkpoint),
  }
}

/** `<checkpoint-not-externally-addressable>` stands for a snapshot in the JobManager's heap. */
function pathOf({ external_path: path }: { external_path?: string | null }): { path?: string } {
  return path == null || path.startsWith('<') ? {} : { path }
}

/** The innermost cause of the newest failure, in one line. */
async function askRootCause(flink: FlinkClient, jobId: string): Promise<string | undefined> {
  const exceptions = await flink.jobs.exceptions(jobId, { maxExceptions: 1 }).catch(absentIfFlink)
  const trace = exceptions?.entries[0]?.stackTrace
  if (trace === undefined) return undefined
  const { rootCause } = explainStackTrace(trace)
  return rootCause === undefined ? trace.split('\n', 1)[0] : `${rootCause.className}: ${rootCause.message}`
}

/** For how long Flink repeats what it told of a job (`web.refresh-interval`). */
async function askRefreshInterval(flink: FlinkClient): Promise<number | undefined> {
  const config = await flink.cluster.config().catch(absentIfFlink)
  return config?.['refresh-interval']
}

function unreadIfFlink(error: unknown): 'unread' | undefined {
  if (isNotFound(error)) return undefined
  if (!isFlinkError(error)) throw error
  return 'unread'
}

function absentIfFlink(error: unknown): undefined {
  if (!isFlinkError(error)) throw error
}

/** Flink spells the keys of its counts in upper or lower case, by version and endpoint. */
function countsOf(tasks: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(tasks).map(([state, count]) => [state.toLowerCase(), count]))
}
