import { text } from 'node:stream/consumers'
import {
  createKubeClient,
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
  node: Node,
  path: string,
  query: Record<string, string> = {},
): Promise<T | undefined> {
  return unlessNotFound(
    transportOf(node).request<T>({ method: 'GET', path, query, verb: 'get', resource: 'tests' }),
  )
}

/**
 * Reads a pod's log, from its last lines on until the pod ends. Resolves once the reading has begun: what then happens to
 * the pod is in the `text`.
 */
export async function followLog(
  node: Node,
  pod: { namespace: string; name: string },
): Promise<{ text: Promise<string> }> {
  const client = createKubeClient(transportOf(node))
  const { body } = await client.openLog(pod, { follow: true, tailLines: 100 })
  const whole = text(body)
  // It may break before anybody awaits it, who then hears of it.
  whole.catch(() => undefined)
  return { text: whole }
}

/** Creates an object that a test needs. What users do, tests do with kubectl. */
export async function create(node: Node, path: string, body: object): Promise<void> {
  await transportOf(node).request({ method: 'POST', path, body, verb: 'create', resource: 'tests' })
}

/** Deletes an object, if there is one, without waiting for its end. */
export async function remove(node: Node, path: string): Promise<void> {
  await unlessNotFound(
    transportOf(node).request({ method: 'DELETE', path, verb: 'delete', resource: 'tests' }),
  )
}

/** Takes the finalizers off an object, if there is one. */
export async function takeFinalizersOff(node: Node, path: string): Promise<void> {
  await unlessNotFound(
    transportOf(node).request({
      method: 'PATCH',
      path,
      contentType: 'application/merge-patch+json',
      body: { metadata: { finalizers: null } },
      verb: 'patch',
      resource: 'tests',
    }),
  )
}

function transportOf({ kubeconfigPath }: Node): Transport {
  const known = transports.get(kubeconfigPath)
  const transport =
    known ??
    createTransport({
      credentials: kubeConfigFileCredentials(kubeconfigPath),
      rateLimit: { perSecond: 1_000, burst: 1_000 },
    })
  transports.set(kubeconfigPath, transport)
  return transport
}

async function unlessNotFound<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
