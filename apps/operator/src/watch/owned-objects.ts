import { appLabel, flinkApplications } from '@flink-operator/api'
import {
  type Change,
  createInformer,
  type Deployment,
  deployments,
  type Informer,
  type Ingress,
  ingresses,
  keyOf,
  type KubeClient,
  type KubeObject,
  type Pod,
  pods,
  type Resource,
  type Service,
  services,
  type Stored,
  type WorkQueue,
} from '@flink-operator/kube-runtime'

/** What the operator knows of the objects that belong to applications. */
export interface OwnedObjects {
  deployments: Informer<Deployment, 'app'>
  services: Informer<Service, 'app'>
  /** Absent while the operator makes no Ingresses, and then has no right to look at them. */
  ingresses: Informer<Ingress, 'app'> | undefined
  pods: Informer<Pod, 'app'>
  all: readonly Informer<KubeObject, 'app'>[]
}

/** Watches what carries our label; each change becomes the key of the application it belongs to. */
export function watchOwnedObjects(options: {
  client: KubeClient
  namespaces: readonly string[]
  queue: Pick<WorkQueue, 'add'>
  hasIngresses: boolean
  onError: (error: unknown, inARow: number) => void
}): OwnedObjects {
  const { queue } = options
  const watch = <T extends KubeObject>(resource: Resource<T>, prune?: (object: Stored<T>) => Stored<T>) =>
    createInformer<T, 'app'>({
      ...options,
      resource,
      labelSelector: appLabel,
      indexers: { app: (object) => [appKeyOf(object)] },
      onChange: (change) => {
        for (const key of keysOf(change)) queue.add(key, change.isInitial ? 'low' : 'normal')
      },
      ...(prune === undefined ? {} : { prune }),
    })
  const owned = {
    deployments: watch(deployments),
    services: watch(services),
    ingresses: options.hasIngresses ? watch(ingresses) : undefined,
    pods: watch(pods, withoutPodDetails),
  }
  const all = Object.values(owned).filter((informer) => informer !== undefined)
  return { ...owned, all: all }
}

/** The application by the label, which pods carry as well; they have no owner reference of ours. */
function appKeyOf({ metadata }: KubeObject): string {
  return keyOf({ namespace: metadata?.namespace ?? '', name: metadata?.labels?.[appLabel] ?? '' })
}

function keysOf<T extends KubeObject>({ current, previous }: Change<T>): Set<string> {
  const keys = new Set<string>()
  for (const object of [current, previous]) {
    if (object === undefined) continue
    keys.add(appKeyOf(object))
    // A label that the application's own labels overwrote must not hide whose object it is.
    for (const { kind, name } of object.metadata.ownerReferences ?? []) {
      if (kind === flinkApplications.kind)
        keys.add(keyOf({ namespace: object.metadata.namespace ?? '', name }))
    }
  }
  return keys
}

/** Of a pod, decisions read how it is and where; volumes, environment and tolerations would be most of its bytes. */
function withoutPodDetails(pod: Stored<Pod>): Stored<Pod> {
  const { managedFields: _, ...metadata } = pod.metadata
  return {
    ...(pod.apiVersion === undefined ? {} : { apiVersion: pod.apiVersion }),
    ...(pod.kind === undefined ? {} : { kind: pod.kind }),
    metadata,
    spec: { containers: [], ...(pod.spec?.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }) },
    ...(pod.status === undefined ? {} : { status: pod.status }),
  }
}
