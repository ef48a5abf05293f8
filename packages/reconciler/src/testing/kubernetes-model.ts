import { type Deployment, type ObjectMeta, type Pod } from '../application/observation.ts'
import { type JsonPatchOperation, type NewObject, type ObjectReference } from '../application/decision.ts'
import { jobManagerEnds, jobManagerStarts, taskManagerRegisters } from './flink-model.ts'
import { type KubernetesEvent, nextNumber, schedule, type World } from './world.ts'
import { copy } from './copy.ts'

export type ApiAnswer = { kind: 'done' } | { kind: 'refused'; status: number; message: string }

const done: ApiAnswer = { kind: 'done' }

export function advanceKubernetes(world: World, event: KubernetesEvent): void {
  switch (event.type) {
    case 'deploymentSynced':
      return syncDeployment(world, event.deployment)
    case 'podRuns': {
      const pod = world.pods[event.pod]
      if (pod === undefined || pod.metadata.deletionTimestamp) return
      const image = pod.metadata.annotations?.['test/image'] ?? ''
      if (image.startsWith('bad')) {
        pod.status = waitingStatus('ImagePullBackOff', `Back-off pulling image "${image}"`, image)
        return
      }
      const number = nextNumber(world)
      pod.status = {
        phase: 'Running',
        podIP: `10.0.${Math.floor(number / 250)}.${number % 250}`,
        containerStatuses: [{ name: 'flink', ready: true, state: { running: {} } }],
      }
      if (pod.metadata.labels?.['flink-deployment-type'] === 'jobmanager') jobManagerStarts(world, event.pod)
      else taskManagerRegisters(world, event.pod)
      return refreshDeployments(world)
    }
    case 'podGone': {
      jobManagerEnds(world, event.pod)
      Reflect.deleteProperty(world.pods, event.pod)
      return refreshDeployments(world)
    }
  }
}

export function createObject(world: World, object: NewObject): ApiAnswer {
  const stored = {
    ...copy(object),
    metadata: {
      ...copy(object.metadata),
      uid: `uid-${nextNumber(world)}`,
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: new Date(world.nowMs).toISOString(),
    },
  }
  if (world.conditions.taskManagersRefused && object.metadata.name.endsWith('-tm'))
    return { kind: 'refused', status: 403, message: 'admission denied: exceeded quota of the team' }
  const list = listOf(world, object.kind)
  // An object of that name that exists already counts as success for the hands.
  if (list[object.metadata.name] !== undefined) return done
  list[object.metadata.name] = stored
  if (object.kind === 'Deployment') schedule(world, 0, synced(object.metadata.name))
  return done
}

export function patchObject(
  world: World,
  target: ObjectReference,
  patch: readonly JsonPatchOperation[],
): ApiAnswer {
  const list = listOf(world, target.kind)
  const object = list[target.name]
  if (object === undefined) return { kind: 'refused', status: 404, message: `${target.name} not found` }
  if (world.conditions.patchesRefused && target.kind === 'Deployment')
    return { kind: 'refused', status: 403, message: 'admission denied: Deployments are frozen' }
  const next = copy(object)
  for (const operation of patch) {
    const path = operation.path.split('/').slice(1)
    const key = path.pop() ?? ''
    const parent = path.reduce<Record<string, unknown>>(
      (part, name) => part[name] as Record<string, unknown>,
      next as unknown as Record<string, unknown>,
    )
    if (operation.op === 'test') {
      if (parent[key] !== operation.value) return { kind: 'refused', status: 422, message: 'test failed' }
    } else if (operation.op === 'remove') {
      if (!(key in parent)) return { kind: 'refused', status: 422, message: `${operation.path} is not there` }
      Reflect.deleteProperty(parent, key)
    } else parent[key] = operation.value
  }
  if (patch.some(({ op, path }) => op !== 'test' && path.startsWith('/spec/')))
    next.metadata.generation = (next.metadata.generation ?? 0) + 1
  next.metadata.resourceVersion = `${Number(next.metadata.resourceVersion) + 1}`
  list[target.name] = next
  if (target.kind === 'Deployment') schedule(world, 0, synced(target.name))
  return done
}

export function deleteObject(
  world: World,
  target: ObjectReference,
  uid?: string,
  resourceVersion?: string,
): ApiAnswer {
  const list = listOf(world, target.kind)
  const object = list[target.name]
  if (object === undefined) return done
  if (uid !== undefined && object.metadata.uid !== uid) {
    return { kind: 'refused', status: 409, message: 'the uid is another one' }
  }
  if (resourceVersion !== undefined && object.metadata.resourceVersion !== resourceVersion) return done
  Reflect.deleteProperty(list, target.name)
  if (target.kind === 'Deployment') endPodsOf(world, object)
  return done
}

/** The finalizer is gone: the API server removes the application, the garbage collector what it owned. */
export function removeApplication(world: World): void {
  const uid = world.app?.metadata.uid
  delete world.app
  for (const kind of ['Deployment', 'Service', 'Ingress']) {
    for (const object of Object.values(listOf(world, kind))) {
      if (!object.metadata.ownerReferences?.some((owner) => owner.uid === uid)) continue
      deleteObject(world, { apiVersion: '', kind, name: object.metadata.name })
    }
  }
}

/** A pod goes, as by an eviction; its Deployment makes another one. */
export function deletePod(world: World, name: string): void {
  const pod = world.pods[name]
  if (pod === undefined || pod.metadata.deletionTimestamp) return
  pod.metadata.deletionTimestamp = new Date(world.nowMs).toISOString()
  // Nobody is there to end it, or to tell that it has ended.
  if (isOnLostNode(pod)) return refreshDeployments(world)
  schedule(world, world.conditions.terminationMs, { system: 'kubernetes', type: 'podGone', pod: name })
}

function listOf(world: World, kind: string): Record<string, { metadata: ObjectMeta }> {
  switch (kind) {
    case 'Deployment':
      return world.deployments
    case 'Service':
      return world.services
    case 'Ingress':
      return world.ingresses
    default:
      throw new Error(`the model has no kind ${kind}`)
  }
}

const synced = (deployment: string): KubernetesEvent => ({
  system: 'kubernetes',
  type: 'deploymentSynced',
  deployment,
})

/** The Deployment controller with its ReplicaSets: as many pods as it says. */
function syncDeployment(world: World, name: string): void {
  const deployment = world.deployments[name]
  if (deployment === undefined) return
  const own = podsOf(world, deployment).filter((pod) => !pod.metadata.deletionTimestamp)
  const replicas = deployment.spec?.replicas ?? 1
  for (const pod of own.slice(replicas)) deletePod(world, pod.metadata.name)
  const isTaskManager = deployment.metadata.labels?.['flink-deployment-type'] === 'taskmanager'
  for (let missing = replicas - own.length; missing > 0 && !isRefused(world, deployment); missing -= 1)
    createPod(world, deployment, isTaskManager)
  refreshDeployments(world)
}

function createPod(world: World, deployment: Deployment, isTaskManager: boolean): void {
  const name = `${deployment.metadata.name}-rs-${nextNumber(world)}`
  const template = deployment.spec?.template as {
    metadata: ObjectMeta
    spec: { containers: { image?: string; env?: { name: string; value?: string }[] }[] }
  }
  const { image = '', env = [] } = template.spec.containers[0] ?? {}
  const properties = env.find((variable) => variable.name === 'FLINK_PROPERTIES')?.value ?? ''
  const [, clusterId = ''] = /^high-availability\.cluster-id: (.*)$/m.exec(properties) ?? []
  world.pods[name] = {
    metadata: {
      name,
      labels: { ...template.metadata.labels },
      annotations: {
        ...template.metadata.annotations,
        'test/image': image,
        'test/cluster-id': clusterId,
        'test/application': deployment.metadata.ownerReferences?.[0]?.uid ?? '',
      },
      uid: `uid-${name}`,
      creationTimestamp: new Date(world.nowMs).toISOString(),
      ownerReferences: [
        {
          kind: 'ReplicaSet',
          name: `${deployment.metadata.name}-rs`,
          uid: `rs-${deployment.metadata.uid ?? ''}`,
        },
      ],
    },
    status: { phase: 'Pending' },
  }
  if (isTaskManager && world.conditions.noRoom) {
    const message = '0/1 nodes are available: 1 Insufficient memory.'
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }
    world.pods[name].status = { phase: 'Pending', conditions: [condition] }
    return
  }
  schedule(world, world.conditions.podStartMs, { system: 'kubernetes', type: 'podRuns', pod: name })
}

function isRefused(world: World, { metadata }: Deployment): boolean {
  return world.conditions.podsRefused && metadata.labels?.['flink-deployment-type'] === 'taskmanager'
}

/** As by `kubectl scale`. */
export function scaleDeployment(world: World, name: string, replicas: number): void {
  const { metadata, spec } = world.deployments[name] ?? {}
  if (spec) spec.replicas = replicas
  if (metadata) metadata.generation = (metadata.generation ?? 0) + 1
  schedule(world, 0, synced(name))
}

/** The node that the pods of a cluster run on is not heard of any more. They may run on, and nobody reaches them. */
export function loseNode(world: World, cluster: string): void {
  for (const [name, { metadata }] of Object.entries(world.pods)) {
    if (metadata.annotations?.['flink-app-hash'] !== cluster) continue
    metadata.annotations = { ...metadata.annotations, 'test/node': 'lost' }
    const process = world.jobManagers[name]
    // Nor do they reach the storage, so a savepoint that was under way does not end.
    if (process !== undefined) Object.assign(process, { isAnswering: false, triggers: {} })
  }
}

/** It is known to be down for good, and its pods are removed from the API server. */
export function removeLostNode(world: World): void {
  for (const [pod, state] of Object.entries(world.pods)) {
    if (isOnLostNode(state)) schedule(world, 0, { system: 'kubernetes', type: 'podGone', pod })
  }
}

export function isOnLostNode(pod: Pod | undefined): boolean {
  return pod?.metadata.annotations?.['test/node'] === 'lost'
}

/** Another go for pods that a quota refused. */
export function raiseQuota(world: World): void {
  world.conditions.podsRefused = false
  refreshDeployments(world)
}

/** Another go for pods that found no room. */
export function makeRoom(world: World): void {
  world.conditions.noRoom = false
  for (const pod of Object.values(world.pods)) {
    if (pod.status?.conditions?.some((condition) => condition.reason === 'Unschedulable')) {
      schedule(world, world.conditions.podStartMs, {
        system: 'kubernetes',
        type: 'podRuns',
        pod: pod.metadata.name,
      })
    }
  }
}

function endPodsOf(world: World, deployment: Deployment): void {
  for (const pod of podsOf(world, deployment)) deletePod(world, pod.metadata.name)
}

function podsOf(world: World, deployment: Deployment): Pod[] {
  const owner = `rs-${deployment.metadata.uid ?? ''}`
  return Object.values(world.pods).filter((pod) => pod.metadata.ownerReferences?.[0]?.uid === owner)
}

function refreshDeployments(world: World): void {
  for (const deployment of Object.values(world.deployments)) {
    const pods = podsOf(world, deployment).filter((pod) => !pod.metadata.deletionTimestamp)
    const ready = pods.filter((pod) => pod.status?.phase === 'Running').length
    deployment.status = { replicas: pods.length, readyReplicas: ready, availableReplicas: ready }
    if (pods.length >= (deployment.spec?.replicas ?? 1)) continue
    if (isRefused(world, deployment)) {
      const message =
        'pods "pod" is forbidden: exceeded quota: team, requested: pods=1, used: pods=4, limited: pods=4'
      deployment.status.conditions = [
        { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message },
      ]
    } else {
      const isPending = world.due.some(
        (event) => event.type === 'deploymentSynced' && event.deployment === deployment.metadata.name,
      )
      if (!isPending) schedule(world, 0, synced(deployment.metadata.name))
    }
  }
}

function waitingStatus(reason: string, message: string, image: string): NonNullable<Pod['status']> {
  return {
    phase: 'Pending',
    containerStatuses: [{ name: 'flink', ready: false, image, state: { waiting: { reason, message } } }],
  }
}
