import { type FlinkApplication } from '@flink-operator/api'
import { stringify } from 'yaml'
import { type TestApplication } from './given.ts'
import { operatorNamespace } from './install-operator.ts'
import { until } from './until.ts'

/** @returns when it was applied, by the monotonic clock of this process, in ms */
export async function applied({ node }: TestApplication, manifest: FlinkApplication): Promise<number> {
  const atMs = performance.now()
  await node.apply(stringify(manifest))
  return atMs
}

/** A merge patch of the spec, as `kubectl patch` sends it. */
export async function edited({ node, namespace, name }: TestApplication, spec: object): Promise<number> {
  const atMs = performance.now()
  await node.kubectl('patch', 'flinkapplication', name, '-n', namespace, '--type=merge', '-p', JSON.stringify({ spec }))
  return atMs
}

/** Asks for the deletion; does not wait for it. */
export async function deleted({ node, namespace, name }: TestApplication): Promise<number> {
  const atMs = performance.now()
  await node.kubectl('delete', 'flinkapplication', name, '-n', namespace, '--wait=false')
  return atMs
}

/** The operator's process is killed with SIGKILL; its pod starts it again by itself. */
export async function operatorKilled({ node }: TestApplication): Promise<void> {
  const running = async () => {
    const pods = JSON.parse(
      await node.kubectl('get', 'pods', '-n', operatorNamespace, '-l', 'app.kubernetes.io/component=operator', '-o', 'json'),
    ) as { items: { status: { containerStatuses?: { containerID?: string; state?: { running?: object } }[] } }[] }
    return pods.items.flatMap(({ status }) => status.containerStatuses ?? []).filter(({ state }) => state?.running)
  }
  const [container] = await until('the operator runs', 60_000, async () => {
    const found = await running()
    return found.length > 0 ? found : undefined
  })
  const id = container?.containerID?.replace('containerd://', '') ?? ''
  await node.exec('ctr', '-n', 'k8s.io', 'tasks', 'kill', '--signal', 'SIGKILL', id)
}

export async function fileMade({ node, stateFolder }: TestApplication, file: string, content = ''): Promise<void> {
  await node.exec('sh', '-c', `printf %s '${content}' > ${stateFolder}/${file}`)
}

export async function fileRemoved({ node, stateFolder }: TestApplication, file: string): Promise<void> {
  await node.exec('rm', '-f', `${stateFolder}/${file}`)
}
