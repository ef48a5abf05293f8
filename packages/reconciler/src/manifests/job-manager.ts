import { type DecodedApplication } from '../deploy-hash/decoded-application.ts'
import { type Deployment, deploymentTemplate } from './deployment.ts'
import { ports } from './ports.ts'
import { type Rendering } from './rendering.ts'
import { type ManifestSettings } from './settings.ts'

/** The JobManager's Deployment before it is named: what is hashed, if the rendering is the original's. */
export function jobManagerTemplate(
  application: DecodedApplication,
  settings: ManifestSettings,
  rendering: Rendering,
): Deployment {
  const port = ports(application)
  return deploymentTemplate(
    application,
    {
      role: 'jobmanager',
      replicas: application.spec.jobManagerConfig.replicas ?? 1,
      ports: Object.entries(port),
      readinessProbe: {
        httpGet: { path: '/overview', port: port.ui },
        initialDelaySeconds: 10,
        timeoutSeconds: 1,
        periodSeconds: 5,
        successThreshold: 1,
        failureThreshold: 2,
      },
    },
    settings,
    rendering,
  )
}
