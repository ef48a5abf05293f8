import { type DecodedApplication, decodeApplication } from '../deploy-hash/decoded-application.ts'
import { type JsonObject } from '../deploy-hash/json.ts'
import { type Deployment, namedDeployment } from './deployment.ts'
import { ingress } from './ingress.ts'
import { jobManagerTemplate } from './job-manager.ts'
import { podDeploymentSelector } from './pod-deployment-selector.ts'
import { improvedRendering, originalRendering, type Rendering } from './rendering.ts'
import { type Role } from './role.ts'
import { genericService, type Service, versionedService } from './services.ts'
import { type ManifestSettings } from './settings.ts'
import { taskManagerTemplate } from './task-manager.ts'

export interface ClusterIdentity {
  /** The deploy hash that names the objects. */
  readonly hash: string
  /** The colour in BlueGreen mode, if it is not the application's `status.updatingVersion`. */
  readonly version?: string
  /** The selectors that Deployments of this hash carry already; otherwise they are derived. */
  readonly selectors?: Partial<Readonly<Record<Role, string>>>
  /** Where Flink keeps its jobs with high availability, if not under the name and the hash. */
  readonly clusterId?: string
}

/** The objects of one Flink cluster, in the order in which they are created. */
export interface ClusterObjects {
  readonly jobManager: Deployment
  readonly genericService: Service
  readonly versionedService: Service
  /** Only with the setting `ingressUrlFormat`. */
  readonly ingress?: JsonObject
  readonly taskManager: Deployment
}

/**
 * The objects to create for an application, ready to be sent to the API server.
 *
 * They differ from the original's only in what is not hashed: see `improvedRendering`; the versioned Service
 * publishes addresses before the JobManager is ready, so that TaskManagers and the operator need not wait for
 * its readiness probe; and fields that Kubernetes got after v1.24 reach the pods.
 *
 * @returns an error for an object that the original could not have read.
 */
export function renderCluster(
  application: unknown,
  identity: ClusterIdentity,
  settings: ManifestSettings = {},
): ClusterObjects | { readonly error: string } {
  const decoding = decodeApplication(application, 'keep', settings)
  if ('error' in decoding) return decoding
  const objects = clusterObjects(decoding.application, identity, settings, improvedRendering)
  return {
    ...objects,
    jobManager: withoutPrintedZeros(objects.jobManager),
    versionedService: publishingNotReadyAddresses(objects.versionedService),
    taskManager: withoutPrintedZeros(objects.taskManager),
  }
}

/**
 * The objects to the letter as the original operator creates them, but for the random selectors.
 *
 * @returns an error for an object that the original could not have read.
 */
export function renderOriginalCluster(
  application: unknown,
  identity: ClusterIdentity,
  settings: ManifestSettings = {},
): ClusterObjects | { readonly error: string } {
  const decoding = decodeApplication(application, 'drop', settings)
  return 'error' in decoding ? decoding : originalClusterObjects(decoding.application, identity, settings)
}

/** `renderOriginalCluster` of an application that has been read already. */
export function originalClusterObjects(
  application: DecodedApplication,
  identity: ClusterIdentity,
  settings: ManifestSettings,
): ClusterObjects {
  const objects = clusterObjects(application, identity, settings, originalRendering)
  return {
    ...objects,
    genericService: withPrintedZeros(objects.genericService),
    versionedService: withPrintedZeros(objects.versionedService),
  }
}

function clusterObjects(
  decoded: DecodedApplication,
  { hash, version, selectors = {}, clusterId }: ClusterIdentity,
  settings: ManifestSettings,
  rendering: Rendering,
): ClusterObjects {
  const application =
    version === undefined ? decoded : { ...decoded, status: { ...decoded.status, updatingVersion: version } }
  const selectorOf = (role: Role) =>
    selectors[role] ?? podDeploymentSelector(application.metadata.uid ?? '', hash, role)
  const deployment = (role: Role, template: Deployment) => {
    const identity = {
      hash,
      podDeploymentSelector: selectorOf(role),
      ...(clusterId !== undefined && { clusterId }),
    }
    return namedDeployment(application, role, template, identity, rendering)
  }
  const service = { hash, podDeploymentSelector: selectorOf('jobmanager') }
  const { ingressUrlFormat = '' } = settings
  return {
    jobManager: deployment('jobmanager', jobManagerTemplate(application, settings, rendering)),
    genericService: genericService(application, service),
    versionedService: versionedService(application, service),
    ...(ingressUrlFormat === '' ? {} : { ingress: ingress(application, ingressUrlFormat) }),
    taskManager: deployment('taskmanager', taskManagerTemplate(application, settings, rendering)),
  }
}

function publishingNotReadyAddresses(service: Service): Service {
  return { ...service, spec: { ...service.spec, publishNotReadyAddresses: true } }
}

/** Takes off what only Go's printing puts there. */
function withoutPrintedZeros({ status: _status, ...deployment }: Deployment): Deployment {
  const { creationTimestamp: _own, ...metadata } = deployment.metadata
  const { creationTimestamp: _pods, ...podMetadata } = deployment.spec.template.metadata
  return {
    ...deployment,
    metadata,
    spec: { ...deployment.spec, template: { ...deployment.spec.template, metadata: podMetadata } },
  }
}

/** Puts there what Go prints for a field without `omitempty`. */
function withPrintedZeros(service: Service): Service {
  return {
    ...service,
    metadata: { ...service.metadata, creationTimestamp: null },
    spec: { ...service.spec, ports: service.spec.ports.map((port) => ({ ...port, targetPort: 0 })) },
    status: { loadBalancer: {} },
  }
}
