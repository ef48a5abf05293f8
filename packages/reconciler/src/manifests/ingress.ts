import { appLabel } from '@flink-operator/api'
import { type DecodedApplication } from '../deploy-hash/decoded-application.ts'
import { type JsonObject } from '../deploy-hash/json.ts'
import { genericServiceName, ingressName } from './names.ts'
import { ownerReferences } from './owner.ts'
import { ports } from './ports.ts'

/** Leads from a host of its own to the generic Service. No class, TLS or annotations: the cluster's defaults. */
export function ingress(application: DecodedApplication, ingressUrlFormat: string): JsonObject {
  const { metadata } = application
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: ingressName(application),
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      labels: { ...metadata.labels, [appLabel]: metadata.name ?? '' },
      ownerReferences: ownerReferences(application),
    },
    spec: {
      rules: [
        {
          host: ingressHost(application, ingressUrlFormat),
          http: {
            paths: [
              {
                pathType: 'ImplementationSpecific',
                backend: {
                  service: {
                    name: genericServiceName(application),
                    port: { number: ports(application).ui },
                  },
                },
              },
            ],
          },
        },
      ],
    },
  }
}

/** What the host is made of. Structural, so that it fits a FlinkApplication as it is stored. */
interface HostedApplication {
  readonly metadata: { readonly name?: string | undefined }
  readonly spec: { readonly deploymentMode?: string | undefined }
  readonly status?: { readonly updatingVersion?: string | undefined }
}

/**
 * The format with every `{{$jobCluster}}` replaced by the name, in BlueGreen mode by `<name>-<colour>`. The mode is
 * the one of the spec here, as in the original.
 */
export function ingressHost({ metadata, spec, status }: HostedApplication, ingressUrlFormat: string): string {
  const name = metadata.name ?? ''
  const cluster = spec.deploymentMode === 'BlueGreen' ? `${name}-${status?.updatingVersion ?? ''}` : name
  return ingressUrlFormat.replaceAll('{{$jobCluster}}', () => cluster)
}
