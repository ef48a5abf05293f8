import { type Application } from './application.ts'
import {
  type Deployment,
  type JobManagerAnswer,
  type KubernetesObjects,
  type ObjectMeta,
  type Pod,
  type Service,
} from './observation.ts'
import { podProblem } from './pod-problem.ts'

export const hashLabel = 'flink-app-hash'
export const typeLabel = 'flink-deployment-type'
export const selectorLabel = 'pod-deployment-selector'
/** On a Deployment of TaskManagers that was scaled to 0 for a moment: how many it is given back. */
export const replicasAnnotation = 'flink-task-managers'

/** One Flink cluster of the application: the objects of one deploy hash and what its JobManager says. */
export interface Cluster {
  hash: string
  jobManager?: Deployment
  taskManager?: Deployment
  service?: Service
  jobManagerPods: readonly Pod[]
  taskManagerPods: readonly Pod[]
  answer: JobManagerAnswer
  /** Both Deployments exist and are not being deleted. */
  isBuilt: boolean
  /** Neither a Deployment nor a pod is left: nothing of it can write any more. */
  isGone: boolean
}

const unasked: JobManagerAnswer = { state: 'unreachable', reason: 'the JobManager has not been asked' }

/**
 * Finds the cluster by labels, never by name: one that was rescaled in place keeps its old names. `nowMs` is for who reads why
 * nobody answers, since what a JobManager has recovered from long ago is not why.
 */
export function findCluster(
  app: Application,
  objects: KubernetesObjects,
  hash: string,
  answer: JobManagerAnswer = unasked,
  nowMs?: number,
): Cluster {
  const deployments =
    hash === '' ? [] : objects.deployments.filter((d) => d.metadata.labels?.[hashLabel] === hash)
  const owned = deployments.filter((d) => isOwned(app, d.metadata))
  const jobManager = owned.find((d) => d.metadata.labels?.[typeLabel] === 'jobmanager')
  const taskManager = owned.find((d) => d.metadata.labels?.[typeLabel] === 'taskmanager')
  const service = objects.services.find(
    (s) => s.metadata.labels?.[hashLabel] === hash && isOwned(app, s.metadata),
  )
  const builtAs = new Set([hash, createdAs(jobManager), createdAs(taskManager)])
  const pods = objects.pods.filter(
    (pod) => builtAs.has(pod.metadata.annotations?.[hashLabel] ?? '') && !hasTerminated(pod),
  )
  const jobManagerPods = pods.filter((pod) => pod.metadata.labels?.[typeLabel] === 'jobmanager')
  const taskManagerPods = pods.filter((pod) => pod.metadata.labels?.[typeLabel] === 'taskmanager')
  return {
    hash,
    ...(jobManager && { jobManager }),
    ...(taskManager && { taskManager }),
    ...(service && { service }),
    jobManagerPods,
    taskManagerPods,
    answer: withRootCause(answer, jobManagerPods, jobManager, nowMs),
    isBuilt:
      jobManager !== undefined &&
      taskManager !== undefined &&
      !jobManager.metadata.deletionTimestamp &&
      !taskManager.metadata.deletionTimestamp,
    isGone:
      jobManager === undefined &&
      taskManager === undefined &&
      pods.length === 0 &&
      !(hash === app.status?.deployHash && arePodsLeft(app, objects)),
  }
}

/**
 * Pods that no Deployment leads to. The deployed cluster's bear the hash that they were created under, so after a rescale in
 * place nothing tells any more whose they are once its Deployments are deleted.
 */
function arePodsLeft(app: Application, { deployments, pods }: KubernetesObjects): boolean {
  const known = new Set(
    deployments
      .filter(({ metadata }) => isOwned(app, metadata))
      .flatMap((deployment) => [deployment.metadata.labels?.[hashLabel], createdAs(deployment)]),
  )
  return pods.some((pod) => {
    const hash = pod.metadata.annotations?.[hashLabel]
    return hash !== undefined && !known.has(hash) && !hasTerminated(pod)
  })
}

/** Why nobody answers: not that the connection was refused, but what ails the pod, when that is known. */
function withRootCause(
  answer: JobManagerAnswer,
  jobManagerPods: readonly Pod[],
  jobManager: Deployment | undefined,
  nowMs: number | undefined,
): JobManagerAnswer {
  if (answer.state !== 'unreachable') return answer
  return { ...answer, reason: podProblem(jobManagerPods, [jobManager], nowMs)?.message ?? answer.reason }
}

/** It is over, and is only kept to be read: one that was evicted, for example. */
export function hasTerminated(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}

/** The kubelet finds that it answers: not told of a pod that ends, nor of one on a node that is lost. */
export function isReady({ metadata, status }: Pod): boolean {
  const isTold = status?.conditions?.some((known) => known.type === 'Ready' && known.status === 'True')
  return isTold === true && !metadata.deletionTimestamp
}

/** The hash that a Deployment's pods were created under; its label differs after a rescale in place. */
export function createdAs(deployment: Deployment | undefined): string | undefined {
  return deployment?.spec?.template?.metadata?.annotations?.[hashLabel]
}

/** Whether a pod is of this Deployment and not of one before it, which may have had the same name and hash. */
export function isMadeFor({ metadata }: Pod, deployment: Deployment | undefined): boolean {
  const selector = deployment?.spec?.selector?.matchLabels?.[selectorLabel]
  return selector === undefined || metadata.labels?.[selectorLabel] === selector
}

/** Only what carries the application's own uid is its own: a name or a label can be anybody's. */
export function isOwned(app: Application, metadata: ObjectMeta): boolean {
  return metadata.ownerReferences?.some((owner) => owner.uid === app.metadata.uid) ?? false
}
