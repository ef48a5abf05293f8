/** Flink divides a job's state by it when the state is written: a job with another maximum cannot restore it. */
export const maxParallelismOption = 'pipeline.max-parallelism'

/** What writes a job's state, the name that Flink looks for first in front. */
export const stateBackendOptions = ['state.backend.type', 'state.backend'] as const
