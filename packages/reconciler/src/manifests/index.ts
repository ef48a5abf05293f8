export {
  type ClusterIdentity,
  type ClusterObjects,
  renderCluster,
  renderOriginalCluster,
} from './render-cluster.ts'
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
