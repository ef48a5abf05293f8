import { createApplications, type Applications } from './applications.ts'
import { createCheckpoints, type Checkpoints } from './checkpoints.ts'
import { createCluster, type Cluster } from './cluster.ts'
import { createDataSets, type DataSets } from './data-sets.ts'
import { createJars, type Jars } from './jars.ts'
import { createJobs, type Jobs } from './jobs.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createRequester, type CallOptions, type FlinkClientOptions } from './request.ts'
import { createRescaling, type Rescaling } from './rescaling.ts'
import { createSavepoints, type Savepoints } from './savepoints.ts'
import { createTaskManagers, type TaskManagers } from './task-managers.ts'
import { leastVersion, parseFlinkVersion, type FlinkVersion } from './version.ts'
import { createVertices, type Vertices } from './vertices.ts'

/** One JobManager, by its resources. Methods may be passed around: none uses `this`. */
export interface FlinkClient extends AsyncDisposable {
  /** Asked once, then known for some minutes; asked again once a connection broke or could not be made. */
  version(options?: CallOptions): Promise<FlinkVersion>
  cluster: Cluster
  jars: Jars
  jobs: Jobs
  savepoints: Savepoints
  checkpoints: Checkpoints
  rescaling: Rescaling
  taskManagers: TaskManagers
  vertices: Vertices
  metrics: Metrics
  dataSets: DataSets
  applications: Applications
  /** Closes the client's own connections once calls under way have ended. A `dispatcher` that was given stays open. */
  close(): Promise<void>
}

const versionAgeMs = 300_000

/**
 * A client of one JobManager's REST interface, Flink 1.7 to 2.x.
 *
 * Every call ends by its deadline, is bounded in bytes, and fails with one of the classes of `errors.ts`, or with the
 * reason of the caller's own `AbortSignal`.
 *
 * @throws TypeError when an option cannot be right
 */
export function createFlinkClient(options: FlinkClientOptions): FlinkClient {
  const requester = createRequester(options)
  const { clock } = requester
  const cluster = createCluster(requester)
  const given = options.flinkVersion === undefined ? undefined : parseFlinkVersion(options.flinkVersion)
  let known: { version: FlinkVersion; untilMs: number; breaks: number } | undefined

  async function version(call?: CallOptions): Promise<FlinkVersion> {
    if (given !== undefined) return given
    if (known !== undefined && clock.nowMs() < known.untilMs && requester.breaks() === known.breaks)
      return known.version
    const { 'flink-version': text, features = {} } = await cluster.config(call)
    const found = parseFlinkVersion(text) ?? leastVersion(text, features)
    known = { version: found, untilMs: clock.nowMs() + versionAgeMs, breaks: requester.breaks() }
    return found
  }

  const savepoints = createSavepoints(requester, version)
  return {
    version,
    cluster,
    jars: createJars(requester, version),
    jobs: createJobs(requester, version, savepoints),
    savepoints,
    checkpoints: createCheckpoints(requester),
    rescaling: createRescaling(requester),
    taskManagers: createTaskManagers(requester),
    vertices: createVertices(requester),
    metrics: createMetrics(requester),
    dataSets: createDataSets(requester),
    applications: createApplications(requester, version),
    close: () => requester.close(),
    [Symbol.asyncDispose]: () => requester.close(),
  }
}
