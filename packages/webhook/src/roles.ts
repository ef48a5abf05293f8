import { type FlinkApplicationSpec, type JobManagerConfig, type TaskManagerConfig } from '@flink-operator/api'
import { memoryOf, type Memory } from './memory.ts'

/** The JobManager's or the TaskManager's part of a specification. */
export interface Role {
  readonly name: 'JobManager' | 'TaskManager'
  readonly path: string
  readonly config: JobManagerConfig | TaskManagerConfig
  /** Undefined if none can be read. */
  readonly memory: Memory | undefined
}

/** What the operator requests for a role whose `resources` are absent. */
const memoryByDefault: Readonly<Record<Role['name'], string>> = { JobManager: '3Gi', TaskManager: '1Gi' }

export function rolesOf(spec: FlinkApplicationSpec | undefined): Role[] {
  if (spec === undefined) return []
  const { jobManagerConfig = {}, taskManagerConfig = {} } = spec
  return [
    roleOf('JobManager', 'spec.jobManagerConfig', jobManagerConfig),
    roleOf('TaskManager', 'spec.taskManagerConfig', taskManagerConfig),
  ]
}

function roleOf(name: Role['name'], path: string, config: Role['config']): Role {
  const memory = memoryOf(`${path}.resources`, config.resources, memoryByDefault[name])
  return { name, path, config, memory }
}
