import { existsSync, statfsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { get as httpGet } from 'node:http'
import { get as httpsGet, type RequestOptions } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseAuditLog, type AuditEvent } from './audit.ts'
import { ensureKubeBinaries } from './binaries.ts'
import { runCommand } from './command.ts'
import { startComponent, type Component } from './component.ts'
import { freePort } from './free-port.ts'
import { endWithThisProcess } from './janitor.ts'
import { ensurePrograms } from './machine.ts'
import { kubectlFor, type Kubectl } from './kubectl.ts'
import { type Progress } from './progress.ts'

export interface ControlPlaneOptions {
  /** More flags of kube-apiserver. */
  readonly apiServerFlags?: readonly string[]
  /**
   * The loops of kube-controller-manager: all of them, or those named (`garbage-collector-controller`,
   * `namespace-controller`...). Without them nothing collects garbage, namespaces stay Terminating, a Deployment
   * makes no pods and there are no ServiceAccounts.
   *
   * @default none
   */
  readonly controllers?: 'none' | 'all' | readonly string[]
  /** @default false */
  readonly scheduler?: boolean
  /** Whether the API server writes what `auditEvents` reads. @default false */
  readonly audit?: boolean
  /** @default 60 000: it usually takes 4 s, 8 s on a busy machine */
  readonly readyTimeoutMs?: number
  readonly progress?: Progress
}

/** An etcd and a kube-apiserver of our own, as processes on loopback: a real API without nodes. */
export interface ControlPlane extends Kubectl, AsyncDisposable {
  /** `https://127.0.0.1:PORT`. */
  readonly serverUrl: string
  /** A cluster administrator's. */
  readonly kubeconfigPath: string
  /** The content of that file. */
  readonly kubeconfig: string
  /** Holds the certificates (`pki`), the logs and etcd's data; it goes with the control plane. */
  readonly folder: string
  /** Where the programs are. */
  readonly binFolder: string
  /** SIGSTOP: connections stay open and nobody answers. */
  pauseApiServer(): void
  /** SIGCONT after `pauseApiServer`. */
  resumeApiServer(): void
  /** SIGKILL: connections are cut and new ones refused. etcd keeps everything. */
  killApiServer(): Promise<void>
  /** Starts the API server again on the same port; resolves when it is ready. */
  startApiServer(): Promise<void>
  /** Every finished request so far, of a control plane with `audit`. */
  auditEvents(): Promise<AuditEvent[]>
  /** Kills everything and deletes the folder. */
  stop(): Promise<void>
}

/**
 * Starts a control plane; resolves when the API server is ready, and with controllers when pods may be created.
 *
 * Everything is gone after `stop`, or when this process ends, even by SIGKILL.
 *
 * @throws when it is not ready in time or a program ends; the message has the end of each log
 */
export const startControlPlane = async (options: ControlPlaneOptions = {}): Promise<ControlPlane> => {
  await ensurePrograms([{ program: 'openssl', debianPackage: 'openssl' }], options.progress)
  const binFolder = await ensureKubeBinaries({ only: ['kube'], progress: options.progress })
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(binFolder, options)
    } catch (error) {
      // Between our look at a port and the server's, somebody else took it.
      if (!(error instanceof PortTakenError) || attempt === 3) throw error
    }
  }
}

class PortTakenError extends Error {}

const start = async (binFolder: string, options: ControlPlaneOptions): Promise<ControlPlane> => {
  let deadlineMs = performance.now() + (options.readyTimeoutMs ?? 60_000)
  const folder = await mkdtemp(join(roomyTmpfs(), 'control-plane-'))
  const forgetFolder = endWithThisProcess({ folder })
  const [serverPort, etcdPort] = [await freePort(), await freePort()]
  const serverUrl = `https://127.0.0.1:${serverPort}`
  const etcdUrl = `http://127.0.0.1:${etcdPort}`
  const pki = join(folder, 'pki')
  const components = new Map<string, Component>()
  const run = (name: string, args: readonly string[]): Component => {
    const component = startComponent({
      name,
      program: join(binFolder, name),
      args,
      logFile: join(folder, `${name}.log`),
    })
    components.set(name, component)
    return component
  }

  const stop = async (): Promise<void> => {
    await Promise.all([...components.values()].map((component) => component.kill()))
    await rm(folder, { recursive: true, force: true })
    forgetFolder()
  }

  /** Asks until the answer is yes, the component has ended or the time is over. */
  const waitFor = async (component: Component, isReady: () => Promise<boolean>): Promise<void> => {
    for (;;) {
      if (await isReady()) return
      const isLate = performance.now() > deadlineMs
      if (component.isRunning() && !isLate) await delay(25)
      else {
        const logs = [...components.values()].map((each) => each.logTail()).join('\n')
        const message = `${component.name} of the test control plane ${isLate ? 'is not ready in time' : 'ended'}:\n${logs}`
        throw component.lostItsPort() ? new PortTakenError(message) : new Error(message)
      }
    }
  }

  const startApiServer = async (): Promise<void> => {
    deadlineMs = performance.now() + (options.readyTimeoutMs ?? 60_000)
    const server = run('kube-apiserver', apiServerFlags({ etcdUrl, serverPort, pki, folder, options }))
    const [ca, cert, key] = await Promise.all(
      ['ca.crt', 'admin.crt', 'admin.key'].map((name) => readFile(join(pki, name))),
    )
    await waitFor(server, () => answers(httpsGet, `${serverUrl}/readyz`, { ca, cert, key }))
  }

  try {
    const certificates = runCommand(join(import.meta.dirname, 'certificates.sh'), [pki], {
      env: { SERVER: serverUrl },
    })
    const etcd = run('etcd', etcdFlags(etcdUrl, join(folder, 'etcd')))
    await Promise.all([
      certificates,
      // An API server that finds no etcd sleeps for a second before it looks again.
      waitFor(etcd, () => answers(httpGet, `${etcdUrl}/health`)),
    ])
    await startApiServer()
    // Another control plane's etcd may have answered in the place of ours.
    if (!etcd.isRunning()) throw new PortTakenError(etcd.logTail())

    const kubeconfigPath = join(pki, 'admin.conf')
    const kubectl = kubectlFor({ binFolder, kubeconfigPath, cacheFolder: join(folder, 'kubectl-cache') })
    if (options.scheduler) run('kube-scheduler', schedulerFlags(pki))
    if (hasControllers(options)) {
      const manager = run('kube-controller-manager', controllerManagerFlags(pki, options.controllers))
      if (hasServiceAccounts(options)) {
        await waitFor(manager, () =>
          kubectl.kubectl('get', 'serviceaccount', 'default').then(
            () => true,
            () => false,
          ),
        )
      }
    }
    const apiServer = (): Component => {
      const component = components.get('kube-apiserver')
      if (!component) throw new Error('The control plane was stopped')
      return component
    }
    return {
      ...kubectl,
      serverUrl,
      kubeconfigPath,
      kubeconfig: await readFile(kubeconfigPath, 'utf8'),
      folder,
      binFolder,
      pauseApiServer: () => apiServer().signal('SIGSTOP'),
      resumeApiServer: () => apiServer().signal('SIGCONT'),
      killApiServer: () => apiServer().kill(),
      startApiServer,
      auditEvents: async () => parseAuditLog(await readFile(join(folder, 'audit.log'), 'utf8')),
      stop,
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const etcdFlags = (url: string, dataFolder: string): string[] => [
  '--name=default',
  `--data-dir=${dataFolder}`,
  // A crash of the machine may lose everything: nothing here is worth keeping.
  '--unsafe-no-fsync',
  '--log-level=warn',
  // As kubeadm sets it: without it a watch on which nothing happens gets its bookmarks late or never.
  '--watch-progress-notify-interval=5s',
  `--listen-client-urls=${url}`,
  `--advertise-client-urls=${url}`,
  '--listen-peer-urls=http://127.0.0.1:0',
  '--initial-advertise-peer-urls=http://127.0.0.1:0',
  '--initial-cluster=default=http://127.0.0.1:0',
]

const apiServerFlags = (given: {
  readonly etcdUrl: string
  readonly serverPort: number
  readonly pki: string
  readonly folder: string
  readonly options: ControlPlaneOptions
}): string[] => [
  `--etcd-servers=${given.etcdUrl}`,
  '--bind-address=127.0.0.1',
  '--advertise-address=127.0.0.1',
  `--secure-port=${given.serverPort}`,
  '--service-cluster-ip-range=10.96.0.0/16',
  `--tls-cert-file=${given.pki}/apiserver.crt`,
  `--tls-private-key-file=${given.pki}/apiserver.key`,
  `--client-ca-file=${given.pki}/ca.crt`,
  '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
  `--service-account-key-file=${given.pki}/sa.pub`,
  `--service-account-signing-key-file=${given.pki}/sa.key`,
  '--authorization-mode=Node,RBAC',
  '--allow-privileged=true',
  '--endpoint-reconciler-type=none',
  // Its admission waits for the ServiceAccounts that only a controller makes.
  ...(hasServiceAccounts(given.options) ? [] : ['--disable-admission-plugins=ServiceAccount']),
  ...(given.options.audit
    ? [
        `--audit-policy-file=${join(import.meta.dirname, 'audit-policy.yaml')}`,
        `--audit-log-path=${join(given.folder, 'audit.log')}`,
        '--audit-log-mode=blocking',
      ]
    : []),
  ...(given.options.apiServerFlags ?? []),
]

const controllerManagerFlags = (pki: string, controllers: ControlPlaneOptions['controllers']): string[] => [
  `--kubeconfig=${pki}/controller-manager.conf`,
  '--leader-elect=false',
  '--use-service-account-credentials',
  `--service-account-private-key-file=${pki}/sa.key`,
  `--root-ca-file=${pki}/ca.crt`,
  '--secure-port=0',
  // At the default rate several controllers wait 5 s for their turn before they begin.
  '--kube-api-qps=500',
  '--kube-api-burst=1000',
  ...(typeof controllers === 'object' ? [`--controllers=${controllers.join(',')}`] : []),
]

const schedulerFlags = (pki: string): string[] => [
  `--kubeconfig=${pki}/scheduler.conf`,
  '--leader-elect=false',
  '--secure-port=0',
  '--kube-api-qps=500',
  '--kube-api-burst=1000',
]

const hasControllers = ({ controllers }: ControlPlaneOptions): boolean =>
  controllers !== undefined && controllers !== 'none' && controllers.length > 0

const hasServiceAccounts = ({ controllers }: ControlPlaneOptions): boolean =>
  controllers === 'all' ||
  (typeof controllers === 'object' && controllers.includes('serviceaccount-controller'))

/** Memory, where there is enough of it for etcd's files; in a container /dev/shm often has only 64 MB. */
const roomyTmpfs = (): string => {
  const tmpfs = '/dev/shm'
  if (!existsSync(tmpfs)) return tmpdir()
  const { bavail, bsize } = statfsSync(tmpfs)
  return bavail * bsize > 1 << 30 ? tmpfs : tmpdir()
}

/** Whether a GET is answered with 200 within 2 s. */
const answers = (
  get: typeof httpGet | typeof httpsGet,
  url: string,
  tls: Pick<RequestOptions, 'ca' | 'cert' | 'key'> = {},
): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get(url, { ...tls, agent: false, timeout: 2_000 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
