import { type Attempt } from './application.ts'
import { clusterIdOf } from './high-availability.ts'
import { fingerprint } from './ids.ts'
import { type Situation } from './situation.ts'

/** What a label may have, less "-" and a hash of 8, and "-" and a fingerprint of 8. */
const longestName = 45

/** A cluster by its hash; for the attempt that makes it, that attempt. */
export type OfAttempt = Pick<Attempt, 'hash'> & Partial<Pick<Attempt, 'number' | 'startedAt'>>

/**
 * Under which cluster id a missing part of a cluster is made. With high availability Flink brings back the jobs of that
 * id, so a cluster has the same for life, and the next one of the same hash another: whatever the one before was deleted
 * with stays where it is.
 *
 * A cluster of which nothing is left is that of the attempt, or the deployed one that somebody has deleted: that one is
 * to have its job back, unless it was without one. Undefined for the id that the original operator uses.
 */
export function clusterIdFor(s: Situation, { hash, number, startedAt }: OfAttempt): string | undefined {
  const cluster = s.clusterOf(hash)
  if (cluster.jobManager ?? cluster.taskManager) return clusterIdOf(cluster)
  // The number alone may come again: it is lost while the original operator is at work.
  if (number !== undefined) return newClusterId(s, hash, [number, startedAt])
  if (s.currentJobStatus.jobID) return s.status.deployed?.clusterId
  return newClusterId(s, hash, ['after', s.status.attempts ?? 0])
}

function newClusterId({ app: { metadata } }: Situation, hash: string, creation: unknown): string {
  return `${metadata.name.slice(0, longestName)}-${hash}-${fingerprint([metadata.uid, creation])}`
}
