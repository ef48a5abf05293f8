import { appHashLabel, deploymentTypeLabel, podDeploymentSelectorLabel } from '@flink-operator/api'
import { type DecodedApplication } from '../deploy-hash/decoded-application.ts'
import { type JsonObject } from '../deploy-hash/json.ts'
import { commonLabels } from './labels.ts'
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
  readonly spec: JsonObject & { readonly ports: readonly JsonObject[] }
}

/** The Service that users and the Ingress open; it is turned to the new cluster when its job has taken over. */
export function genericService(application: DecodedApplication, identity: ServiceIdentity): Service {
  return service(application, identity, genericServiceName(application), {})
}

/** The Service of this one cluster, which the TaskManagers and the operator use. */
export function versionedService(application: DecodedApplication, identity: ServiceIdentity): Service {
  const { hash } = identity
  return service(application, identity, versionedServiceName(application, hash), { [appHashLabel]: hash })
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
      ...(name === '' ? {} : { name }),
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
        [podDeploymentSelectorLabel]: podDeploymentSelector,
        [deploymentTypeLabel]: 'jobmanager',
      },
    },
  }
}
