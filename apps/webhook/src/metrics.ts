import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { type CertificateSource } from './certificates.ts'

/** What `/metrics` shows. A registry of our own: nothing else in the process can add to it. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  let certificates: CertificateSource | undefined

  const metrics = {
    reviewSeconds: new Histogram({
      name: 'flink_operator_webhook_review_duration_seconds',
      help: 'Time from the whole request being read to the answer being ready.',
      labelNames: ['path'],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1],
      registers,
    }),
    reviews: new Counter({
      name: 'flink_operator_webhook_reviews_total',
      help: 'Reviews by path, operation and outcome: allowed, warned, denied or failed.',
      labelNames: ['path', 'operation', 'outcome'],
      registers,
    }),
    findings: new Counter({
      name: 'flink_operator_webhook_findings_total',
      help: 'What the rules found, by rule, and whether it was refused (error) or only warned about (warning).',
      labelNames: ['rule', 'severity'],
      registers,
    }),
    certificateRenewals: new Counter({
      name: 'flink_operator_webhook_certificate_renewals_total',
      help: 'Certificates and authorities that this replica has issued or dropped, by what it did.',
      labelNames: ['action'],
      registers,
    }),
    certificateProblems: new Counter({
      name: 'flink_operator_webhook_certificate_problems_total',
      help: 'Times that looking after the certificates began to go wrong.',
      registers,
    }),
    watchCertificates(source: CertificateSource) {
      certificates = source
    },
    registry,
  }

  // A series that begins with 1 hides the first failure from `increase()`, and so from the alert.
  for (const path of ['/validate', '/mutate'])
    metrics.reviews.inc({ path, operation: 'unknown', outcome: 'failed' }, 0)

  new Gauge({
    name: 'flink_operator_webhook_certificate_expiry_timestamp_seconds',
    help: 'When the certificate that is served, and its authority, end.',
    labelNames: ['certificate'],
    registers,
    collect() {
      this.reset()
      const { leafMs, authorityMs } = certificates?.expiry() ?? {}
      if (leafMs !== undefined) this.set({ certificate: 'leaf' }, leafMs / 1000)
      if (authorityMs !== undefined) this.set({ certificate: 'authority' }, authorityMs / 1000)
    },
  })
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory of the process.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'When the process started.',
    registers,
    collect() {
      this.set(Math.round(performance.timeOrigin / 1000))
    },
  })
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of the process, user and system.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage()
      this.reset()
      this.inc((user + system) / 1e6)
    },
  })
  return metrics
}
