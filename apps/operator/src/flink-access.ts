import { createConnectionPool, createFlinkClient, type FlinkClient } from '@flink-operator/flink-client'
import { guardedDispatcher, type KubeClient } from '@flink-operator/kube-runtime'
import { type ClusterQuestion } from '@flink-operator/reconciler'
import { type FlinkRequest, observed } from './flink-requests.ts'

/** The JobManagers of the clusters that a pass looks at, by deploy hash. */
export type JobManagers = ReadonlyMap<string, FlinkClient>

export interface FlinkAccess {
  /** The way to a cluster's JobManager; undefined while it has neither a pod with an address nor a Service. */
  to(app: { namespace: string; name: string }, question: ClusterQuestion): Promise<FlinkClient | undefined>
  /** Ends what is under way, too: a program's `main()` may run for minutes, and goes on without us. */
  close(): Promise<void>
}

/** How long one question may take. The original waited 5 s, three times over. */
const timeoutMs = 5_000
/** Clients are small, but their number must not grow with all pods that ever were. */
const maxClients = 5_000

/**
 * Reaches JobManagers over few kept connections. Addresses come from objects that we own, never from what a user or
 * a JobManager wrote: `pod` asks the pod itself, which need not be ready; `service` the versioned Service;
 * `api-server` goes through the API server's proxy, for an operator outside the cluster.
 *
 * @param mayAct throws to stop a request that changes something, asked in the moment in which it leaves
 */
export function createFlinkAccess(
  how: 'pod' | 'service' | 'api-server',
  client: KubeClient,
  onRequest: (app: { namespace: string; name: string }, request: FlinkRequest) => void,
  mayAct: () => void,
): FlinkAccess {
  const pool = how === 'api-server' ? undefined : createConnectionPool()
  const connections = guardedDispatcher(pool ?? client.transport.dispatcher, mayAct, {
    isGuarded: ({ method }) => method !== 'GET',
  })
  const clients = new Map<string, FlinkClient>()

  const urlOf = async (
    namespace: string,
    { pods, service, port }: ClusterQuestion,
  ): Promise<string | undefined> => {
    const [pod] = pods
    switch (how) {
      case 'pod':
        return pod && `http://${pod.ip.includes(':') ? `[${pod.ip}]` : pod.ip}:${port}`
      case 'service':
        return service && `http://${service}.${namespace}:${port}`
      case 'api-server':
        return pod && client.proxyUrl('pods', { namespace, name: pod.name }, port)
    }
  }

  return {
    async to({ namespace, name: app }, question) {
      const baseUrl = await urlOf(namespace, question)
      if (baseUrl === undefined) return undefined
      // A new pod may get an old one's address, and another version of Flink with it.
      const name = `${baseUrl} ${question.pods[0]?.name ?? ''}`
      const known = clients.get(name)
      const access =
        known ??
        createFlinkClient({
          baseUrl,
          timeoutMs,
          dispatcher: observed(connections, (request) => onRequest({ namespace, name: app }, request)),
        })
      clients.delete(name)
      clients.set(name, access)
      for (const oldest of clients.keys()) {
        if (clients.size <= maxClients) break
        clients.delete(oldest)
      }
      return access
    },
    async close() {
      await pool?.destroy()
    },
  }
}
