import { createHash } from 'node:crypto'
import { deploymentTypeLabel, podDeploymentSelectorLabel } from '@flink-operator/api'
import { type Role } from './role.ts'

/**
 * The label value that ties a Service to one Deployment: eight of `a-z0-9`.
 *
 * The original draws it at random for every attempt. Ours is derived, so that an attempt that is repeated after
 * a crash asks for the same objects again.
 */
export function podDeploymentSelector(uid: string, hash: string, role: Role): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([uid, hash, role]))
    .digest()
  return digest.readBigUInt64BE().toString(36).padStart(8, '0').slice(-8)
}

/** What a lookup needs of a Deployment. */
interface SelectedDeployment {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> | undefined } | undefined
  readonly spec?:
    | {
        readonly selector?:
          { readonly matchLabels?: Readonly<Record<string, string>> | undefined } | undefined
      }
    | undefined
}

/**
 * The selector that the JobManager's Deployment among these carries. The original takes the first Deployment of
 * the list, which may be the TaskManagers' (its defect D41: the Service then leads nowhere).
 */
export function jobManagerSelector(deployments: readonly SelectedDeployment[]): string | undefined {
  const jobManager = deployments.find(
    ({ metadata }) => metadata?.labels?.[deploymentTypeLabel] === ('jobmanager' satisfies Role),
  )
  return jobManager?.spec?.selector?.matchLabels?.[podDeploymentSelectorLabel]
}
