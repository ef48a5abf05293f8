import { type KubeClient, type KubeObject, type ReadCache, type Resource } from '@flink-operator/kube-runtime'
import { type JobManagers } from '../flink-access.ts'

/** What actions are carried out with. */
export interface Hands {
  client: KubeClient
  /** The cache of an owned resource: a write goes through it, so that the next pass sees its result. */
  cacheOf: <T extends KubeObject>(resource: Resource<T>) => Pick<ReadCache<T>, 'write'>
  /** Those of the clusters that this pass has looked at; nothing is asked of any other. */
  jobManagers: JobManagers
}
