import { type ApplicationSpec } from './application.ts'
import { clusterIdFor, type OfAttempt } from './cluster-id.ts'
import { createdAs, hashLabel, isOwned, replicasAnnotation, selectorLabel } from './cluster.ts'
import { type Action, type JsonPatchOperation, type NewObject } from './decision.ts'
import { type Deployment, type ObjectMeta } from './observation.ts'
import { type Situation } from './situation.ts'
import { type ClusterObjects, genericServiceName, ingressName, renderCluster } from '../manifests/index.ts'

/**
 * The objects of a cluster that are not there. Only what the spec asks for now can be rendered, so there are none
 * for another hash.
 */
export function missingObjects(s: Situation, of: OfAttempt, colour?: string): Action[] {
  const { hash } = of
  if (!isOfSpec(s, hash)) return []
  const named = {
    ...s.app,
    status: { ...s.status, ...(colour !== undefined && { updatingVersion: colour }) },
  }
  const { jobManager, taskManager } = s.clusterOf(hash)
  const has = {
    jobManager: jobManager !== undefined,
    genericService: hasOwn(s, 'services', genericServiceName(named)),
    versionedService: s.objects.services.some(
      ({ metadata }) => metadata.labels?.[hashLabel] === hash && isOwned(s.app, metadata),
    ),
    taskManager: taskManager !== undefined,
    ingress: s.settings.ingressUrlFormat === '' || hasOwn(s, 'ingresses', ingressName(named)),
  }
  const order = ['jobManager', 'genericService', 'versionedService', 'taskManager', 'ingress'] as const
  const missing = order.filter((part) => !has[part])
  const rendered = missing.length > 0 ? render(s, of, colour) : undefined
  return missing.flatMap((part) => {
    const object = rendered?.[part] as unknown as NewObject | undefined
    if (object === undefined) return []
    return [{ type: 'createObject', id: `createObject/${object.kind}/${object.metadata.name}`, object }]
  })
}

/** In BlueGreen the deployed version may bear a hash of another colour. */
function isOfSpec({ wanted, wantedIsDeployed, status }: Situation, hash: string): boolean {
  return hash === wanted.hash || (wantedIsDeployed && hash === status.deployHash)
}

/** What was edited by hand in the objects of the deployed cluster and can be put right without touching a pod. */
export function driftedObjects(s: Situation, hash: string): Action[] {
  const { jobManager, taskManager } = s.clusterOf(hash)
  return [
    ...scaleTo(jobManager, s.spec.jobManagerConfig?.replicas ?? 1),
    ...scaleTo(taskManager, taskManagersFor(s.spec, s.spec.parallelism ?? 1)),
  ]
}

/** How many TaskManagers it takes to offer a slot for each parallel instance. */
export function taskManagersFor({ taskManagerConfig }: ApplicationSpec, parallelism: number): number {
  return Math.ceil(parallelism / (taskManagerConfig?.taskSlots ?? 16))
}

function render(s: Situation, of: OfAttempt, colour: string | undefined): ClusterObjects | undefined {
  const { hash } = of
  if (s.unreadable !== undefined) return undefined
  const existing = s.clusterOf(hash)
  const selector = (deployment: Deployment | undefined) =>
    deployment?.spec?.selector?.matchLabels?.[selectorLabel]
  const jobmanager = selector(existing.jobManager)
  const taskmanager = selector(existing.taskManager)
  const clusterId = clusterIdFor(s, of)
  const rendered = renderCluster(
    s.app,
    {
      hash,
      ...(s.blueGreen && colour !== undefined && { version: colour }),
      ...(clusterId !== undefined && { clusterId }),
      selectors: { ...(jobmanager && { jobmanager }), ...(taskmanager && { taskmanager }) },
    },
    s.settings,
  )
  return 'error' in rendered ? undefined : rendered
}

function hasOwn(s: Situation, list: 'services' | 'ingresses', name: string): boolean {
  return s.objects[list].some(({ metadata }) => metadata.name === name && isOwned(s.app, metadata))
}

/** Gives a Deployment as many replicas; nothing to do where it has them. What was noted of its last ones goes. */
export function scaleTo(
  found: Deployment | undefined,
  replicas: number,
  notes: readonly JsonPatchOperation[] = [],
): Action[] {
  if (found === undefined || found.spec?.replicas === replicas) return []
  const { name, uid, generation, annotations } = found.metadata
  const path = `/metadata/annotations/${replicasAnnotation}`
  const isNoted = annotations?.[replicasAnnotation] !== undefined
  return [
    {
      type: 'patchObject',
      id: `patchObject/Deployment/${name}`,
      target: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      patch: [
        { op: 'test', path: '/metadata/uid', value: uid },
        // A request that arrives late must not undo what was done after it.
        ...(generation === undefined
          ? []
          : [{ op: 'test', path: '/metadata/generation', value: generation } as const]),
        { op: 'add', path: '/spec/replicas', value: replicas },
        ...(isNoted ? [{ op: 'remove', path } as const] : []),
        ...notes,
      ],
    },
  ]
}

/**
 * Deletes the clusters of other hashes. The Service that a kept cluster's pods were created with stays: after a
 * rescale in place it has the old hash and is where the TaskManagers find their JobManager.
 */
export function deleteOtherClusters(
  s: Situation,
  kept: readonly string[],
): { actions: Action[]; hashes: string[] } {
  const hashes = new Set(kept.filter((hash) => hash !== ''))
  const isOther = (labels: Record<string, string> | undefined) => {
    const hash = labels?.[hashLabel]
    return hash !== undefined && hash !== '' && !hashes.has(hash)
  }
  const deployments = s.objects.deployments.filter(({ metadata }) => isOwned(s.app, metadata))
  const services = s.objects.services.filter(({ metadata }) => isOwned(s.app, metadata))
  const servedHashes = new Set(
    deployments
      .filter(({ metadata }) => !isOther(metadata.labels))
      .map((deployment) => createdAs(deployment)),
  )
  const others = [
    ...deployments
      .filter(({ metadata }) => isOther(metadata.labels))
      .map(({ metadata }) => ({ metadata, apiVersion: 'apps/v1', kind: 'Deployment' })),
    ...services
      .filter(({ metadata }) => isOther(metadata.labels) && !servedHashes.has(metadata.labels?.[hashLabel]))
      .map(({ metadata }) => ({ metadata, apiVersion: 'v1', kind: 'Service' })),
  ]
  return {
    actions: others.map(({ metadata, apiVersion, kind }) => deleteOwned(apiVersion, kind, metadata)),
    hashes: [...new Set(others.map(({ metadata }) => metadata.labels?.[hashLabel] ?? ''))].sort(),
  }
}

/** Deletes an object as it was seen, and not when it has changed since. */
export function deleteOwned(apiVersion: string, kind: string, metadata: ObjectMeta): Action {
  return {
    type: 'deleteObject',
    id: `deleteObject/${kind}/${metadata.name}`,
    target: { apiVersion, kind, name: metadata.name },
    uid: metadata.uid ?? '',
    ...(metadata.resourceVersion !== undefined && { resourceVersion: metadata.resourceVersion }),
  }
}
