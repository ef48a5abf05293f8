import {
  appHashAnnotation,
  appLabel,
  applicationVersionLabel,
  deploymentTypeLabel,
  lastAppliedAnnotation,
  podDeploymentSelectorLabel,
  restartNonceAnnotation,
} from '@flink-operator/api'
import { type ApplicationStatus, type Attempt } from './application.ts'
import { type Cluster } from './cluster.ts'
import { type Deployment } from './observation.ts'
import { type Situation } from './situation.ts'
import { deployedJobStatus } from './versions.ts'

/** Enough to know an update again by. The status keeps ten operations, so there has to be an end. */
const most = 6

/**
 * What an attempt changes of what is deployed, in names of the spec's fields and never with a value, which may be secret.
 * Read off what the attempt pins and the Deployments of both clusters, so that nothing is stored for it. Empty where
 * nothing is known to differ.
 */
export function whatChanged({ status, current, target }: Situation, attempt: Attempt): string {
  if (!status.deployHash) return 'first deploy'
  if (status.deployHash === attempt.hash) return ''
  const fields = [...new Set([...changedOutside(status, attempt), ...changedInClusters(current, target)])]
  if (fields.length > most) return `${fields.slice(0, most).join(', ')} and ${fields.length - most} more`
  if (fields.length > 0) return fields.join(', ')
  const isContentEqual = attempt.content !== '' && attempt.content === status.deployed?.content
  if (isContentEqual) return 'only what kubectl apply notes in an annotation'
  return current.isBuilt && target.isBuilt ? 'configuration' : ''
}

/** What the Deployments do not tell, or not for themselves: the job, and Flink's version. */
function changedOutside(status: ApplicationStatus, { hash, job }: Attempt): string[] {
  const deployed = deployedJobStatus(status)
  const { entryClass = '', programArgs = '', allowNonRestoredState = false } = deployed
  const before = { ...deployed, entryClass, programArgs, allowNonRestoredState }
  const fields = ['jarName', 'entryClass', 'programArgs', 'parallelism', 'allowNonRestoredState'] as const
  // The original operator leaves out what is empty; without the name of a jar it has recorded none of them.
  const ofJob = deployed.jarName ? fields.filter((field) => before[field] !== job[field]) : []
  const versionOf = (version?: string) => status.madeFrom?.find((record) => record.hash === version)
  const [from, to] = [versionOf(status.deployHash), versionOf(hash)]
  return from && to && from.flinkVersion !== to.flinkVersion ? [...ofJob, 'flinkVersion'] : ofJob
}

function changedInClusters(before: Cluster, after: Cluster): string[] {
  const roles = ['jobManager', 'taskManager'] as const
  return roles.flatMap((role) => {
    const [from, to] = [before[role], after[role]]
    if (from === undefined || to === undefined) return []
    const [partsBefore, partsAfter] = [partsOf(from, role), partsOf(to, role)]
    return Object.keys(partsAfter).filter(
      (field) => JSON.stringify(partsBefore[field]) !== JSON.stringify(partsAfter[field]),
    )
  })
}

/** What became of the fields of the spec in a Deployment, by the names of the fields. */
function partsOf(deployment: Deployment, role: 'jobManager' | 'taskManager'): Record<string, unknown> {
  const { metadata, spec: pod = {} } = deployment.spec?.template ?? {}
  const { env = [], ...container } = pod.containers?.[0] ?? {}
  const options = optionsOf(env.find(({ name }) => name === 'FLINK_PROPERTIES')?.value ?? '')
  return {
    image: container.image,
    flinkConfig: options.filter((line) => !isFromOtherField.test(line)),
    'taskManagerConfig.taskSlots': options.filter((line) => line.startsWith(taskSlots)),
    [`${role}Config.resources`]: container.resources,
    [`${role}Config.envConfig`]: [env.filter(({ name }) => !ownVariables.includes(name)), container.envFrom],
    [`${role}Config.nodeSelector`]: pod.nodeSelector,
    [`${role}Config.tolerations`]: pod.tolerations,
    [`${role}Config.affinity`]: pod.affinity,
    restartNonce: deployment.metadata.annotations?.[restartNonceAnnotation],
    volumes: pod.volumes,
    volumeMounts: container.volumeMounts,
    serviceAccountName: pod.serviceAccountName,
    securityContext: pod.securityContext,
    containerSecurityContext: container.securityContext,
    imagePullPolicy: container.imagePullPolicy,
    imagePullSecrets: pod.imagePullSecrets,
    ports: container.ports,
    labels: without(metadata?.labels, ownLabels),
    annotations: without(metadata?.annotations, [appHashAnnotation, lastAppliedAnnotation]),
  }
}

/** The lines that were hashed; after a blank one come those that name the cluster. */
function optionsOf(properties: string): string[] {
  return properties.slice(0, properties.lastIndexOf('\n\n')).split('\n')
}

const taskSlots = 'taskmanager.numberOfTaskSlots: '

/** The slots, the ports and the memory of a process. */
const isFromOtherField =
  /^(?:taskmanager\.numberOfTaskSlots|(?:jobmanager\.(?:rpc|web)|query\.server|blob\.server|metrics\.internal\.query-service)\.port|(?:job|task)manager\.(?:heap|memory\.process)\.size): /

/** Those that name the cluster or repeat what stands elsewhere. */
const ownVariables = ['FLINK_PROPERTIES', 'OPERATOR_FLINK_CONFIG', 'FLINK_APPLICATION_VERSION']
const ownLabels = [appLabel, applicationVersionLabel, deploymentTypeLabel, podDeploymentSelectorLabel]

function without(map: Record<string, string> = {}, keys: readonly string[]): [string, string][] {
  return Object.entries(map).filter(([key]) => !keys.includes(key))
}
