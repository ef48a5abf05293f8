import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import {
  createEventRecorder,
  createHealth,
  createKubeClient,
  createLeaderElector,
  createTransport,
  createWorkQueue,
  inClusterCredentials,
  isKubeError,
  type Informer,
  type KubeObject,
  kubeConfigFileCredentials,
  type CredentialSource,
  plainCredentials,
  type ReadCache,
  refOf,
  type Resource,
  systemClock,
} from '@flink-operator/kube-runtime'
import { type Application, basisOf } from '@flink-operator/reconciler'
import { validateStoredApplication } from '@flink-operator/webhook'
import { applyAction } from './apply/index.ts'
import { isOfEndingNamespace } from './apply/outcome-of-error.ts'
import { type Config, ConfigError } from './config.ts'
import { decisionSettings } from './decision-settings.ts'
import { createFlinkAccess } from './flink-access.ts'
import { serveHttp } from './http-server.ts'
import { createLeading } from './leading.ts'
import { checkLiveness } from './liveness.ts'
import { type Log } from './log.ts'
import { Metrics } from './metrics.ts'
import { observeApplication } from './observe/application.ts'
import { Outcomes } from './outcomes.ts'
import { recordFinalizer } from './record/finalizer.ts'
import { recordStatus } from './record/status.ts'
import { logWatchFailures } from './watch/log-failures.ts'
import { watchApplications } from './watch/applications.ts'
import { watchOwnedObjects } from './watch/owned-objects.ts'
import { type Parts, runWorker } from './worker.ts'

export interface Operator {
  /** Port of metrics and health. */
  httpPort: number
  /** Resolves when the operator has ended: by its signal, or because it lost the lease. */
  ended: Promise<'released' | 'lost'>
}

/** Wires the parts and runs them until the signal aborts; then hands the lease over and finishes what is in flight. */
export async function startOperator(config: Config, log: Log, signal: AbortSignal): Promise<Operator> {
  const settings = config.operator
  const clock = systemClock
  const metrics = new Metrics({
    originalPrefix: settings.originalMetrics ? settings.metricsPrefix : undefined,
  })
  const transport = createTransport({
    credentials: credentialsOf(config),
    userAgent: 'flink-operator',
    onRequest: (sent) => metrics.sent(sent),
  })
  // The lease is taken and events are written whether or not we lead; everything else only while we do, and that is
  // looked at once more right before a request is sent.
  const plain = createKubeClient(transport)
  const assertMayAct = () => {
    signal.throwIfAborted()
    elector?.assertLeader()
  }
  const client = createKubeClient(transport, { beforeWrite: assertMayAct })
  const queue = createWorkQueue({
    baseDelayMs: settings.baseBackoffDuration,
    maxDelayMs: settings.maxBackoffDuration,
    maxHeldUp: Math.max(1, Math.floor(settings.workers / 2)),
    onTaken: (taken) => metrics.taken(taken),
  })
  const outcomes = new Outcomes()
  const namespaces = settings.limitNamespace.split(',').flatMap((name) => name.trim() || [])
  const { resyncPeriod: resyncPeriodMs } = settings
  const leading = createLeading({ queue, namespaces, resyncPeriodMs, clock, log, stopping: signal })
  const onError = logWatchFailures(log)
  const watched = watchApplications({
    client,
    namespaces,
    queue: leading.woken,
    onGone: (key) => {
      outcomes.forget(key)
      metrics.forget(key)
    },
    onError,
  })
  const owned = watchOwnedObjects({
    client,
    namespaces,
    queue: leading.woken,
    hasIngresses: settings.ingressUrlFormat !== '',
    onError,
  })
  const informers = [watched, ...owned.all] as readonly Informer<KubeObject, string>[]
  const flink = createFlinkAccess(
    settings.useKubectlProxy ? 'api-server' : settings.flinkAccess,
    client,
    (app, request) => metrics.flinkAsked(app, request),
    assertMayAct,
  )
  const identity = `${process.env['POD_NAME'] ?? hostname()}-${crypto.randomUUID().slice(0, 8)}`
  const events = createEventRecorder({
    client: plain,
    reportingController: 'flink.k8s.io/operator',
    reportingInstance: identity,
    onError: (error) => {
      const isForNothing =
        isKubeError(error) && isOfEndingNamespace({ status: error.statusCode, message: error.message })
      log[isForNothing ? 'debug' : 'warn']({ err: error }, 'An event was not written')
    },
  })
  let holder = ''
  const lease = settings.leaderElection
    ? { namespace: settings.leaseNamespace || ownNamespace(), name: settings.leaseName }
    : undefined
  const elector = lease
    ? createLeaderElector({
        ...lease,
        client: plain,
        identity,
        onError: (error) => log.warn({ err: error }, 'The lease could not be looked at or renewed'),
        onHolder(now) {
          holder = now
          log.info({ holder, self: identity }, 'The lease has a holder')
        },
      })
    : undefined
  const isLeader = () => elector?.isLeader() ?? true

  const cacheOf = <T extends KubeObject>(resource: Resource<T>): Pick<ReadCache<T>, 'write'> => {
    const informer = informers.find((it) => it.resource.kind === resource.kind)
    if (informer === undefined) throw new TypeError(`Nothing watches ${resource.kind}`)
    return informer.cache
  }
  const forDecisions = decisionSettings(settings)
  const observer = {
    owned,
    flink,
    outcomes,
    clock,
    settings: forDecisions,
    validate: (app: Application) =>
      validateStoredApplication(
        app,
        { ingressUrlFormat: settings.ingressUrlFormat },
        basisOf(app, forDecisions),
      ),
  }
  const target = { client, cache: watched.cache }
  const parts: Parts = {
    queue,
    clock,
    outcomes,
    log,
    metrics,
    find: (key) => watched.cache.get(refOf(key)),
    observe: (key, app) => observeApplication(observer, key, app),
    recordFinalizer: (app) => recordFinalizer(target, app),
    recordStatus: (app, status) => recordStatus(target, app, status),
    recordEvent: (app, { type, reason, message }) =>
      events.record({ regarding: app, type, reason, note: message }),
    apply: (app, action, jobManagers) => applyAction({ client, cacheOf, jobManagers }, app, action),
    isListed: leading.isListed,
    assertMayAct,
    stopping: signal,
  }

  const health = createHealth()
  checkLiveness(health, { informers, queue })
  metrics.watch({
    queue,
    informers,
    applications: watched.cache,
    isLeader,
    lease: lease === undefined ? '' : `${lease.namespace}/${lease.name}`,
    nowMs: () => clock.nowMs(),
    takeEventLoopDelay: () => health.takeEventLoopDelay(),
  })
  const server = await serveHttp(settings.profilerPort, {
    metrics,
    problems: () => health.problems(),
    unready: () => [
      ...informers.flatMap((informer) =>
        informer.missing().map((namespace) => {
          const where = namespace === undefined ? '' : ` in ${namespace}`
          return `${informer.resource.plural}${where} have not been listed yet`
        }),
      ),
      ...(elector === undefined || holder !== ''
        ? []
        : [`nobody holds the lease ${settings.leaseName}: this process neither leads nor stands by`]),
    ],
  })

  // The caches fill while another process still leads, so that taking over is a matter of milliseconds.
  const watching = new AbortController()
  const watches = Promise.all(informers.map((informer) => informer.run(watching.signal)))

  const lead = (whileLeading: AbortSignal) =>
    leading.lead(whileLeading, {
      informers,
      applications: watched.cache,
      work: () => runWorker(parts),
      workers: settings.workers,
    })

  const ended = (async () => {
    let how: 'released' | 'lost' = 'lost'
    try {
      if (elector === undefined) {
        await lead(signal)
        how = 'released'
      } else {
        how = await elector.run(signal, lead)
      }
      return how
    } finally {
      // Without its lease a process is of no use to anybody, and the sooner it ends the sooner there is another.
      if (how === 'released') await leading.finished()
      await events.stop(1_000)
      watching.abort()
      await watches
      await Promise.all([server.close(), flink.close()])
      health.stop()
      await transport.close()
    }
  })()
  return { httpPort: server.port, ended }
}

/** In the original's order: the proxy, the flag, KUBECONFIG, the pod's account, the home directory. */
function credentialsOf({ operator, kubeconfig }: Config): CredentialSource {
  if (operator.useKubectlProxy) return plainCredentials(`http://127.0.0.1:${operator.proxyPort}`)
  const file = kubeconfig ?? process.env['KUBECONFIG']
  if (file) return kubeConfigFileCredentials(file)
  if (process.env['KUBERNETES_SERVICE_HOST']) return inClusterCredentials()
  return kubeConfigFileCredentials(`${process.env['HOME'] ?? ''}/.kube/config`)
}

function ownNamespace(): string {
  if (process.env['POD_NAMESPACE']) return process.env['POD_NAMESPACE']
  try {
    return readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/namespace', 'utf8').trim()
  } catch {
    throw new ConfigError(
      'The namespace of the lease is not known outside of a cluster: set operator.leaseNamespace, or turn operator.leaderElection off',
    )
  }
}
