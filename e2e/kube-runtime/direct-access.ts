import {
  createKubeClient,
  createTransport,
  type KubeClient,
  kubeConfigFileCredentials,
  type Transport,
  type TransportOptions,
} from '@flink-operator/kube-runtime'
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts'

/** A control plane, and a client that nothing stands between. */
export interface DirectAccess {
  cluster: ControlPlane
  transport: Transport
  client: KubeClient
  stop: () => Promise<void>
}

export async function startDirectAccess(
  options: Omit<TransportOptions, 'credentials'> = {},
): Promise<DirectAccess> {
  const cluster = await startControlPlane()
  const transport = createTransport({
    ...options,
    credentials: kubeConfigFileCredentials(cluster.kubeconfigPath),
  })
  const stop = async () => {
    await transport.close()
    await cluster.stop()
  }
  return { cluster, transport, client: createKubeClient(transport), stop }
}
