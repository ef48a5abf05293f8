import {
  createTransport,
  isNotFound,
  kubeConfigFileCredentials,
  type Transport,
} from '@flink-operator/kube-runtime'
import { type Node } from './cluster/node.ts'

const transports = new Map<string, Transport>()

/**
 * A GET of the API server; `undefined` when there is no such thing. Tests look often, and a kubectl each time would cost
 * the machine more than what they look at.
 *
 * @param path absolute, its segments encoded
 */
export async function read<T>(
  { kubeconfigPath }: Node,
  path: string,
  query: Record<string, string> = {},
): Promise<T | undefined> {
  const known = transports.get(kubeconfigPath)
  const transport =
    known ??
    createTransport({
      credentials: kubeConfigFileCredentials(kubeconfigPath),
      rateLimit: { perSecond: 1_000, burst: 1_000 },
    })
  transports.set(kubeconfigPath, transport)
  try {
    return await transport.request<T>({ method: 'GET', path, query, verb: 'get', resource: 'tests' })
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
