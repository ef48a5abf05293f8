import {
  type EventsV1Event,
  type V1ConfigMap,
  type V1Deployment,
  type V1Ingress,
  type V1Lease,
  type V1Namespace,
  type V1Pod,
  type V1Service,
} from '@kubernetes/client-node'
import { type Raw } from './raw.ts'
import { defineResource } from './resource.ts'

export type Deployment = Raw<V1Deployment>
export type Service = Raw<V1Service>
export type Pod = Raw<V1Pod>
export type ConfigMap = Raw<V1ConfigMap>
export type Ingress = Raw<V1Ingress>
export type Namespace = Raw<V1Namespace>
export type Lease = Raw<V1Lease>
export type KubeEvent = Raw<EventsV1Event>

const core = { group: '', version: 'v1', namespaced: true } as const

export const deployments = defineResource<Deployment>({
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  kind: 'Deployment',
  namespaced: true,
})
export const services = defineResource<Service>({ ...core, plural: 'services', kind: 'Service' })
export const pods = defineResource<Pod>({ ...core, plural: 'pods', kind: 'Pod' })
export const configMaps = defineResource<ConfigMap>({ ...core, plural: 'configmaps', kind: 'ConfigMap' })
export const namespaces = defineResource<Namespace>({
  ...core,
  plural: 'namespaces',
  kind: 'Namespace',
  namespaced: false,
})
export const ingresses = defineResource<Ingress>({
  group: 'networking.k8s.io',
  version: 'v1',
  plural: 'ingresses',
  kind: 'Ingress',
  namespaced: true,
})
export const leases = defineResource<Lease>({
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  namespaced: true,
})
export const kubeEvents = defineResource<KubeEvent>({
  group: 'events.k8s.io',
  version: 'v1',
  plural: 'events',
  kind: 'Event',
  namespaced: true,
})
