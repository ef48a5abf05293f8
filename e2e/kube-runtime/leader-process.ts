/**
 * A process of its own that competes for a lease and, while it leads, writes its name as fast as it can.
 *
 * Arguments: kubeconfig, namespace, identity, the lease's length in milliseconds.
 */
import {
  configMaps,
  createKubeClient,
  createLeaderElector,
  createTransport,
  isNotLeader,
  kubeConfigFileCredentials,
  type LeaderElector,
} from '@flink-operator/kube-runtime'

const [kubeconfig = '', namespace = '', identity = '', leaseDurationMs = ''] = process.argv.slice(2)
const transport = createTransport({
  credentials: kubeConfigFileCredentials(kubeconfig),
  rateLimit: { perSecond: 50, burst: 1 },
})

const elector: LeaderElector = createLeaderElector({
  client: createKubeClient(transport),
  namespace,
  name: 'paused',
  identity,
  leaseDurationMs: Number(leaseDurationMs),
  renewDeadlineMs: Number(leaseDurationMs) * (2 / 3),
  retryPeriodMs: Number(leaseDurationMs) / 10,
  onHolder: (holder) => console.log(`sees ${holder}`),
})
const client = createKubeClient(transport, { beforeWrite: () => elector.assertLeader() })

const stopping = new AbortController()
process.on('SIGTERM', () => stopping.abort(new Error('SIGTERM')))
const ended = await elector.run(stopping.signal, async (signal) => {
  console.log('leads')
  let count = 0
  for (;;) {
    const body = { data: { writer: identity, count: String(count++) } }
    try {
      await client.patch(configMaps, { namespace, name: 'written' }, { type: 'merge', body }, { signal })
    } catch (error) {
      if (signal.aborted) break
      if (!isNotLeader(error)) throw error
      console.log('refused')
    }
  }
})
console.log(ended)
await transport.close()
