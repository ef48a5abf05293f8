import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from './command.ts'
import { kubectlFor, type Kubectl } from './kubectl.ts'
import { startPortForward, type PortForward } from './port-forward.ts'

/** A Kubernetes with nodes that run pods: ours, or one that was there before. */
export interface Cluster extends Kubectl {
  readonly kubeconfigPath: string
  /** Runs Helm and returns its standard output; throws a `CommandError` with its standard error. */
  helm(...args: string[]): Promise<string>
  /**
   * Makes an image of the local engine available to the nodes, unless they have it already.
   *
   * @returns the reference that a pod must name
   */
  loadImage(image: string): Promise<string>
  /**
   * A local port that leads to a port of a pod or service: `portForward('flink', 'service/wordcount', 8081)`.
   *
   * It ends with this process, with its pod, or by `stop`.
   */
  portForward(namespace: string, target: string, port: number): Promise<PortForward>
}

/** How to speak to a cluster, given its kubeconfig. @param given.stateFolder where kubectl and Helm keep their caches */
export const clusterAccess = async (given: {
  readonly kubeconfigPath: string
  readonly binFolder: string
  readonly stateFolder: string
}): Promise<Omit<Cluster, 'loadImage'>> => {
  const { kubeconfigPath, binFolder, stateFolder } = given
  await mkdir(stateFolder, { recursive: true })
  const env = {
    KUBECONFIG: kubeconfigPath,
    HELM_CACHE_HOME: join(stateFolder, 'helm', 'cache'),
    HELM_CONFIG_HOME: join(stateFolder, 'helm', 'config'),
    HELM_DATA_HOME: join(stateFolder, 'helm', 'data'),
  }
  return {
    kubeconfigPath,
    ...kubectlFor({ binFolder, kubeconfigPath, cacheFolder: join(stateFolder, 'kubectl-cache') }),
    helm: (...args) => runCommand(join(binFolder, 'helm'), args, { env }),
    portForward: (namespace, target, port) =>
      startPortForward({ kubectl: join(binFolder, 'kubectl'), kubeconfigPath, namespace, target, port }),
  }
}
