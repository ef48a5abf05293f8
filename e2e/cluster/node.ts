import { spawn } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseAuditLog, type AuditEvent } from './audit.ts'
import { ensureKubeBinaries } from './binaries.ts'
import { cacheDir, setupLog, withLock } from './cache.ts'
import { clusterAccess, type Cluster } from './cluster.ts'
import { CommandError, lastLines } from './command.ts'
import { docker, imageId } from './docker.ts'
import { endWithThisProcess } from './janitor.ts'
import { ensureNodeImage } from './node-image.ts'
import { runStep, type Progress, type Step } from './progress.ts'

export interface NodeOptions {
  /** The container's name; one node of a name at a time. */
  readonly name: string
  /**
   * Whether to come back to a node of this name, started again if it was stopped, and to leave it running when this
   * process ends. One of another image, made before a change here, is replaced.
   *
   * Without it a node of this name is removed first, and the new one ends with this process.
   *
   * @default false
   */
  readonly reuse?: boolean
  /** The API server's port on 127.0.0.1. @default a free one */
  readonly apiPort?: number
  /** Folders of this machine that appear in the node, where a `hostPath` volume finds them. */
  readonly extraMounts?: readonly { readonly source: string; readonly target: string }[]
  /** Whether the API server writes what `auditEvents` reads. @default false */
  readonly audit?: boolean
  readonly progress?: Progress
}

/** A Kubernetes node with its own control plane, in a container. */
export interface Node extends Cluster, AsyncDisposable {
  readonly name: string
  /** Where this machine sees `sharedStateFolder`, of a node that has it as an extra mount. */
  readonly sharedStateSource: string | undefined
  /** Runs a program inside the node and returns its standard output. */
  exec(...command: string[]): Promise<string>
  /** Every finished request to the API server so far, of a node with `audit`. */
  auditEvents(): Promise<AuditEvent[]>
  /** Writes the logs of the node's programs into a folder. */
  saveLogs(folder: string): Promise<void>
  /** Removes the node with everything in it. */
  stop(): Promise<void>
}

/** A folder of the node in which every pod may write: a `hostPath` for state that must outlive pods. */
export const sharedStateFolder = '/var/flink-state'

/**
 * Brings a node up, building its image where it is missing; resolves when it is ready, its DNS too.
 *
 * @throws when it is not ready in time; the message has the end of its log
 */
export const startNode = async (options: NodeOptions): Promise<Node> => {
  const { name, reuse = false, progress } = options
  const image = await ensureNodeImage(progress)
  const binFolder = await ensureKubeBinaries({ only: ['kube', 'helm'], progress })
  const forget = await withLock(`node-${name}`, async () => {
    const found = reuse ? await findContainer(name) : undefined
    if (found?.imageId === (await imageId(image))) {
      await bringBack(name, found, progress)
      return () => undefined
    }
    await removeContainer(name)
    return startContainer(image, options)
  })
  return nodeAccess(name, binFolder, forget)
}

/** A node that is running, or nothing: for those who only look or clean up. */
export const findNode = async (name: string): Promise<Node | undefined> => {
  const found = await findContainer(name)
  return found?.isRunning
    ? nodeAccess(name, await ensureKubeBinaries({ only: ['kube', 'helm'] }), () => undefined)
    : undefined
}

/** Removes a node of this name with its volumes and its kubeconfig, in whatever state it is. */
export const removeNode = async (name: string): Promise<void> => {
  await removeContainer(name)
  await rm(stateFolderOf(name), { recursive: true, force: true })
}

const mountFormat = `{{range .Mounts}}{{if eq .Destination "${sharedStateFolder}"}}{{.Source}}{{end}}{{end}}`

const stateFolderOf = (name: string): string => join(cacheDir(), 'clusters', name)

const nodeAccess = async (name: string, binFolder: string, forget: () => void): Promise<Node> => {
  const stateFolder = stateFolderOf(name)
  await mkdir(stateFolder, { recursive: true })
  const kubeconfigPath = join(stateFolder, 'kubeconfig')
  const inside = await docker(['exec', name, 'cat', '/etc/kubernetes/admin.conf'])
  const published = (await docker(['port', name, '6443/tcp'])).trim().split('\n')[0] ?? ''
  await writeFile(kubeconfigPath, inside.replace('127.0.0.1:6443', published), { mode: 0o600 })

  const exec = (...command: string[]): Promise<string> => docker(['exec', name, ...command])
  const stop = async (): Promise<void> => {
    await removeNode(name)
    forget()
  }
  return {
    ...(await clusterAccess({ kubeconfigPath, binFolder, stateFolder })),
    name,
    sharedStateSource:
      (await docker(['container', 'inspect', '--format', mountFormat, name])).trim() || undefined,
    exec,
    loadImage: (image) => loadImage(name, image),
    auditEvents: async () => parseAuditLog(await exec('cat', '/var/log/kube/audit.log')),
    saveLogs: async (folder) => {
      await mkdir(folder, { recursive: true })
      await docker(['cp', `${name}:/var/log/kube/.`, folder])
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

interface Container {
  readonly imageId: string
  readonly isRunning: boolean
}

const findContainer = async (name: string): Promise<Container | undefined> => {
  const format = '{{.Image}} {{.State.Running}}'
  const shown = await docker(['container', 'inspect', '--format', format, name]).catch((error: unknown) => {
    if (error instanceof CommandError && error.stderr.includes('No such container')) return undefined
    throw error
  })
  const [id = '', running] = shown?.trim().split(' ') ?? []
  return shown === undefined ? undefined : { imageId: id, isRunning: running === 'true' }
}

const removeContainer = async (name: string): Promise<void> => {
  // With its volumes: containerd's images and etcd's data lie in one.
  if (await findContainer(name)) await docker(['rm', '--force', '--volumes', name])
}

const readyTimeoutMs = 120_000

const startStep = (name: string): Step => ({
  name: 'Start Kubernetes',
  typicalMs: 8_000,
  logFile: setupLog(name),
})

/** Starts a fresh container. @returns what keeps it when this process ends */
const startContainer = async (image: string, options: NodeOptions): Promise<() => void> => {
  const { name, reuse = false } = options
  const forget = reuse ? () => undefined : endWithThisProcess({ container: name })
  await runStep(options.progress, startStep(name), async (detail) => {
    const { NodeContainer } = await import('./node-container.ts')
    try {
      await new NodeContainer(image, {
        name,
        apiPort: options.apiPort,
        mounts: options.extraMounts ?? [],
        environment: options.audit ? { AUDIT: '1' } : {},
        onLine: detail,
      })
        .withStartupTimeout(readyTimeoutMs)
        .start()
    } catch (cause) {
      throw await startFailure(name, cause)
    }
  })
  return forget
}

/** Tells why a node did not come up, and removes it. */
const startFailure = async (name: string, cause: unknown): Promise<Error> => {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const logFile = setupLog(name)
  const log = await docker(['logs', name]).catch(() => '')
  await writeFile(logFile, `${reason}\n${log}`)
  await removeContainer(name)
  const advice = reason.includes('unable to apply caps')
    ? '\nThis root lacks CAP_SYS_RESOURCE, and the running Docker engine was started without our runc wrapper. ' +
      'Stop that engine and run this again: it is then started with the wrapper.'
    : ''
  return new Error(
    `The Kubernetes node ${name} did not come up: ${reason}\n${lastLines(log, 20)}${advice}\nlog: ${logFile}`,
    {
      cause,
    },
  )
}

/** Waits for a node that was there before: running, stopped, or still starting when whoever started it was killed. */
const bringBack = async (name: string, found: Container, progress: Progress | undefined): Promise<void> => {
  const isReady = (): Promise<boolean> =>
    docker(['exec', name, 'test', '-e', '/run/ready']).then(
      () => true,
      () => false,
    )
  if (found.isRunning && (await isReady())) return
  await runStep(progress, { ...startStep(name), name: 'Start Kubernetes again' }, async () => {
    if (!found.isRunning) await docker(['start', name])
    const deadlineMs = performance.now() + readyTimeoutMs
    while (!(await isReady())) {
      const isRunning = (await findContainer(name))?.isRunning ?? false
      if (!isRunning) throw await startFailure(name, 'its container ended')
      if (performance.now() > deadlineMs)
        throw await startFailure(name, `not ready after ${readyTimeoutMs / 1000} s`)
      await delay(200)
    }
  })
}

/**
 * Marks an image inside the node with the engine's id, by which we see that it is there already.
 *
 * The node's own digest goes with it: a label stays on a name when somebody imports another image under it.
 */
const loadImage = async (node: string, image: string): Promise<string> => {
  const id = await imageId(image)
  const reference = qualified(image)
  const ctr = (...args: string[]): Promise<string> =>
    docker(['exec', node, 'ctr', '--namespace', 'k8s.io', 'images', ...args])
  const list = (): Promise<string> => ctr('list', `name==${reference}`)
  const mark = (listed: string): string =>
    `flink-operator/loaded=${id}_${/sha256:[0-9a-f]{64}/.exec(listed)?.[0] ?? ''}`

  const before = await list()
  if (before.includes(mark(before))) return image
  await pipeImage(image, node)
  await ctr('label', reference, mark(await list()))
  return image
}

/** As containerd stores a name; the kubelet completes an unqualified one the same way. */
const qualified = (image: string): string => {
  const [first = '', ...rest] = image.split('/')
  if (rest.length === 0) return `docker.io/library/${image}`
  return /[.:]/.test(first) || first === 'localhost' ? image : `docker.io/${image}`
}

/** `docker save IMAGE | docker exec -i NODE ctr images import -`, without a file between. */
const pipeImage = async (image: string, node: string): Promise<void> => {
  const save = spawn('docker', ['save', image], { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  save.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const saved = new Promise<number | null>((resolve) => save.once('close', resolve))
  const imported = docker(
    ['exec', '--interactive', node, 'ctr', '--namespace', 'k8s.io', 'images', 'import', '-'],
    {
      input: save.stdout,
    },
  )
  const [exitCode] = await Promise.all([saved, imported])
  if (exitCode !== 0)
    throw new CommandError(`docker save ${image}`, `exit code ${exitCode}`, exitCode, errors)
}
