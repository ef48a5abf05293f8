import { type DecodedApplication, type StringMap } from '../deploy-hash/decoded-application.ts'
import { type JsonObject } from '../deploy-hash/json.ts'
import { commonLabels, labelKeys } from './labels.ts'
import { genericServiceName, versionedServiceName } from './names.ts'
import { ownerReferences } from './owner.ts'
import { ports } from './ports.ts'

export interface ServiceIdentity {
  readonly hash: string
  /** The pod-deployment-selector of the JobManager's Deployment that the Service leads to. */
  readonly podDeploymentSelector: string
}

export type Service = JsonObject & {
  readonly metadata: JsonObject
  readonly spec: JsonObject & { readonly ports: readonly JsonObject[]; readonly selector: StringMap }
}

/** The Service that users and the Ingress open; it is turned to the new cluster when its job has taken over. */
export function genericService(application: DecodedApplication, identity: ServiceIdentity): Service {
  return service(application, identity, genericServiceName(application), {})
}

/** The Service of this one cluster, which the TaskManagers and the operator use. */
export function versionedService(application: DecodedApplication, identity: ServiceIdentity): Service {
  const { hash } = identity
  return service(application, identity, versionedServiceName(application, hash), { [labelKeys.hash]: hash })
}

/**
 * The versioned Service under the hash of an in-place rescale. The JobManager stays the old one, so ports and
 * selector are those of the Service that leads to it already.
 */
export function rescaledService(application: DecodedApplication, hash: string, old: Service): Service {
  const { metadata } = versionedService(application, { hash, podDeploymentSelector: '' })
  const { ports, selector } = old.spec
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { ports, selector, publishNotReadyAddresses: true },
  }
}

function service(
  application: DecodedApplication,
  { podDeploymentSelector }: ServiceIdentity,
  name: string,
  ownLabels: Record<string, string>,
): Service {
  const labels = commonLabels(application)
  const { namespace } = application.metadata
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...labels, ...ownLabels },
      ownerReferences: ownerReferences(application),
    },
    spec: {
      type: 'ClusterIP',
      clusterIP: 'None',
      ports: Object.entries(ports(application)).map(([portName, port]) => ({ name: portName, port })),
      selector: {
        ...labels,
        [labelKeys.podDeploymentSelector]: podDeploymentSelector,
        [labelKeys.deploymentType]: 'jobmanager',
      },
    },
  }
}
