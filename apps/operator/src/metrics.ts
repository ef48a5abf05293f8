import {
  type EventLoopDelay,
  type Informer,
  type KubeObject,
  type ReadCache,
  type SentRequest,
  type WorkQueue,
} from '@flink-operator/kube-runtime'
import { type Action, type Application, type Decision } from '@flink-operator/reconciler'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { type ActionResult } from './apply/outcome-of-error.ts'
import { Downtimes } from './downtimes.ts'
import { endedOperation } from './ended-attempt.ts'
import { type FlinkRequest } from './flink-requests.ts'
import { OriginalMetrics } from './original-metrics.ts'

/** Deploys of one kind that ended in one way. */
interface Deploys {
  kind: string
  outcome: string
  count: number
  /** Of all of them together. */
  downtimeMs: number
}
interface Tally {
  /** By kind and outcome. */
  deploys: Map<string, Deploys>
  lastDowntime?: { kind: string; outcome: string; downtimeMs: number }
}

/** A series that begins with 1 hides the first increase from `increase()`. */
const expectedDeploys = ['Succeeded', 'Failed', 'RolledBack'].map((outcome) => ({
  ...{ kind: 'Deploy', outcome, count: 0, downtimeMs: 0 },
}))

const jobHealths = ['Green', 'Yellow', 'Red']

/**
 * What `/metrics` shows. What is told of an application is read off the cache at each scrape, so its series end with
 * it, and nothing has to be remembered.
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
  readonly #downtimeHistogram = new Histogram({
    name: 'flink_operator_update_downtime_seconds',
    help: 'Time without a running job in each update, over all applications, as the operator saw it.',
    labelNames: ['kind', 'outcome'],
    buckets: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800],
    registers: [this.registry],
  })
  /** What has come about while this process led, by application. */
  readonly #tallies = new Map<string, Tally>()
  readonly #downtimes = new Downtimes()
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
    const { phase, reason, status, addFinalizer, statusChanged } = decision
    if (addFinalizer) this.#original?.written(key)
    if (statusChanged) this.#original?.written(key)
    if (phase !== (before.phase || 'New')) {
      this.#transitions.inc({ phase, reason })
      if (phase === 'Updating' || phase === 'Rescaling') this.#original?.targetChanged(key)
    }
    const downtimeMs = this.#downtimes.recorded(key, before, decision, nowMs)
    const ended = endedOperation(before, status)
    if (ended !== undefined) this.#ended(key, ended.what, ended.outcome.split(':', 1)[0] ?? '', downtimeMs)
  }

  #ended(key: string, kind: string, outcome: string, downtimeMs: number | undefined): void {
    const tally = this.#tallies.get(key) ?? { deploys: new Map<string, Deploys>() }
    this.#tallies.set(key, tally)
    const before = tally.deploys.get(`${kind} ${outcome}`) ?? { count: 0, downtimeMs: 0 }
    tally.deploys.set(`${kind} ${outcome}`, {
      ...{ kind, outcome, count: before.count + 1 },
      downtimeMs: before.downtimeMs + (downtimeMs ?? 0),
    })
    if (downtimeMs === undefined) return
    tally.lastDowntime = { kind, outcome, downtimeMs }
    this.#downtimeHistogram.observe({ kind, outcome }, downtimeMs / 1000)
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
    this.#tallies.delete(key)
    this.#downtimes.forget(key)
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
    nowMs: () => number
    takeEventLoopDelay: () => EventLoopDelay
  }): void {
    const { queue, informers, isLeader, takeEventLoopDelay } = parts
    this.#gauge(
      'flink_operator_event_loop_delay_seconds',
      'How late timers were since the last scrape; quantile 1 is the latest.',
      ['quantile'],
      (set) => {
        const { p50Ms, p99Ms, maxMs } = takeEventLoopDelay()
        for (const [quantile, ms] of Object.entries({ 0.5: p50Ms, 0.99: p99Ms, 1: maxMs }))
          set({ quantile }, ms / 1000)
      },
    )
    this.#gauge('flink_operator_leader', '1 while this process leads.', [], (set) => {
      set({}, isLeader() ? 1 : 0)
    })
    this.#gauge('flink_operator_queue_depth', 'Keys that wait, by state.', ['state'], (set) => {
      const { ready, delayed, processing, failing } = queue.stats()
      for (const [state, count] of Object.entries({ ready, delayed, processing, failing }))
        set({ state }, count)
    })
    this.#gauge(
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
    this.#gauge('flink_operator_watch_reconnects', 'Watches opened after the first.', ['resource'], (set) => {
      for (const informer of informers)
        set({ resource: informer.resource.plural }, informer.stats().reconnectsTotal)
    })
    this.#applicationGauges(parts.applications, parts.nowMs)
  }

  #applicationGauges(applications: ReadCache<Application>, nowMs: () => number): void {
    const each = (
      name: string,
      help: string,
      labels: string[],
      tell: (app: Application, set: (labels: Record<string, string>, value: number) => void) => void,
    ) =>
      this.#gauge(name, help, ['namespace', 'name', ...labels], (set) => {
        for (const app of applications.list()) {
          const names = { namespace: app.metadata.namespace, name: app.metadata.name }
          tell(app, (more, value) => set({ ...names, ...more }, value))
        }
      })

    each(
      'flink_application_phase',
      '1 for the phase that the application is in.',
      ['phase'],
      ({ status }, set) => {
        set({ phase: status?.phase || 'New' }, 1)
      },
    )
    each('flink_application_job_health', '1 for the health of the job.', ['health'], ({ status }, set) => {
      const health = status?.jobStatus?.health ?? ''
      if (jobHealths.includes(health)) set({ health }, 1)
    })
    each('flink_application_job_running', '1 while the job runs, 0 otherwise.', [], ({ status }, set) => {
      const running = status?.conditions?.find(({ type }) => type === 'JobRunning')
      if (running !== undefined) set({}, running.status === 'True' ? 1 : 0)
    })
    each('flink_application_ready', '1 while what runs is what was asked for.', [], ({ status }, set) => {
      const ready = status?.conditions?.find(({ type }) => type === 'Ready')
      if (ready !== undefined) set({}, ready.status === 'True' ? 1 : 0)
    })
    each(
      'flink_application_job_restarts',
      'Restarts of the running job, as its JobManager counts them.',
      [],
      ({ status }, set) => {
        if (status?.jobStatus?.jobID) set({}, status.jobStatus.jobRestartCount ?? 0)
      },
    )
    each(
      'flink_application_checkpoints',
      'Checkpoints of the running job, by outcome.',
      ['outcome'],
      ({ status }, set) => {
        if (!status?.jobStatus?.jobID) return
        set({ outcome: 'completed' }, status.jobStatus.completedCheckpointCount ?? 0)
        set({ outcome: 'failed' }, status.jobStatus.failedCheckpointCount ?? 0)
      },
    )
    each(
      'flink_application_checkpoint_age_seconds',
      'Age of the last completed checkpoint.',
      [],
      ({ status }, set) => {
        const ageMs = ageOf(status?.jobStatus?.lastCheckpointTime, nowMs())
        if (ageMs !== undefined) set({}, ageMs / 1000)
      },
    )
    each(
      'flink_application_restore_point_age_seconds',
      'Age of the newest snapshot that the job could be started from.',
      [],
      ({ status }, set) => {
        const ageMs = ageOf(status?.restorePoint?.newest?.takenAt, nowMs())
        if (ageMs !== undefined) set({}, ageMs / 1000)
      },
    )
    each(
      'flink_application_phase_age_seconds',
      'Time since the phase, or the deletion, began; of a phase between deploys since the last one ended.',
      [],
      ({ status, metadata }, set) => {
        const since = status?.attempt?.phaseSince ?? status?.operations?.at(-1)?.endedAt
        const ageMs = ageOf(metadata.deletionTimestamp ?? since, nowMs())
        if (ageMs !== undefined) set({}, ageMs / 1000)
      },
    )
    each('flink_application_task_managers', 'TaskManagers, by state.', ['state'], ({ status }, set) => {
      const { numberOfTaskManagers = 0, healthyTaskManagers = 0 } = status?.clusterStatus ?? {}
      set({ state: 'healthy' }, healthyTaskManagers)
      set({ state: 'unhealthy' }, Math.max(0, numberOfTaskManagers - healthyTaskManagers))
    })
    each(
      'flink_application_last_update_downtime_seconds',
      'Time without a running job in the last update that ended, by how it ended, as the operator saw it.',
      ['kind', 'outcome'],
      ({ metadata }, set) => {
        const last = this.#tallies.get(`${metadata.namespace}/${metadata.name}`)?.lastDowntime
        if (last !== undefined) set({ kind: last.kind, outcome: last.outcome }, last.downtimeMs / 1000)
      },
    )
    this.#deploysCounter(
      applications,
      'flink_application_deploys_total',
      'Deploys, rescalings and recoveries that ended while this process led, by outcome.',
      ({ count }) => count,
    )
    this.#deploysCounter(
      applications,
      'flink_application_update_downtime_seconds_total',
      'Time without a running job in all updates that ended while this process led, by how they ended.',
      ({ downtimeMs }) => downtimeMs / 1000,
    )
  }

  #deploysCounter(
    applications: ReadCache<Application>,
    name: string,
    help: string,
    tell: (deploys: Deploys) => number,
  ): void {
    const tallies = this.#tallies
    new Counter({
      name,
      help,
      labelNames: ['namespace', 'name', 'kind', 'outcome'],
      registers: [this.registry],
      collect() {
        this.reset()
        for (const { metadata } of applications.list()) {
          const { namespace, name } = metadata
          const ended = tallies.get(`${namespace}/${name}`)?.deploys.values() ?? []
          for (const deploys of [...expectedDeploys, ...ended]) {
            const { kind, outcome } = deploys
            this.inc({ namespace, name, kind, outcome }, tell(deploys))
          }
        }
      },
    })
  }

  #processGauges(): void {
    this.#gauge('process_resident_memory_bytes', 'Resident memory of the process.', [], (set) => {
      set({}, process.memoryUsage.rss())
    })
    this.#gauge('process_start_time_seconds', 'When the process started.', [], (set) => {
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

  #gauge(
    name: string,
    help: string,
    labelNames: string[],
    tell: (set: (labels: Record<string, string>, value: number) => void) => void,
  ): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect() {
        this.reset()
        tell((labels, value) => this.set(labels, value))
      },
    })
  }
}

function ageOf(time: string | null | undefined, nowMs: number): number | undefined {
  const timeMs = Date.parse(time ?? '')
  return Number.isNaN(timeMs) ? undefined : Math.max(0, nowMs - timeMs)
}
