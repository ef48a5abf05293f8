import { type DecodedApplication } from '../deploy-hash/decoded-application.ts'
import { type Json } from '../deploy-hash/json.ts'
import { exactMemory, originalMemory } from './memory.ts'
import { versionedServiceName } from './names.ts'
import { ports } from './ports.ts'
import { retainedCheckpointsLines } from './retained-checkpoints.ts'
import { type Role } from './role.ts'

/**
 * The two ways to fill in what may differ between the hash and the pods.
 *
 * The hash is always made with the original's. What is created is not hashed, so there ours may be better:
 * an application keeps its hash, and its pods get what the user meant.
 */
export interface Rendering {
  /** The size of a role's process, such as `1048576k`; undefined leaves it to the image's configuration. */
  readonly memory: (application: DecodedApplication, role: Role) => string | undefined
  /** Whether one wrong entry costs only itself, not the whole of FLINK_PROPERTIES. */
  readonly forgives: boolean
  /** The lines that follow the hashed text of FLINK_PROPERTIES; they name the hash. */
  readonly injectedLines: (
    application: DecodedApplication,
    hash: string,
    role: Role,
    clusterId?: string,
  ) => readonly string[]
}

/** To the letter what the original operator writes. The image's entry point replaces `$HOST_IP`. */
export const originalRendering: Rendering = {
  memory: originalMemory,
  forgives: false,
  injectedLines(application, hash, role) {
    const isHighlyAvailable = isOn(application.spec.flinkConfig?.['high-availability'])
    return [
      ...(isHighlyAvailable ? [`kubernetes.cluster-id: ${versionedServiceName(application, hash)}`] : []),
      ...addressLines(application, hash, role, isHighlyAvailable),
    ]
  },
}

/**
 * What ours writes instead:
 * - a configuration where the original writes none at all, because of a memory fraction of another Flink version or
 *   a value that is no scalar (its defect D34); that fraction or value is left out;
 * - the memory of a request such as `1.5Gi`, and of a limit without a request, which the original takes for 0; none
 *   where neither is given, so that the image's configuration decides (D35);
 * - `high-availability.cluster-id` too, without which all applications share one place in ZooKeeper (D36), and
 *   both keys also where high availability is switched on by its newer name `high-availability.type`;
 * - a cluster id of its own for each creation of a cluster, so that Flink does not bring back the jobs of one that had
 *   the same hash and went before them;
 * - `rest.port` where `uiPort` is set: in an image with a `rest.port` of its own, that one would win over
 *   `jobmanager.web.port`, and `flink` in the pod would ask 8081 (D37);
 * - without high availability, how many checkpoints are kept, so that the newest one that the operator knows is still
 *   there when the JobManager dies.
 *
 * A user's own value of such a key stays.
 */
export const improvedRendering: Rendering = {
  memory: exactMemory,
  forgives: true,
  injectedLines(application, hash, role, clusterId = versionedServiceName(application, hash)) {
    const config = application.spec.flinkConfig ?? {}
    const hasOldKey = isOn(config['high-availability'])
    const isHighlyAvailable = hasOldKey || isOn(config['high-availability.type'])
    const isOwnClusterIdKept = !hasOldKey && 'kubernetes.cluster-id' in config
    const uiPort = application.spec.uiPort
    return [
      ...(isHighlyAvailable && !isOwnClusterIdKept ? [`kubernetes.cluster-id: ${clusterId}`] : []),
      ...(isHighlyAvailable && !('high-availability.cluster-id' in config)
        ? [`high-availability.cluster-id: ${clusterId}`]
        : []),
      ...(role === 'jobmanager' && !isHighlyAvailable ? retainedCheckpointsLines(config) : []),
      ...(uiPort !== undefined && !('rest.port' in config) ? [`rest.port: ${ports(application).ui}`] : []),
      ...addressLines(application, hash, role, isHighlyAvailable),
    ]
  },
}

function addressLines(
  application: DecodedApplication,
  hash: string,
  role: Role,
  isHighlyAvailable: boolean,
): readonly string[] {
  // With high availability the leader's address is looked up; a Service in front of it would get in the way.
  const jobManagerLine = isHighlyAvailable
    ? role === 'jobmanager' && 'jobmanager.rpc.address: $HOST_IP'
    : `jobmanager.rpc.address: ${versionedServiceName(application, hash)}`
  return [
    ...(jobManagerLine === false ? [] : [jobManagerLine]),
    ...(role === 'taskmanager' ? ['taskmanager.host: $HOST_IP'] : []),
  ]
}

function isOn(value: Json | undefined): boolean {
  return value !== undefined && (typeof value !== 'string' || value.trim().toLowerCase() !== 'none')
}
