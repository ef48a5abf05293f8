import { createHash } from 'node:crypto'
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
