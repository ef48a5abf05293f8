import { type Cluster } from './cluster.ts'

/**
 * Does the work; where it fails, the error also tells what the cluster says of a namespace at that moment: its pods, its
 * newest events and the operator's last lines, and how to look on.
 *
 * @param where.namespace of the work
 * @param where.operatorNamespace where the operator runs
 */
export const tellingWhy = async <T>(
  cluster: Pick<Cluster, 'kubectl' | 'kubeconfigPath'>,
  where: { readonly namespace: string; readonly operatorNamespace: string },
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const { namespace, operatorNamespace } = where
    // A cluster that no longer answers must not hide the failure itself.
    const ask = (...args: string[]): Promise<string> =>
      cluster.kubectl('--request-timeout=10s', '-n', ...args).catch((error: unknown) => String(error))
    const [pods, events, log] = await Promise.all([
      ask(namespace, 'get', 'pods', '-o', 'wide'),
      ask(namespace, 'get', 'events', '--sort-by=.metadata.creationTimestamp'),
      ask(operatorNamespace, 'logs', '-l', operatorPods, '--tail=15', '--prefix', '--ignore-errors'),
    ])
    const told = [
      [`The pods of ${namespace}:`, pods],
      [`The newest events of ${namespace}:`, events.trimEnd().split('\n').slice(-15).join('\n')],
      ["The end of the operator's log:", log],
    ].map(([title, text = '']) => `${title}\n${text.trim() === '' ? '(none)' : text.trimEnd()}`)
    throw new Error(
      [reason, ...told, `Look on with: export KUBECONFIG=${cluster.kubeconfigPath}`].join('\n\n'),
      {
        cause,
      },
    )
  }
}

const operatorPods = 'app.kubernetes.io/component=operator'
