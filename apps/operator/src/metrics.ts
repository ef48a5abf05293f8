import {
  type EventLoopDelay,
  type Informer,
  type KubeObject,
  type ReadCache,
  type SentRequest,
  type WorkQueue,
} from '@flink-operator/kube-runtime'
import { type Action, type Application, type Decision } from '@flink-operator/reconciler'
import { Counter, Histogram, Registry } from 'prom-client'
import { type ActionResult } from './apply/outcome-of-error.ts'
import { ApplicationMetrics } from './application-metrics.ts'
import { type FlinkRequest } from './flink-requests.ts'
import { addGauge } from './gauge.ts'
import { OriginalMetrics } from './original-metrics.ts'

/**
 * What `/metrics` shows: the operator's own, those of each application, and on request the original operator's.
 */
export class Metrics {
  readonly registry = new Registry()
  readonly #passes = new Histogram({
    name: 'flink_operator_reconcile_duration_seconds',
    help: 'Time of one pass: observing, deciding, recording and applying.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  })
  readonly #failures = new Counter({
    name: 'flink_operator_reconcile_errors_total',
    help: 'Passes that failed and were tried again.',
    registers: [this.registry],
  })
  readonly #transitions = new Counter({
    name: 'flink_operator_phase_transitions_total',
    help: 'Changes of phase, over all applications, by the phase entered and the reason.',
    labelNames: ['phase', 'reason'],
    registers: [this.registry],
  })
  readonly #requests = new Histogram({
    name: 'flink_operator_kubernetes_request_duration_seconds',
    help: 'Requests to the API server, by verb, resource and code.',
    labelNames: ['verb', 'resource', 'code'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers: [this.registry],
  })
  readonly #queueWait = new Histogram({
    name: 'flink_operator_queue_wait_seconds',
    help: 'Time that keys waited for a worker.',
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [this.registry],
  })

  readonly #flinkRequests = new Histogram({
    name: 'flink_operator_flink_request_duration_seconds',
    help: 'Requests to JobManagers, by method, endpoint and code; the code none means that no answer came.',
    labelNames: ['method', 'endpoint', 'code'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers: [this.registry],
  })
  readonly #applications = new ApplicationMetrics(this.registry)
  readonly #original: OriginalMetrics | undefined

  /** @param options.originalPrefix shows the original operator's metrics too, under this prefix */
  constructor(options: { originalPrefix?: string | undefined } = {}) {
    if (options.originalPrefix !== undefined)
      this.#original = new OriginalMetrics(this.registry, options.originalPrefix)
    this.#processGauges()
  }

  passed(key: string, pass: { phase: string | undefined; durationMs: number; isGood: boolean }): void {
    this.#passes.observe(pass.durationMs / 1000)
    this.#original?.passed(key, pass)
  }

  passFailed(key: string): void {
    this.#failures.inc()
    this.#original?.passFailed(key)
  }

  /** A decision whose status is stored. */
  recorded(key: string, { status: before = {} }: Application, decision: Decision, nowMs: number): void {
    const { phase, reason, addFinalizer, statusChanged } = decision
    if (addFinalizer) this.#original?.written(key)
    if (statusChanged) this.#original?.written(key)
    if (phase !== (before.phase || 'New')) {
      this.#transitions.inc({ phase, reason })
      if (phase === 'Updating' || phase === 'Rescaling') this.#original?.targetChanged(key)
    }
    this.#applications.recorded(key, before, decision, nowMs)
  }

  /** The finalizer or the status could not be written. */
  notRecorded(key: string, status: number | undefined): void {
    this.#original?.notWritten(key, status)
  }

  acted(key: string, action: Action, result: ActionResult): void {
    this.#original?.acted(key, action, result)
  }

  /** The application is gone, and its series with it. */
  forget(key: string): void {
    this.#applications.forget(key)
    this.#original?.forget(key)
  }

  flinkAsked(app: { namespace: string; name: string }, request: FlinkRequest): void {
    const { method, endpoint, code, durationMs } = request
    this.#flinkRequests.observe({ method, endpoint, code }, durationMs / 1000)
    this.#original?.flinkAsked(app, request)
  }

  sent({ verb, resource, code, durationMs }: SentRequest): void {
    // A watch lasts minutes; what matters of it is how often it is opened, and that is the count.
    this.#requests.observe({ verb, resource, code: String(code) }, verb === 'watch' ? 0 : durationMs / 1000)
  }

  taken({ waitedMs }: { waitedMs: number }): void {
    this.#queueWait.observe(waitedMs / 1000)
  }

  /** What is read off the running parts at each scrape. */
  watch(parts: {
    queue: WorkQueue
    informers: readonly Informer<KubeObject, string>[]
    applications: ReadCache<Application>
    isLeader: () => boolean
    /** `namespace/name` of the Lease that this process and those that stand by share; empty without one. */
    lease: string
    nowMs: () => number
    takeEventLoopDelay: () => EventLoopDelay
  }): void {
    const { queue, informers, isLeader, lease, takeEventLoopDelay } = parts
    addGauge(
      this.registry,
      'flink_operator_event_loop_delay_seconds',
      'How late timers were since the last scrape; quantile 1 is the latest.',
      ['quantile'],
      (set) => {
        const { p50Ms, p99Ms, maxMs } = takeEventLoopDelay()
        for (const [quantile, ms] of Object.entries({ 0.5: p50Ms, 0.99: p99Ms, 1: maxMs }))
          set({ quantile }, ms / 1000)
      },
    )
    addGauge(
      this.registry,
      'flink_operator_leader',
      '1 while this process leads, by Lease.',
      ['lease'],
      (set) => {
        set({ lease }, isLeader() ? 1 : 0)
      },
    )
    addGauge(this.registry, 'flink_operator_queue_depth', 'Keys that wait, by state.', ['state'], (set) => {
      const { ready, delayed, processing, failing } = queue.stats()
      for (const [state, count] of Object.entries({ ready, delayed, processing, failing }))
        set({ state }, count)
    })
    addGauge(
      this.registry,
      'flink_operator_watch_age_seconds',
      'Time since the API server last sent anything on a watch.',
      ['resource'],
      (set) => {
        for (const informer of informers) {
          const { lastEventAgeMs } = informer.stats()
          if (lastEventAgeMs !== undefined) set({ resource: informer.resource.plural }, lastEventAgeMs / 1000)
        }
      },
    )
    addGauge(
      this.registry,
      'flink_operator_watch_reconnects',
      'Watches opened after the first.',
      ['resource'],
      (set) => {
        for (const informer of informers)
          set({ resource: informer.resource.plural }, informer.stats().reconnectsTotal)
      },
    )
    this.#applications.watch(parts.applications, parts.nowMs)
  }

  #processGauges(): void {
    addGauge(this.registry, 'process_resident_memory_bytes', 'Resident memory of the process.', [], (set) => {
      set({}, process.memoryUsage.rss())
    })
    addGauge(this.registry, 'process_start_time_seconds', 'When the process started.', [], (set) => {
      set({}, Math.round(performance.timeOrigin / 1000))
    })
    const cpu = new Counter({
      name: 'process_cpu_seconds_total',
      help: 'Processor time of the process, user and system.',
      registers: [this.registry],
      collect() {
        const { user, system } = process.cpuUsage()
        cpu.reset()
        cpu.inc((user + system) / 1e6)
      },
    })
  }
}
