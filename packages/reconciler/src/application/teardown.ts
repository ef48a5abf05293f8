import { type VersionStatus } from './application.ts'
import { type Action } from './decision.ts'
import { deleteDeployments } from './stop-job.ts'
import { type Situation } from './situation.ts'
import { hashLabel, isOwned } from './cluster.ts'
import { deleteOwned } from './cluster-objects.ts'

/**
 * The version that ends, and the one that stays: as `tearDownVersionHash` says, none while it names neither. One whose job was told to
 * end does so, whatever is named since, or neither would be left.
 */
export function tornDownVersion(s: Situation): { ending: VersionStatus; staying: VersionStatus } | undefined {
  const { tearingDown, updating, versionStatuses: versions = [] } = s.status
  const isBegun = versions.some(({ versionHash }) => versionHash && versionHash === tearingDown)
  const hash = isBegun ? tearingDown : s.spec.tearDownVersionHash
  if (!hash || (!isBegun && hash === updating?.ignoredTearDown)) return undefined
  const ending = versions.find((version) => version.versionHash === hash)
  const staying = versions.find((version) => version.versionHash && version.versionHash !== hash)
  return ending && staying ? { ending, staying } : undefined
}

/** Deletes the Deployments and the versioned Service of one version. Its colour's Service and Ingress stay. */
export function deleteVersion(s: Situation, hash: string): Action[] {
  const services = s.objects.services.filter(
    ({ metadata }) => metadata.labels?.[hashLabel] === hash && isOwned(s.app, metadata),
  )
  return [
    ...deleteDeployments(s.clusterOf(hash)),
    ...services.map(({ metadata }) => deleteOwned('v1', 'Service', metadata)),
  ]
}
