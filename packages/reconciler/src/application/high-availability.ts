import { type Cluster } from './cluster.ts'
import { waitedMs } from './deadline.ts'
import { flinkPropertiesOf, valueOf } from './flink-properties.ts'
import { findJob } from './job.ts'
import { type Situation } from './situation.ts'

/**
 * Whether Flink itself remembers the jobs of a cluster: either spelling of the key, any value but `none`. The cluster
 * says so, whatever the spec has become since; where nothing of it is there yet, the spec does.
 */
export function isHighlyAvailable({ spec }: Situation, cluster: Cluster): boolean {
  const { 'high-availability.type': value = spec.flinkConfig?.['high-availability'] } = spec.flinkConfig ?? {}
  return wasMadeHighlyAvailable(cluster) ?? isOn(value)
}

/** The jobs of the JobManager before are listed by the next one as soon as it answers; some time to spare is given. */
const comingBackMs = 10_000

/** Flink remembers a job that is gone with its JobManager, and the next one may not have told of it yet. */
export function mayComeBack(s: Situation, cluster: Cluster): boolean {
  if (!isHighlyAvailable(s, cluster)) return false
  return cluster.answer.state !== 'ready' || waitedMs(s, 'JobLost') < comingBackMs
}

/**
 * Why a job that its JobManager does not know may not have ended: see `mayComeBack`. Whoever takes its absence for its end
 * asks here last, and waits with the reason `JobLost`, since that is what the time is counted by.
 */
export function comingBack(s: Situation, cluster: Cluster, jobId: string | undefined): string | undefined {
  if (!jobId || cluster.answer.state !== 'ready' || findJob(cluster, jobId).presence !== 'absent')
    return undefined
  return mayComeBack(s, cluster) ? sayComingBack(jobId) : undefined
}

/** What `mayComeBack` means for a job. */
export function sayComingBack(jobId: string): string {
  return `Job ${jobId} is gone with its JobManager; with high availability the next one brings it back`
}

/** As the cluster itself says; undefined where nothing of it is there. */
export function wasMadeHighlyAvailable({ jobManager, taskManager }: Cluster): boolean | undefined {
  const properties = flinkPropertiesOf(jobManager ?? taskManager)
  if (properties === undefined) return undefined
  return isOn(valueOf('high-availability.type', properties) ?? valueOf('high-availability', properties))
}

function isOn(value: unknown): boolean {
  return typeof value === 'string' && !['', 'none'].includes(value.trim().toLowerCase())
}

/**
 * The cluster id that a cluster's pods were given, under which Flink keeps its jobs; undefined where they were given
 * none. A user's own is not looked at: it stands before the blank line.
 */
export function clusterIdOf({ jobManager, taskManager }: Cluster): string | undefined {
  const properties = flinkPropertiesOf(jobManager ?? taskManager) ?? ''
  const injected = properties.slice(properties.lastIndexOf('\n\n') + 1)
  return valueOf('kubernetes.cluster-id', injected) ?? valueOf('high-availability.cluster-id', injected)
}
