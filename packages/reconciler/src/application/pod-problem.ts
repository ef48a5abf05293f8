import { fromInstant } from './instant.ts'
import { type ContainerStatus, type Deployment, type Pod } from './observation.ts'
import { type Reason } from './reasons.ts'

/** Why a pod does not run, as its root cause and not as its symptom. */
export interface PodProblem {
  reason: Reason
  message: string
}

const pullFailures = new Set(['ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'ErrImageNeverPull'])

type MaybeDeployment = Deployment | undefined

/** The first problem among the pods, JobManager pods being given first, or why Kubernetes cannot make them. */
export function podProblem(
  pods: readonly Pod[],
  deployments: readonly MaybeDeployment[],
): PodProblem | undefined {
  for (const pod of pods) {
    const problem = problemOf(pod)
    if (problem) return problem
  }
  for (const deployment of deployments) {
    const problem = refusedPods(deployment)
    if (problem) return problem
  }
  return undefined
}

/** A quota, a limit or an admission policy lets a Deployment in and its pods not: the Deployment repeats what it says. */
function refusedPods(deployment: MaybeDeployment): PodProblem | undefined {
  const failure = deployment?.status?.conditions?.find(({ type }) => type === 'ReplicaFailure')
  if (deployment === undefined || failure?.status !== 'True') return undefined
  return {
    reason: 'PodsRefused',
    message: `Pods of Deployment ${deployment.metadata.name} cannot be created: ${failure.message ?? failure.reason ?? 'no reason is given'}`,
  }
}

/**
 * What a job suffers from that fails: besides what keeps a pod from running, a container that was killed for its
 * memory lately, though it runs again by now.
 */
export function causeOfFailure(
  pods: readonly Pod[],
  deployments: readonly MaybeDeployment[],
  nowMs: number,
): PodProblem | undefined {
  const problem = podProblem(pods, deployments)
  if (problem) return problem
  for (const pod of pods) {
    for (const container of pod.status?.containerStatuses ?? []) {
      const killed = container.lastState?.terminated
      const killedAtMs = fromInstant(killed?.finishedAt)
      if (killed?.reason !== 'OOMKilled' || killedAtMs === undefined) continue
      if (nowMs - killedAtMs < recentMs) return outOfMemory(pod.metadata.name, container)
    }
  }
  return undefined
}

/** Longer than Flink takes to notice that a TaskManager is gone and to start the job again. */
const recentMs = 300_000

function problemOf(pod: Pod): PodProblem | undefined {
  const containers = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]
  for (const container of containers) {
    const problem = containerProblem(pod.metadata.name, container)
    if (problem) return problem
  }
  const scheduled = pod.status?.conditions?.find((condition) => condition.type === 'PodScheduled')
  if (scheduled?.status === 'False' && scheduled.reason === 'Unschedulable') {
    return {
      reason: 'Unschedulable',
      message: `Pod ${pod.metadata.name} finds no node: ${scheduled.message ?? 'no reason is given'}`,
    }
  }
  return undefined
}

function containerProblem(pod: string, container: ContainerStatus): PodProblem | undefined {
  const waiting = container.state?.waiting
  const ended = container.state?.terminated ?? container.lastState?.terminated
  const where = `container ${container.name} of pod ${pod}`
  if (waiting?.reason !== undefined && pullFailures.has(waiting.reason)) {
    const detail = waiting.message ?? waiting.reason
    return {
      reason: 'ImagePullFailed',
      message: `The image ${container.image ?? ''} of ${where} cannot be pulled: ${detail}`,
    }
  }
  if (waiting?.reason === 'CreateContainerConfigError' || waiting?.reason === 'CreateContainerError') {
    return {
      reason: 'ContainerConfigInvalid',
      message: `The ${where} cannot be created: ${waiting.message ?? ''}`,
    }
  }
  if (ended?.reason === 'OOMKilled' && container.ready !== true) return outOfMemory(pod, container)
  if (waiting?.reason === 'CrashLoopBackOff' && ended) {
    const code = ended.exitCode ?? 'unknown'
    return {
      reason: 'ContainerCrashing',
      message: `The ${where} ends again and again, exit code ${code}${ended.message ? `: ${ended.message}` : ''}; its log tells why`,
    }
  }
  return undefined
}

function outOfMemory(pod: string, { name }: ContainerStatus): PodProblem {
  return {
    reason: 'OutOfMemory',
    message: `The container ${name} of pod ${pod} used more memory than its limit and was killed (OOMKilled); raise resources.limits.memory`,
  }
}
