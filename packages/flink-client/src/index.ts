export { createFlinkClient, type FlinkClient } from './client.ts'
export { type CallOptions, type FlinkClientOptions } from './request.ts'
export { createConnectionPool, type ConnectionPoolOptions } from './connection-pool.ts'
export { type Clock } from './clock.ts'
export { newId } from './ids.ts'
export { parseFlinkVersion, sinceVersion, supports, type Feature, type FlinkVersion } from './version.ts'
export { splitProgramArguments } from './program-arguments.ts'

export { type Cluster } from './cluster.ts'
export { type Jars, type ProgramOptions, type RunningJob, type RunOptions } from './jars.ts'
export { type JarSource } from './jar-upload.ts'
export { hasEnded, type JobState } from './job-state.ts'
export {
  allTasksRun,
  type CancelOptions,
  type JobException,
  type JobExceptions,
  type Jobs,
  type StoppedJob,
} from './jobs.ts'
export {
  type Savepoint,
  type SavepointOptions,
  type Savepoints,
  type SnapshotOptions,
  type StopOptions,
  type Triggered,
} from './savepoints.ts'
export { type LongCallOptions, type OperationStatus, type Progress } from './operation.ts'
export {
  newestSnapshot,
  snapshotOf,
  type Checkpoints,
  type CheckpointSettings,
  type CheckpointTriggerOptions,
  type Snapshot,
} from './checkpoints.ts'
export { type ParallelismByVertex, type Rescaling } from './rescaling.ts'
export { type TaskManagers } from './task-managers.ts'
export { type BackPressure, type Vertices } from './vertices.ts'
export { type Aggregate, type AggregateOptions, type Metrics, type MetricValues } from './metrics.ts'
export { type DataSets } from './data-sets.ts'
export { type Applications, type RunApplicationOptions } from './applications.ts'
export { type Schemas } from './decode.ts'

export * from './errors.ts'
export { explainStackTrace, type Explanation } from './error-of-cause.ts'
export { type JavaThrowable } from './java-throwable.ts'
