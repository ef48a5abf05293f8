import {
  createTransport,
  inClusterCredentials,
  kubeConfigFileCredentials,
} from '@flink-operator/kube-runtime'
import { type Logger } from 'pino'
import { keepInSync, type CertificateSource, type CertificateSourceEvents } from './certificates.ts'
import { mountedCertificates } from './certificates/mounted-certificates.ts'
import { ownCertificates } from './certificates/own-certificates.ts'
import { defaultCertificateTimes, type CertificateTimes } from './certificates/renewal.ts'
import { createServerClock } from './certificates/server-clock.ts'
import { createSharedObjects } from './certificates/shared-objects.ts'
import { type Config } from './config.ts'
import { startHealthServer } from './health-server.ts'
import { createMetrics } from './metrics.ts'
import { createReviews } from './reviews.ts'
import { startReviewServer, type ReviewResponse } from './server.ts'

export interface WebhookOptions {
  config: Config
  log: Logger
  /** Overrides what the flags do not reach; for tests with certificates of a minute. */
  times?: Partial<CertificateTimes>
}

export interface Webhook {
  port: number
  healthPort: number
  /** Why the API server should not call us now; empty means ready. */
  problems: () => readonly string[]
  /** Becomes unready, goes on serving for the drain delay, answers what is under way, and ends. */
  stop: () => Promise<void>
}

/** Puts the parts together and runs them. */
export async function startWebhook({ config, log, times }: WebhookOptions): Promise<Webhook> {
  const metrics = createMetrics()
  const reviewSeconds = {
    '/validate': metrics.reviewSeconds.labels({ path: '/validate' }),
    '/mutate': metrics.reviewSeconds.labels({ path: '/mutate' }),
  }
  let isStopping = false

  const server = await startReviewServer({
    port: config.port,
    reviews: createReviews(config),
    onReview(path, request, response, seconds) {
      const outcome = !response.allowed ? 'denied' : response.warnings?.length ? 'warned' : 'allowed'
      reviewSeconds[path].observe(seconds)
      metrics.reviews.inc({ path, operation: request.operation, outcome })
      for (const finding of findingsIn(response)) metrics.findings.inc(finding)
      if (!response.allowed)
        log.info({ path, ...identify(request), reason: response.status?.message }, 'refused')
    },
    onFailure(path, error) {
      metrics.reviews.inc({ path, operation: 'unknown', outcome: 'failed' })
      log.error({ path, err: error }, 'a review failed; the API server now acts by the failurePolicy')
    },
  })
  const { source, close } = certificateSource(config, times, {
    onServe: (pair) => {
      server.useCertificate(pair)
      log.info('serving a new certificate')
    },
    onRenewal: (renewal) => {
      metrics.certificateRenewals.inc({ action: renewal.type })
      log.info({ action: renewal.type, reason: renewal.reason }, 'certificates renewed')
    },
    onProblem: (problem) => {
      metrics.certificateProblems.inc()
      log.warn({ problem }, 'certificates need attention')
    },
  })
  metrics.watchCertificates(source)
  const problems = () => (isStopping ? ['shutting down'] : source.problems())
  const health = await startHealthServer({ port: config['health-port'], problems, metrics: metrics.registry })
  const certificates = keepInSync(source)
  log.info({ port: server.port, healthPort: health.port }, 'started')

  return {
    port: server.port,
    healthPort: health.port,
    problems,
    async stop() {
      isStopping = true
      server.drain()
      log.info({ drainDelayMs: config['drain-delay'] }, 'stopping')
      await new Promise((resolve) => setTimeout(resolve, config['drain-delay']))
      await server.close()
      await certificates.stop()
      await Promise.all([health.close(), close()])
    },
  }
}

function certificateSource(
  config: Config,
  times: Partial<CertificateTimes> | undefined,
  events: CertificateSourceEvents,
): { source: CertificateSource; close: () => Promise<void> } {
  if (config.certificates === 'mounted') {
    const source = mountedCertificates({
      directory: config['certificate-directory'],
      nowMs: Date.now,
      ...events,
    })
    return { source, close: () => Promise.resolve() }
  }
  const credentials =
    config.kubeconfig === '' ? inClusterCredentials() : kubeConfigFileCredentials(config.kubeconfig)
  const transport = createTransport({ credentials, userAgent: 'flink-operator-webhook', timeoutMs: 10_000 })
  const { namespace, service } = config
  const objects = createSharedObjects(
    transport,
    {
      namespace,
      secret: config['certificate-secret'],
      configurations: {
        ...(config['validating-configuration'] && {
          validatingwebhookconfigurations: config['validating-configuration'],
        }),
        ...(config['mutating-configuration'] && {
          mutatingwebhookconfigurations: config['mutating-configuration'],
        }),
      },
    },
    { writer: config.instance || `flink-operator-webhook-${process.pid}` },
  )
  const source = ownCertificates({
    objects,
    names: [
      `${service}.${namespace}.svc`,
      `${service}.${namespace}.svc.cluster.local`,
      `${service}.${namespace}`,
      'localhost',
    ],
    times: {
      ...defaultCertificateTimes,
      authorityLifetimeMs: config['authority-lifetime'],
      leafLifetimeMs: config['certificate-lifetime'],
      ...times,
    },
    clock: createServerClock(transport),
    ...events,
  })
  return { source, close: () => transport.close() }
}

function findingsIn({ auditAnnotations = {} }: ReviewResponse): { rule: string; severity: string }[] {
  const { errors, warnings } = auditAnnotations
  return [
    ...(errors?.split(',') ?? []).map((rule) => ({ rule, severity: 'error' })),
    ...(warnings?.split(',') ?? []).map((rule) => ({ rule, severity: 'warning' })),
  ]
}

function identify({ namespace, name, operation }: Record<string, unknown>) {
  return { operation, namespace, name }
}
