import {
  appHashAnnotation,
  appHashLabel,
  applicationVersionAnnotation,
  deploymentTypeLabel,
  jobPropertiesAnnotation,
  podDeploymentSelectorLabel,
  restartNonceAnnotation,
} from '@flink-operator/api'
import {
  type DecodedApplication,
  type EnvVar,
  isBlueGreen,
  type StringMap,
} from '../deploy-hash/decoded-application.ts'
import { goSprintf } from '../deploy-hash/go-printf.ts'
import { type Json, type JsonObject } from '../deploy-hash/json.ts'
import { environment, withInjectedLines } from './environment.ts'
import { commonLabels } from './labels.ts'
import { resources, roleConfig } from './memory.ts'
import { deploymentName, podTemplateName } from './names.ts'
import { ownerReferences } from './owner.ts'
import { type Rendering } from './rendering.ts'
import { type Role } from './role.ts'
import { type ManifestSettings } from './settings.ts'

/** An `apps/v1` Deployment as far as it is read here again. */
export interface Deployment extends JsonObject {
  readonly metadata: JsonObject & { readonly labels: StringMap; readonly annotations: StringMap }
  readonly spec: JsonObject & {
    readonly selector: { readonly matchLabels: StringMap }
    readonly template: {
      readonly metadata: JsonObject & { readonly labels: StringMap; readonly annotations?: StringMap }
      readonly spec: JsonObject & { readonly containers: readonly [Container] }
    }
  }
}

interface Container extends JsonObject {
  readonly env: readonly EnvVar[]
}

/** What differs between the two roles. */
export interface RoleTemplate {
  readonly role: Role
  readonly replicas: number
  readonly ports: readonly (readonly [name: string, port: number])[]
  readonly readinessProbe?: JsonObject
}

/**
 * A Deployment as it is hashed: what Go's types print, zero values included, without the names and lines that
 * depend on the hash.
 */
export function deploymentTemplate(
  application: DecodedApplication,
  { role, replicas, ports, readinessProbe }: RoleTemplate,
  { containerNameFormat = '', schedulerName = '' }: ManifestSettings,
  rendering: Rendering,
): Deployment {
  const { metadata, spec } = application
  const config = roleConfig(application, role)
  const labels = { ...commonLabels(application), ...metadata.labels, [deploymentTypeLabel]: role }
  const ownMetadata = { ...present({ namespace: metadata.namespace }), creationTimestamp: null, labels }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...ownMetadata, annotations: deploymentAnnotations(application) },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      strategy: { type: 'Recreate' },
      template: {
        metadata: { ...ownMetadata, ...nonEmpty({ annotations: metadata.annotations }) },
        spec: {
          ...present({ volumes: spec.volumes }),
          containers: [
            {
              name: containerNameFormat === '' ? role : goSprintf(containerNameFormat, role),
              ...present({ image: spec.image }),
              args: [role],
              ports: ports.map(([name, containerPort]) => ({ name, containerPort })),
              ...present({ envFrom: config.envConfig.envFrom }),
              env: environment(application, role, rendering),
              resources: resources(application, role),
              ...present({ volumeMounts: spec.volumeMounts, readinessProbe }),
              imagePullPolicy: spec.imagePullPolicy ?? 'IfNotPresent',
              ...present({ securityContext: spec.containerSecurityContext }),
            },
          ],
          ...present({
            nodeSelector: config.nodeSelector,
            serviceAccountName: spec.serviceAccountName,
            securityContext: spec.securityContext,
            imagePullSecrets: spec.imagePullSecrets,
            affinity: config.affinity,
          }),
          ...(schedulerName === '' ? {} : { schedulerName }),
          ...present({ tolerations: config.tolerations }),
        },
      },
    },
    status: {},
  }
}

export interface DeploymentIdentity {
  readonly hash: string
  /** Ties the Services to this very Deployment: eight of `a-z0-9`. */
  readonly podDeploymentSelector: string
  /** Where Flink keeps its jobs with high availability, if not under the name and the hash. */
  readonly clusterId?: string
}

/** The Deployment as it is created: the template with all that names its hash. */
export function namedDeployment(
  application: DecodedApplication,
  role: Role,
  { metadata, spec, ...template }: Deployment,
  { hash, podDeploymentSelector, clusterId }: DeploymentIdentity,
  { injectedLines }: Rendering,
): Deployment {
  const selector = { [podDeploymentSelectorLabel]: podDeploymentSelector }
  const podMetadata = spec.template.metadata
  const [container] = spec.template.spec.containers
  return {
    ...template,
    metadata: {
      name: deploymentName(application, hash, role),
      ...metadata,
      labels: { ...metadata.labels, [appHashLabel]: hash },
      ownerReferences: ownerReferences(application),
    },
    spec: {
      ...spec,
      selector: { matchLabels: { ...spec.selector.matchLabels, ...selector } },
      template: {
        metadata: {
          name: podTemplateName(application, hash, role),
          ...podMetadata,
          labels: { ...podMetadata.labels, ...selector },
          annotations: { ...podMetadata.annotations, [appHashAnnotation]: hash },
        },
        spec: {
          ...spec.template.spec,
          containers: [
            {
              ...container,
              env: withInjectedLines(container.env, injectedLines(application, hash, role, clusterId)),
            },
          ],
        },
      },
    },
  }
}

function deploymentAnnotations(application: DecodedApplication): StringMap {
  const { metadata, spec, status } = application
  return {
    ...metadata.annotations,
    // Hashed as it is, with the blanks that are missing after two of the colons.
    [jobPropertiesAnnotation]: [
      `jarName: ${spec.jarName ?? ''}`,
      `parallelism: ${spec.parallelism ?? 0}`,
      `entryClass:${spec.entryClass ?? ''}`,
      `programArgs:"${spec.programArgs ?? ''}"`,
    ].join('\n'),
    ...(spec.restartNonce === undefined ? {} : { [restartNonceAnnotation]: spec.restartNonce }),
    ...(isBlueGreen(application) ? { [applicationVersionAnnotation]: status.updatingVersion ?? '' } : {}),
  }
}

function present(fields: Record<string, Json | undefined>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as JsonObject
}

function nonEmpty({ annotations }: { annotations: StringMap }): JsonObject {
  return Object.keys(annotations).length === 0 ? {} : { annotations }
}
