export { type ClusterIdentity, type ClusterObjects, renderCluster } from './render-cluster.ts'
export { findRenderProblems } from './find-render-problems.ts'
export { type RenderFinding } from './render-finding.ts'
export { jobManagerSelector, podDeploymentSelector } from './pod-deployment-selector.ts'
export {
  genericServiceName,
  ingressName,
  jobManagerDeploymentName,
  taskManagerDeploymentName,
  versionedServiceName,
} from './names.ts'
export { ingressHost } from './ingress.ts'
export { restPort } from './ports.ts'
export { type ManifestSettings } from './settings.ts'
