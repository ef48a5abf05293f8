import { join } from 'node:path'
import { runCommand } from './command.ts'

/** The one program by which tests and set-up speak to a cluster as a person would. */
export interface Kubectl {
  /** Runs kubectl and returns its standard output; throws a `CommandError` with its standard error. */
  kubectl(...args: string[]): Promise<string>
  /** `kubectl apply --server-side` of YAML or JSON documents; they win over what somebody changed by hand. */
  apply(manifest: string): Promise<string>
}

/** @param cluster.binFolder where `ensureKubeBinaries` put the programs */
export const kubectlFor = (cluster: {
  readonly binFolder: string
  readonly kubeconfigPath: string
  /** Where kubectl keeps what it discovered: a cluster of its own, because test clusters reuse ports. */
  readonly cacheFolder: string
}): Kubectl => {
  const run = (args: readonly string[], input?: string): Promise<string> =>
    runCommand(join(cluster.binFolder, 'kubectl'), args, {
      env: { KUBECONFIG: cluster.kubeconfigPath, KUBECACHEDIR: cluster.cacheFolder },
      ...(input === undefined ? {} : { input }),
    })
  return {
    kubectl: (...args) => run(args),
    apply: (manifest) => run(['apply', '--server-side', '--force-conflicts', '-f', '-'], manifest),
  }
}
