import { type FlinkClient } from '@flink-operator/flink-client'
import { type Hands } from './hands.ts'
import { type ActionResult } from './outcome-of-error.ts'

/** The JobManager of a cluster that this pass has looked at, or the outcome of not having one. */
export function jobManagerOf({ jobManagers }: Hands, hash: string): FlinkClient | ActionResult {
  return (
    jobManagers.get(hash) ?? {
      kind: 'refused',
      status: 503,
      message: `The JobManager of ${hash} has no address yet`,
    }
  )
}
