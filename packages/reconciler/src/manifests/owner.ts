import { type DecodedApplication } from '../deploy-hash/decoded-application.ts'
import { type JsonObject } from '../deploy-hash/json.ts'

/** Kubernetes deletes what carries this reference together with its application. */
export function ownerReferences({ metadata }: DecodedApplication): readonly JsonObject[] {
  return [
    {
      apiVersion: 'flink.k8s.io/v1beta1',
      kind: 'FlinkApplication',
      name: metadata.name ?? '',
      uid: metadata.uid ?? '',
      controller: true,
      blockOwnerDeletion: true,
    },
  ]
}
