import { flinkApplications } from '@flink-operator/api'
import {
  defineResource,
  deployments,
  ingresses,
  type KubeObject,
  type Resource,
  services,
  type Stored,
} from '@flink-operator/kube-runtime'
import { type Application } from '@flink-operator/reconciler'

export const applications = defineResource<Application>({ ...flinkApplications, namespaced: true })

export type StoredApplication = Stored<Application>

const ownedKinds: Record<string, Resource<KubeObject>> = {
  'apps/v1/Deployment': deployments,
  'v1/Service': services,
  'networking.k8s.io/v1/Ingress': ingresses,
}

/**
 * The resource that an action's object belongs to.
 *
 * @throws TypeError for a kind that the operator does not own: a mistake of ours
 */
export function ownedResource({
  apiVersion,
  kind,
}: {
  apiVersion: string
  kind: string
}): Resource<KubeObject> {
  const resource = ownedKinds[`${apiVersion}/${kind}`]
  if (resource === undefined) throw new TypeError(`The operator owns no ${apiVersion} ${kind}`)
  return resource
}
