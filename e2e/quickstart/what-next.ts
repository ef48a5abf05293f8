/** How to undo the quickstart on a cluster that was there before it, whose other contents are none of its business. */
export const howToUndo = (namespace: string, operatorNamespace: string): string => `\
  kubectl delete namespace ${namespace}      # with its job; while the operator still runs, which must let it go
  helm uninstall flink-operator --namespace ${operatorNamespace}
  # what this leaves, and how to remove that too: docs/uninstall.md`

/** What a person may type once the job runs. */
export const whatNext = (given: {
  readonly kubeconfigPath: string
  readonly binFolder: string
  readonly namespace: string
  readonly operatorNamespace: string
  readonly isExisting: boolean
}): string => `
The application is left running. Next, type:

  export KUBECONFIG=${given.kubeconfigPath} PATH=${given.binFolder}:$PATH
  kubectl -n ${given.namespace} get flinkapplication counter -o yaml
  kubectl -n ${given.namespace} port-forward service/counter 8081     # then open Flink's own page at http://localhost:8081
${
  given.isExisting
    ? `
To take it down again:

${howToUndo(given.namespace, given.operatorNamespace)}`
    : '  npm run quickstart -- --down                             # take it all down'
}`
