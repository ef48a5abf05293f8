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

/**
 * The first problem among the pods, JobManager pods being given first, or why Kubernetes cannot make them. Without
 * `nowMs` a container that is not ready suffers from what ended it last, however long ago that was.
 */
export function podProblem(
  pods: readonly Pod[],
  deployments: readonly MaybeDeployment[],
  nowMs?: number,
): PodProblem | undefined {
  for (const pod of pods) {
    const problem = problemOf(pod, nowMs)
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
 * memory lately or ends again and again, though it runs again by now. A TaskManager has no readiness probe and is ready
 * as soon as it runs.
 */
export function causeOfFailure(
  pods: readonly Pod[],
  deployments: readonly MaybeDeployment[],
  nowMs: number,
): PodProblem | undefined {
  const problem = podProblem(pods, deployments, nowMs)
  if (problem) return problem
  for (const pod of pods) {
    for (const container of pod.status?.containerStatuses ?? []) {
      const ended = container.lastState?.terminated
      if (ended === undefined || (sinceStartMs(container, nowMs) ?? Infinity) >= recentMs) continue
      if (ended.reason === 'OOMKilled') return outOfMemory(pod.metadata.name, container)
      if (hasFailed(container) && hasEndedTwice(container)) return crashing(pod.metadata.name, container)
    }
  }
  return undefined
}

/** Longer than Flink takes to notice that a TaskManager is gone and to start the job again. */
const recentMs = 300_000

/** What has run for so long has started well, also for Kubernetes, which forgets its ends then. */
const startedWellMs = 600_000

function problemOf(pod: Pod, nowMs: number | undefined): PodProblem | undefined {
  const containers = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]
  for (const container of containers) {
    const problem = containerProblem(pod, container, nowMs)
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

function containerProblem(
  pod: Pod,
  container: ContainerStatus,
  nowMs: number | undefined,
): PodProblem | undefined {
  const waiting = container.state?.waiting
  const ended = lastEnd(container)
  const where = `container ${container.name} of pod ${pod.metadata.name}`
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
  if (waiting?.reason === 'RunContainerError') {
    return {
      reason: 'ContainerConfigInvalid',
      message: `The ${where} cannot be started: ${waiting.message ?? ended?.message ?? ''}`,
    }
  }
  if (ended?.reason === 'OOMKilled' && container.ready !== true && !hasRunWell(container, nowMs)) {
    return outOfMemory(pod.metadata.name, container)
  }
  if (ended && isCrashing(pod, container, nowMs)) return crashing(pod.metadata.name, container)
  return undefined
}

/** Between two ends, too: it then runs for a moment, and what does not answer meanwhile is only the symptom. */
function isCrashing(pod: Pod, container: ContainerStatus, nowMs: number | undefined): boolean {
  if (container.state?.waiting?.reason === 'CrashLoopBackOff') return true
  // The containers of a pod that is deleted are made to end.
  if (pod.metadata.deletionTimestamp !== undefined || !hasFailed(container)) return false
  if (container.state?.terminated) return true
  if (container.ready === true || !hasEndedTwice(container)) return false
  return nowMs === undefined || (sinceStartMs(container, nowMs) ?? 0) < startedWellMs
}

function lastEnd({ state, lastState }: ContainerStatus) {
  return state?.terminated ?? lastState?.terminated
}

/** What ended it before is not what ails it now. */
function hasRunWell({ state }: ContainerStatus, nowMs: number | undefined): boolean {
  const startedMs = fromInstant(state?.running?.startedAt)
  return nowMs !== undefined && startedMs !== undefined && nowMs - startedMs >= startedWellMs
}

function hasFailed(container: ContainerStatus): boolean {
  return (lastEnd(container)?.exitCode ?? 0) !== 0
}

function hasEndedTwice({ restartCount = 0 }: ContainerStatus): boolean {
  return restartCount >= 2
}

/** How long it has run, or been ended: from its start, since the pause before that grows to as long as `recentMs`. */
function sinceStartMs(container: ContainerStatus, nowMs: number): number | undefined {
  const atMs = fromInstant(container.state?.running?.startedAt ?? lastEnd(container)?.finishedAt)
  return atMs === undefined ? undefined : nowMs - atMs
}

function crashing(pod: string, container: ContainerStatus): PodProblem {
  const { exitCode = 'unknown', message } = lastEnd(container) ?? {}
  const ends = container.state?.terminated && !container.restartCount ? 'has ended' : 'ends again and again'
  return {
    reason: 'ContainerCrashing',
    message: `The container ${container.name} of pod ${pod} ${ends}, exit code ${exitCode}${message ? `: ${message}` : ''}; its log tells why`,
  }
}

function outOfMemory(pod: string, { name }: ContainerStatus): PodProblem {
  return {
    reason: 'OutOfMemory',
    message: `The container ${name} of pod ${pod} used more memory than its limit and was killed (OOMKilled); raise resources.limits.memory`,
  }
}
