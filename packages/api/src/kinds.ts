import { type components } from './generated/schemas.ts'

type Schemas = components['schemas']

/** Where the API server serves the kind. */
export const flinkApplications = {
  group: 'flink.k8s.io',
  version: 'v1beta1',
  apiVersion: 'flink.k8s.io/v1beta1',
  kind: 'FlinkApplication',
  plural: 'flinkapplications',
} as const

/**
 * All of these are plain JSON, as the API server sends it: times are RFC 3339 strings, quantities are strings or numbers,
 * and what is not set is absent.
 */
export type FlinkApplication = Schemas['FlinkApplication']
export type FlinkApplicationSpec = Schemas['FlinkApplicationSpec']
export type JobManagerConfig = Schemas['JobManagerConfig']
export type TaskManagerConfig = Schemas['TaskManagerConfig']
export type EnvConfig = Schemas['EnvConfig']
export type FlinkConfig = Schemas['FlinkConfig']
export type SavepointInfo = Schemas['SavepointInfo']

export type FlinkApplicationStatus = Schemas['FlinkApplicationStatus']
export type ClusterStatus = Schemas['ClusterStatus']
export type JobStatus = Schemas['JobStatus']
export type VersionStatus = Schemas['VersionStatus']
export type FlinkApplicationError = Schemas['FlinkApplicationError']
export type Condition = Schemas['Condition']
export type Attempt = Schemas['Attempt']
export type Operation = Schemas['Operation']
export type RestorePoint = Schemas['RestorePoint']

export type ObjectMeta = Schemas['ObjectMeta']
export type OwnerReference = Schemas['OwnerReference']

export type Affinity = Schemas['Affinity']
export type EnvFromSource = Schemas['EnvFromSource']
export type EnvVar = Schemas['EnvVar']
export type LocalObjectReference = Schemas['LocalObjectReference']
export type PodSecurityContext = Schemas['PodSecurityContext']
export type ResourceRequirements = Schemas['ResourceRequirements']
export type Toleration = Schemas['Toleration']
export type Volume = Schemas['Volume']
export type VolumeMount = Schemas['VolumeMount']
