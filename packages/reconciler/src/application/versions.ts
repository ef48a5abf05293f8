import {
  type ApplicationStatus,
  type ClusterStatus,
  type JobStatus,
  type VersionStatus,
} from './application.ts'

export function isBlueGreen(status: ApplicationStatus): boolean {
  return status.deploymentMode === 'BlueGreen'
}

export type Colour = 'blue' | 'green'

/** The colour that the next version gets. The first version of all is green, as the original operator has it. */
export function nextColour(status: ApplicationStatus): Colour {
  const deployed = status.deployHash ? status.deployVersion : undefined
  return deployed === 'green' ? 'blue' : 'green'
}

/** The status of the job of the deployed version; in BlueGreen it stands in that version's entry. */
export function deployedJobStatus(status: ApplicationStatus): JobStatus {
  if (!isBlueGreen(status)) return status.jobStatus ?? {}
  const entry = status.versionStatuses?.find((v) => v.versionHash && v.versionHash === status.deployHash)
  return entry?.jobStatus ?? status.jobStatus ?? {}
}

/** The version that is being deployed beside the deployed one. */
export function updatingVersionStatus(status: ApplicationStatus): VersionStatus | undefined {
  return status.versionStatuses?.find(
    (v) => v.versionHash && v.versionHash !== status.deployHash && v.versionHash === status.updatingHash,
  )
}

/**
 * Sets what is known of one version. In BlueGreen it goes into the version's entry, and for the deployed version
 * to the top level as well, where the printer columns look.
 */
export function withVersion(
  status: ApplicationStatus,
  hash: string,
  part: { jobStatus?: JobStatus; clusterStatus?: ClusterStatus },
): ApplicationStatus {
  if (!isBlueGreen(status)) return { ...status, ...part }
  const versionStatuses = (status.versionStatuses ?? []).map((version) =>
    version.versionHash === hash ? { ...version, ...part } : version,
  )
  return { ...status, versionStatuses, ...(hash === status.deployHash && part) }
}
