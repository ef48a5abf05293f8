import { type Role } from '../manifests/role.ts'
import { decode, quantityText, type UnknownFields } from './decode.ts'
import { isJsonObject, type Json, type JsonObject } from './json.ts'

/** The part of a FlinkApplication that its objects are made from, with empty values left out as Go does. */
export interface DecodedApplication {
  readonly metadata: {
    readonly name?: string
    readonly namespace?: string
    readonly uid?: string
    readonly labels: StringMap
    readonly annotations: StringMap
  }
  readonly spec: DecodedSpec
  readonly status: {
    readonly deploymentMode?: string
    readonly updatingVersion?: string
  }
  /**
   * `resources.requests.memory` as it was written, '' if it was not: its spelling decides whether the original could
   * read it.
   */
  readonly memoryRequests: Readonly<Record<Role, string>>
}

export type StringMap = Readonly<Record<string, string>>

interface DecodedSpec {
  readonly image?: string
  readonly imagePullPolicy?: string
  readonly imagePullSecrets?: readonly JsonObject[]
  readonly serviceAccountName?: string
  readonly securityContext?: JsonObject
  /** Unknown to the original, so it is in what is created and never in the hash. */
  readonly containerSecurityContext?: JsonObject
  readonly flinkConfig?: Readonly<Record<string, Json>>
  readonly flinkVersion?: string
  readonly jobManagerConfig: RoleConfig & { readonly replicas?: number }
  readonly taskManagerConfig: RoleConfig & { readonly taskSlots?: number }
  readonly jarName?: string
  readonly parallelism?: number
  readonly entryClass?: string
  readonly programArgs?: string
  readonly deploymentMode?: string
  readonly rpcPort?: number
  readonly blobPort?: number
  readonly queryPort?: number
  readonly uiPort?: number
  readonly metricsQueryPort?: number
  readonly volumes?: readonly JsonObject[]
  readonly volumeMounts?: readonly JsonObject[]
  readonly restartNonce?: string
}

/** What JobManager and TaskManager can each be given. */
export interface RoleConfig {
  readonly resources?: JsonObject & { readonly limits?: StringMap; readonly requests?: StringMap }
  readonly envConfig: { readonly env?: readonly EnvVar[]; readonly envFrom?: readonly JsonObject[] }
  readonly offHeapMemoryFraction?: number
  readonly systemMemoryFraction?: number
  readonly nodeSelector?: StringMap
  readonly tolerations?: readonly JsonObject[]
  readonly affinity?: JsonObject
}

export type EnvVar = JsonObject & {
  readonly name: string
  readonly value?: string
}

/** The metadata of the application that is left out of the hash and of the objects, by exact key. */
export interface IgnoredMetadata {
  readonly ignoredLabels?: readonly string[]
  readonly ignoredAnnotations?: readonly string[]
}

/** An application that the original could read, or why it could not. */
export type Decoding = { readonly application: DecodedApplication } | { readonly error: string }

/** Reads a FlinkApplication as the original operator's client did. */
export function decodeApplication(
  application: unknown,
  unknownFields: UnknownFields,
  { ignoredLabels = [], ignoredAnnotations = [] }: IgnoredMetadata = {},
): Decoding {
  const problems: string[] = []
  if (!isJsonObject(application)) return { error: 'The application must be an object.' }
  const decoded = decode('FlinkApplication', application, '', { unknownFields, problems })
  if (problems.length > 0) return { error: problems.join(' ') }
  // The type table and the interface above say the same; a test compares them on every vector.
  const { metadata, spec, status } = decoded as unknown as DecodedApplication
  return {
    application: {
      metadata: {
        ...metadata,
        labels: without(metadata.labels, ignoredLabels),
        annotations: without(metadata.annotations, ignoredAnnotations),
      },
      spec,
      status,
      memoryRequests: {
        jobmanager: memoryRequest(application, 'jobManagerConfig'),
        taskmanager: memoryRequest(application, 'taskManagerConfig'),
      },
    },
  }
}

function memoryRequest(application: JsonObject, config: string): string {
  let at: Json | undefined = application
  for (const key of ['spec', config, 'resources', 'requests', 'memory']) {
    at = isJsonObject(at) ? at[key] : undefined
  }
  return quantityText(at)
}

function without(map: StringMap | undefined, keys: readonly string[]): StringMap {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => !keys.includes(key)))
}

/** BlueGreen as the original decides it: by the mode kept in the status, not by the spec. */
export function isBlueGreen({ status }: DecodedApplication): boolean {
  return status.deploymentMode === 'BlueGreen'
}
