import { type DecodedApplication } from '../deploy-hash/decoded-application.ts'
import { type Deployment, deploymentTemplate } from './deployment.ts'
import { ports } from './ports.ts'
import { type Rendering } from './rendering.ts'
import { type ManifestSettings } from './settings.ts'

/** The TaskManagers' Deployment before it is named: what is hashed, if the rendering is the original's. */
export function taskManagerTemplate(
  application: DecodedApplication,
  settings: ManifestSettings,
  rendering: Rendering,
): Deployment {
  return deploymentTemplate(
    application,
    {
      role: 'taskmanager',
      replicas: taskManagerReplicas(application),
      ports: Object.entries(ports(application)).filter(([name]) => name !== 'ui'),
    },
    settings,
    rendering,
  )
}

/** As many TaskManagers as give every parallel subtask a slot. */
export function taskManagerReplicas({ spec }: DecodedApplication): number {
  const replicas = Math.ceil((spec.parallelism ?? 0) / (spec.taskManagerConfig.taskSlots ?? 16))
  // Without slots the original computes Go's int32(+Inf) on amd64, and hashes it.
  return Number.isFinite(replicas) ? replicas | 0 : -(2 ** 31)
}
