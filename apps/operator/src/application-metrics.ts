import { type ReadCache } from '@flink-operator/kube-runtime'
import { type Application, type Decision } from '@flink-operator/reconciler'
import { Counter, Histogram, type Registry } from 'prom-client'
import { Downtimes } from './downtimes.ts'
import { endedOperation } from './ended-attempt.ts'
import { addGauge } from './gauge.ts'

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
/** Flink's `JobStatus`. A JobManager may answer anything, and no label may grow with what it answers. */
const jobStates = [
  'INITIALIZING',
  'CREATED',
  'RUNNING',
  'FAILING',
  'FAILED',
  'CANCELLING',
  'CANCELED',
  'FINISHED',
  'RESTARTING',
  'SUSPENDED',
  'RECONCILING',
]

/**
 * What is told of each application. It is read off the cache at each scrape, so the series end with the application; only what
 * its deploys came to is remembered.
 */
export class ApplicationMetrics {
  readonly #registry: Registry
  readonly #downtimeHistogram: Histogram<'kind' | 'outcome'>
  /** What has come about while this process led, by application. */
  readonly #tallies = new Map<string, Tally>()
  readonly #downtimes = new Downtimes()

  constructor(registry: Registry) {
    this.#registry = registry
    this.#downtimeHistogram = new Histogram({
      name: 'flink_operator_update_downtime_seconds',
      help: 'Time without a running job in each update, over all applications, as the operator saw it.',
      labelNames: ['kind', 'outcome'],
      buckets: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800],
      registers: [registry],
    })
  }

  /** A decision whose status is stored. */
  recorded(key: string, before: NonNullable<Application['status']>, decision: Decision, nowMs: number): void {
    const downtimeMs = this.#downtimes.recorded(key, before, decision, nowMs)
    const ended = endedOperation(before, decision.status)
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

  forget(key: string): void {
    this.#tallies.delete(key)
    this.#downtimes.forget(key)
  }

  /** What is read off the cache at each scrape. */
  watch(applications: ReadCache<Application>, nowMs: () => number): void {
    const each = (
      name: string,
      help: string,
      labels: string[],
      tell: (app: Application, set: (labels: Record<string, string>, value: number) => void) => void,
    ) =>
      addGauge(this.#registry, name, help, ['namespace', 'name', ...labels], (set) => {
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
    each(
      'flink_application_job_state',
      "1 for the state of the job, in Flink's words.",
      ['state'],
      ({ status }, set) => {
        const state = status?.jobStatus?.state ?? ''
        if (jobStates.includes(state)) set({ state }, 1)
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
      'Restores of the running job from a snapshot, its start from one included, as its JobManager counts them.',
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
      'Deploys, rescalings, recoveries and teardowns that ended while this process led, by outcome.',
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
      registers: [this.#registry],
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
}

function ageOf(time: string | null | undefined, nowMs: number): number | undefined {
  const timeMs = Date.parse(time ?? '')
  return Number.isNaN(timeMs) ? undefined : Math.max(0, nowMs - timeMs)
}
