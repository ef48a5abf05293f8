/** On every object that the operator owns: the name of the application. */
export const appLabel = 'flink-app'

/** On Deployments and versioned Services: the hash of the specification they belong to. */
export const appHashLabel = 'flink-app-hash'

/** On Deployments, pods and in the selectors of Services: `jobmanager` or `taskmanager`. */
export const deploymentTypeLabel = 'flink-deployment-type'

/** With deploymentMode BlueGreen: the colour of the version. */
export const applicationVersionLabel = 'flink-application-version'

/** On pods and in the selectors of Services: ties a Service to the pods of one JobManager Deployment. */
export const podDeploymentSelectorLabel = 'pod-deployment-selector'

/**
 * Labels that select pods and find Deployments. A FlinkApplication that carries one of them would hand its own value on to
 * the objects it owns, and the operator would not find them again.
 */
export const reservedLabels = [
  appLabel,
  appHashLabel,
  deploymentTypeLabel,
  applicationVersionLabel,
  podDeploymentSelectorLabel,
] as const
