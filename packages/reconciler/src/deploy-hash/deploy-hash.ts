import { jobManagerTemplate } from '../manifests/job-manager.ts'
import { originalRendering } from '../manifests/rendering.ts'
import { type ManifestSettings } from '../manifests/settings.ts'
import { taskManagerTemplate } from '../manifests/task-manager.ts'
import { decodeApplication } from './decoded-application.ts'
import { fnv1a32Hex } from './fnv.ts'
import { objectHash } from './object-hash.ts'

export type DeployHash = { readonly hash: string } | { readonly error: string }

/**
 * The hash by which a deployment of an application is found again: eight hexadecimal digits, equal to those of
 * the original operator at commit 2099cc0 for the same application and the same two settings.
 *
 * Depends on name, namespace, labels, annotations and spec; in BlueGreen mode on the colour in the status.
 *
 * @param application a FlinkApplication as it is stored.
 * @returns an error for an object that the original could not have read.
 */
export function deployHash(application: unknown, settings: ManifestSettings = {}): DeployHash {
  const decoding = decodeApplication(application, 'drop', settings)
  if ('error' in decoding) return decoding
  const jobManager = objectHash(jobManagerTemplate(decoding.application, settings, originalRendering))
  const taskManager = objectHash(taskManagerTemplate(decoding.application, settings, originalRendering))
  return { hash: fnv1a32Hex(jobManager, taskManager) }
}
