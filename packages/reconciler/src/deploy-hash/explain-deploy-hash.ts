import { jobManagerTemplate } from '../manifests/job-manager.ts'
import { originalClusterObjects } from '../manifests/render-cluster.ts'
import { originalRendering } from '../manifests/rendering.ts'
import { type ManifestSettings } from '../manifests/settings.ts'
import { taskManagerTemplate } from '../manifests/task-manager.ts'
import { decodeApplication } from './decoded-application.ts'
import { fnv1a32Hex } from './fnv.ts'
import { type JsonObject } from './json.ts'
import { objectHash } from './object-hash.ts'

/** All that a deploy hash is made of, and what the original operator would create under it. */
export interface DeployHashExplanation {
  readonly hash: string
  /** SHA-256 digests of the two templates, in hexadecimal. */
  readonly jmHash: string
  readonly tmHash: string
  readonly jmTemplate: JsonObject
  readonly tmTemplate: JsonObject
  readonly jmCreate: JsonObject
  readonly tmCreate: JsonObject
  readonly service: JsonObject
  readonly versionedService: JsonObject
}

/** `deployHash` with its intermediate steps. */
export function explainDeployHash(
  application: unknown,
  settings: ManifestSettings = {},
): DeployHashExplanation | { readonly error: string } {
  const decoding = decodeApplication(application, 'drop', settings)
  if ('error' in decoding) return decoding
  const jmTemplate = jobManagerTemplate(decoding.application, settings, originalRendering)
  const tmTemplate = taskManagerTemplate(decoding.application, settings, originalRendering)
  const jobManager = objectHash(jmTemplate)
  const taskManager = objectHash(tmTemplate)
  const hash = fnv1a32Hex(jobManager, taskManager)
  const objects = originalClusterObjects(decoding.application, { hash }, settings)
  return {
    hash,
    jmHash: jobManager.toString('hex'),
    tmHash: taskManager.toString('hex'),
    jmTemplate,
    tmTemplate,
    jmCreate: objects.jobManager,
    tmCreate: objects.taskManager,
    service: objects.genericService,
    versionedService: objects.versionedService,
  }
}
