import { type FlinkApplication } from '@flink-operator/api'
import { stringify } from 'yaml'
import { followLog, read } from './api-server.ts'
import { type TestApplication } from './test-application.ts'
import { operatorNamespace } from './install-operator.ts'
import { until } from './until.ts'

export async function applied(app: TestApplication, manifest: FlinkApplication): Promise<void> {
  app.change = { what: 'apply', atMs: performance.now() }
  await app.node.apply(stringify(manifest))
}

/** A merge patch of the spec, as `kubectl patch` sends it. */
export async function edited(app: TestApplication, spec: object): Promise<void> {
  app.change = { what: 'update', atMs: performance.now() }
  await patched(app, { spec })
}

/** Takes the finalizer off that a test set so that it can read what is left of an application. */
export async function readToTheEnd(app: TestApplication): Promise<void> {
  await patched(app, { metadata: { finalizers: null } })
}

async function patched({ node, namespace, name }: TestApplication, patch: object): Promise<void> {
  const text = JSON.stringify(patch)
  await node.kubectl('patch', 'flinkapplication', name, '-n', namespace, '--type=merge', '-p', text)
}

/** Asks for the deletion; does not wait for it. */
export async function deleted({ node, namespace, name }: TestApplication): Promise<void> {
  await node.kubectl('delete', 'flinkapplication', name, '-n', namespace, '--wait=false')
}

/** The operator's process is killed with SIGKILL; its pod starts it again by itself. */
export async function operatorKilled({ node }: TestApplication): Promise<void> {
  const running = async () => {
    const pods = JSON.parse(
      await node.kubectl(
        'get',
        'pods',
        '-n',
        operatorNamespace,
        '-l',
        'app.kubernetes.io/component=operator',
        '-o',
        'json',
      ),
    ) as {
      items: { status: { containerStatuses?: { containerID?: string; state?: { running?: object } }[] } }[]
    }
    return pods.items
      .flatMap(({ status }) => status.containerStatuses ?? [])
      .filter(({ state }) => state?.running)
  }
  const [container] = await until('the operator runs', 60_000, async () => {
    const found = await running()
    return found.length > 0 ? found : undefined
  })
  const id = container?.containerID?.replace('containerd://', '') ?? ''
  await node.exec('ctr', '-n', 'k8s.io', 'tasks', 'kill', '--signal', 'SIGKILL', id)
}

/** When a pod of the operator was ended or stopped, and its address. Times are of the clock that the node shares. */
interface Ended {
  /** When that was asked for; milliseconds since 1970. */
  atMs: number
  /** When the process had its signal: after a deletion the kubelet takes its time. */
  signalledAtMs: number
  podIp: string
  /** What the operator wrote until its end, where it ended with its pod. */
  log?: string
}

/** The operator's process in a pod gets a signal, from the node. */
export async function operatorSent(
  { node }: TestApplication,
  pod: string,
  signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT',
): Promise<Ended> {
  const { podIP, containerStatuses } = (await operatorPod(node, pod)).status
  const id = containerStatuses?.[0]?.containerID?.replace('containerd://', '') ?? ''
  const tasks = await node.exec('ctr', '-n', 'k8s.io', 'tasks', 'list')
  const pid = tasks
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([task]) => task === id)?.[1]
  if (pid === undefined) throw new Error(`The operator in pod ${pod} has no process: ${tasks}`)
  const atMs = Number(await node.exec('sh', '-c', `date +%s%3N; kill -${signal.slice(3)} ${pid}`))
  return { atMs, signalledAtMs: atMs, podIp: podIP ?? '' }
}

/** A pod of the operator is deleted as a drain does it: with SIGTERM and time to end. */
export async function operatorPodDeleted({ node }: TestApplication, pod: string): Promise<Ended> {
  const { podIP } = (await operatorPod(node, pod)).status
  // Read until the process has ended: with the pod its log goes.
  const logged = await followLog(node, { namespace: operatorNamespace, name: pod })
  await node.kubectl('delete', 'pod', pod, '-n', operatorNamespace, '--wait=false')
  // From when the API server was asked: how long kubectl takes to start is nothing of the operator's.
  const asked = await until('the audit log tells of the deletion', 10_000, async () =>
    (await node.auditEvents()).find(
      ({ verb, objectRef }) => verb === 'delete' && objectRef?.resource === 'pods' && objectRef.name === pod,
    ),
  )
  const log = await logged.text
  const told = log.split('\n').find((line) => line.includes('"msg":"Stopping'))
  if (told === undefined) throw new Error(`The operator in pod ${pod} does not say that it is stopping`)
  return {
    atMs: Date.parse(asked.requestReceivedTimestamp),
    signalledAtMs: Date.parse((JSON.parse(told) as { time: string }).time),
    podIp: podIP ?? '',
    log,
  }
}

interface OperatorPod {
  status: { podIP?: string; containerStatuses?: { containerID?: string }[] }
}

async function operatorPod(node: TestApplication['node'], pod: string): Promise<OperatorPod> {
  const found = await read<OperatorPod>(node, `/api/v1/namespaces/${operatorNamespace}/pods/${pod}`)
  if (found === undefined) throw new Error(`There is no pod ${pod} of the operator`)
  return found
}

export async function fileMade(
  { node, stateFolder }: TestApplication,
  file: string,
  content = '',
): Promise<void> {
  await node.exec('sh', '-c', `printf %s '${content}' > ${stateFolder}/${file}`)
}

export async function fileRemoved({ node, stateFolder }: TestApplication, file: string): Promise<void> {
  await node.exec('rm', '-f', `${stateFolder}/${file}`)
}

/** All pods of a role are killed at once, as by a node that dies; their Deployment makes new ones. */
export async function podKilled(
  { node, namespace, name }: TestApplication,
  role: 'jobmanager' | 'taskmanager',
): Promise<void> {
  const selector = `flink-app=${name},flink-deployment-type=${role}`
  await node.kubectl(
    'delete',
    'pods',
    '-n',
    namespace,
    '-l',
    selector,
    '--grace-period=0',
    '--force',
    '--wait=false',
  )
}

/** Somebody deletes an object of the application. */
export async function objectDeleted(
  { node, namespace }: TestApplication,
  kind: string,
  object: string,
): Promise<void> {
  await node.kubectl('delete', kind, object, '-n', namespace, '--wait=false')
}

/** Somebody cancels a job in Flink's web interface. */
export async function jobCancelled(app: TestApplication, jobId: string): Promise<void> {
  await using ui = await app.node.portForward(app.namespace, `service/${app.name}`, 8081)
  const response = await fetch(`${ui.url}/jobs/${jobId}?mode=cancel`, { method: 'PATCH' })
  if (!response.ok)
    throw new Error(`Flink answers ${response.status} to the cancellation: ${await response.text()}`)
}
