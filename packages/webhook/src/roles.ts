import { type FlinkApplicationSpec, type JobManagerConfig, type TaskManagerConfig } from '@flink-operator/api'

/** The JobManager's or the TaskManager's part of a specification. */
export interface Role {
  readonly name: 'JobManager' | 'TaskManager'
  readonly path: string
  readonly config: JobManagerConfig | TaskManagerConfig
}

export function rolesOf(spec: FlinkApplicationSpec | undefined): Role[] {
  if (spec === undefined) return []
  const { jobManagerConfig = {}, taskManagerConfig = {} } = spec
  return [
    { name: 'JobManager', path: 'spec.jobManagerConfig', config: jobManagerConfig },
    { name: 'TaskManager', path: 'spec.taskManagerConfig', config: taskManagerConfig },
  ]
}
