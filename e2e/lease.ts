import {
  createInformer,
  createKubeClient,
  createTransport,
  kubeConfigFileCredentials,
  leases,
} from '@flink-operator/kube-runtime'
import { type Cluster } from './cluster/cluster.ts'
import { operatorNamespace } from './install-operator.ts'
import { until } from './until.ts'

/** One state of the operator's Lease as the API server told of it. */
interface Holding {
  /** Pod of the holder; empty while nobody holds the Lease. */
  pod: string
  renewTime: string
  /** When the holder asked for it, on the clock that the node shares with this machine; milliseconds since 1970. */
  askedAtMs: number
}

export interface LeaseWatch extends AsyncDisposable {
  /** Who holds the Lease now. */
  now(): Holding
  /** Waits until another pod holds the Lease than this one. */
  goesFrom(pod: string, timeoutMs: number): Promise<Holding>
  /** The pods that have held it since the watch began, in turn. */
  holders(): string[]
}

/**
 * Watches the Lease of the operator. Times are the holders' own: this process may be busy, with an audit log for one,
 * when the watch tells of them.
 */
export async function watchLease(cluster: Cluster): Promise<LeaseWatch> {
  const transport = createTransport({ credentials: kubeConfigFileCredentials(cluster.kubeconfigPath) })
  const seen: Holding[] = []
  const informer = createInformer({
    client: createKubeClient(transport),
    resource: leases,
    namespaces: [operatorNamespace],
    fieldSelector: 'metadata.name=flink-operator',
    onChange({ current }) {
      const { holderIdentity = '', renewTime = '', acquireTime = '' } = current?.spec ?? {}
      // An identity is the pod's name and eight digits of the process.
      seen.push({ pod: holderIdentity.slice(0, -9), renewTime, askedAtMs: Date.parse(acquireTime) })
    },
  })
  const ending = new AbortController()
  const ended = informer.run(ending.signal)
  await informer.whenSynced()
  const now = () => {
    const last = seen.at(-1)
    if (last === undefined) throw new Error(`There is no Lease flink-operator in ${operatorNamespace}`)
    return last
  }
  return {
    now,
    goesFrom: (pod, timeoutMs) =>
      until(
        `another pod than ${pod} holds the Lease`,
        timeoutMs,
        () => Promise.resolve(seen.findLast((held) => held.pod !== '' && held.pod !== pod)),
        () => JSON.stringify(seen.slice(-5)),
        20,
      ),
    holders: () =>
      seen.flatMap(({ pod }, index) => (pod !== '' && pod !== seen[index - 1]?.pod ? [pod] : [])),
    async [Symbol.asyncDispose]() {
      ending.abort()
      await ended
      await transport.close()
    },
  }
}
