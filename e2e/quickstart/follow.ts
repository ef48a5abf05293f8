import { type FlinkApplication, flinkApplications } from '@flink-operator/api'
import {
  createInformer,
  createKubeClient,
  createTransport,
  defineResource,
  kubeConfigFileCredentials,
  type Stored,
} from '@flink-operator/kube-runtime'

const resource = defineResource<FlinkApplication>({ ...flinkApplications, namespaced: true })

/**
 * Watches one application and tells each change of phase or of what it waits for, until it is as wanted.
 *
 * @throws when it is not within `timeoutMs`, with what the application says of itself
 */
export async function follow(options: {
  kubeconfigPath: string
  namespace: string
  name: string
  timeoutMs: number
  say: (line: string) => void
  isDone: (app: FlinkApplication) => boolean
}): Promise<FlinkApplication> {
  const { namespace, name, say, isDone, timeoutMs } = options
  const client = createKubeClient(
    createTransport({ credentials: kubeConfigFileCredentials(options.kubeconfigPath) }),
  )
  const stopping = new AbortController()
  const startedMs = performance.now()
  let said = ''
  let latest: Stored<FlinkApplication> | undefined
  try {
    return await new Promise<FlinkApplication>((resolve, reject) => {
      const informer = createInformer({
        client,
        resource,
        namespaces: [namespace],
        fieldSelector: `metadata.name=${name}`,
        onChange: ({ current }) => {
          if (current === undefined) return
          latest = current
          const line = summary(current)
          if (line !== said)
            say(`  ${((performance.now() - startedMs) / 1000).toFixed(1).padStart(5)} s  ${line}`)
          said = line
          if (isDone(current)) resolve(current)
        },
      })
      const timer = setTimeout(() => {
        reject(
          new Error(
            `${namespace}/${name} did not get there within ${timeoutMs / 1000} s. It says: ${latest === undefined ? 'nothing, it does not exist' : summary(latest)}`,
          ),
        )
      }, timeoutMs)
      stopping.signal.addEventListener('abort', () => clearTimeout(timer))
      informer.run(stopping.signal).catch(reject)
    })
  } finally {
    stopping.abort()
    await client.transport.close()
  }
}

function summary({ status }: FlinkApplication): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  const phase = status?.phase || 'New'
  return ready === undefined ? phase : `${phase}: ${ready.message || ready.reason}`
}
