/** On Deployments: jar, parallelism, main class and arguments of the job that the cluster was made for. */
export const jobPropertiesAnnotation = 'flink-job-properties'

/** On Deployments: the `restartNonce` of the specification. */
export const restartNonceAnnotation = 'restart-nonce'

/** On pods: the hash of the specification that they were created for. */
export const appHashAnnotation = 'flink-app-hash'

/** On Deployments, with deploymentMode BlueGreen: the colour of the version. */
export const applicationVersionAnnotation = 'flink-application-version'

/** On a FlinkApplication that is being deleted, with the value "true": end the deletion without the savepoint. */
export const forceDeletionAnnotation = 'flink.k8s.io/force-delete'

/** On whatever `kubectl apply` wrote from the client's side: the whole object as it was given. Changes with every edit. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration'

/** Annotations that the operator itself writes on the objects it owns; the same key on a FlinkApplication is overwritten. */
export const reservedAnnotations = [
  jobPropertiesAnnotation,
  restartNonceAnnotation,
  appHashAnnotation,
  applicationVersionAnnotation,
] as const
