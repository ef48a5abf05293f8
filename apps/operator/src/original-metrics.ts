import { refOf } from '@flink-operator/kube-runtime'
import { type Action } from '@flink-operator/reconciler'
import { Counter, type Registry, Summary } from 'prom-client'
import { type ActionResult } from './apply/outcome-of-error.ts'
import { type FlinkRequest } from './flink-requests.ts'

/** All counters of the original but those of phases, which are there for each phase that an application has been in. */
const counters: Readonly<Record<string, readonly string[]>> = {
  reconciler: ['cache_hit', 'cache_miss', 'reconcile_error'],
  k8_cluster: [
    ...['create_success', 'create_failure', 'update_success', 'update_failure', 'update_conflict'],
    ...['update_invalide_version', 'delete_success', 'delete_failure'],
    ...['get_deployment_cache_hit', 'get_deployment_cache_miss', 'get_deployment_failure'],
  ],
  flink_controller: ['delete_resource_success', 'delete_resource_failure', 'app_changed_counter'],
  job_manager_controller: ['deployment', 'service', 'ingress'].flatMap((kind) => [
    ...[`${kind}_create_success`, `${kind}_create_failure`],
  ]),
  task_manager_controller: ['deployment_create_success', 'deployment_create_failure'],
  flink_jm_client: [
    ...['submit_job', 'cancel_job', 'force_cancel_job', 'check_savepoint_status'].flatMap(withOutcome),
    ...['get_jobs', 'get_job_config', 'get_cluster'].flatMap(withOutcome),
    ...['get_checkpoints_success', 'get_checkpoints_failed'],
    ...['savepoint_job_success', 'savepoint_job_failed'],
  ],
}

function withOutcome(name: string): string[] {
  return [`${name}_success`, `${name}_failure`]
}

/**
 * The metrics of Lyft's flinkk8soperator under its names, `<prefix>:<scope>:<name>`, with its labels `app_name` and `ns`,
 * for dashboards that exist. What the original counts wrongly is counted rightly here, and series end with their
 * application. Each counter begins with 0; those of what does not happen here, such as a miss of the cache, stay there.
 *
 * @see docs/metrics.md
 */
export class OriginalMetrics {
  readonly #registry: Registry
  readonly #prefix: string
  readonly #metrics = new Map<string, Counter | Summary>()
  /** The applications whose counters have begun. */
  readonly #begun = new Set<string>()

  constructor(registry: Registry, prefix: string) {
    this.#registry = registry
    this.#prefix = prefix
  }

  passed(
    key: string,
    { phase, durationMs, isGood }: { phase: string | undefined; durationMs: number; isGood: boolean },
  ): void {
    if (phase === undefined) return
    this.#count(key, 'reconciler', 'cache_hit')
    // Each pass reads the Deployments, and from the cache alone: it is complete, or nothing is worked on.
    this.#count(key, 'k8_cluster', 'get_deployment_cache_hit')
    this.#time(key, `${phase}_handle_time_ms`, durationMs)
    if (isGood) this.#time(key, `${phase}_handle_time_success_ms`, durationMs)
    else this.#count(key, 'state_machine', `${phase}_error`)
  }

  passFailed(key: string): void {
    this.#count(key, 'reconciler', 'reconcile_error')
  }

  /** The finalizer or the status was written. */
  written(key: string): void {
    this.#count(key, 'k8_cluster', 'update_success')
  }

  /** @param status of the answer to an update, if one came */
  notWritten(key: string, status: number | undefined): void {
    const why = status === 409 ? 'conflict' : status === 422 ? 'invalide_version' : 'failure'
    this.#count(key, 'k8_cluster', `update_${why}`)
  }

  /** What is asked for is no longer what is deployed. */
  targetChanged(key: string): void {
    this.#count(key, 'flink_controller', 'app_changed_counter')
  }

  acted(key: string, action: Action, result: ActionResult): void {
    const { kind } = result
    const outcome = kind === 'done' ? 'success' : 'failure'
    switch (action.type) {
      case 'createObject': {
        this.#count(key, 'k8_cluster', `create_${outcome}`)
        const labels = action.object.metadata['labels'] as Record<string, string> | undefined
        const role =
          labels?.['flink-deployment-type'] === 'taskmanager'
            ? 'task_manager_controller'
            : 'job_manager_controller'
        this.#count(key, role, `${action.object.kind.toLowerCase()}_create_${outcome}`)
        break
      }
      case 'patchObject':
      case 'removeFinalizer':
        if (kind === 'done') this.written(key)
        else this.notWritten(key, kind === 'refused' ? result.status : undefined)
        break
      case 'deleteObject':
        this.#count(key, 'k8_cluster', `delete_${outcome}`)
        this.#count(key, 'flink_controller', `delete_resource_${outcome}`)
        break
      case 'stopWithSavepoint':
        this.#count(key, 'flink_jm_client', `cancel_job_${outcome}`)
        break
      case 'triggerSavepoint':
        if (action.cancelJob) this.#count(key, 'flink_jm_client', `cancel_job_${outcome}`)
        else this.#count(key, 'flink_jm_client', `savepoint_job_${kind === 'done' ? 'success' : 'failed'}`)
        break
      case 'cancelJob':
        this.#count(key, 'flink_jm_client', `force_cancel_job_${outcome}`)
        break
      case 'runJar':
        this.#count(key, 'flink_jm_client', `submit_job_${outcome}`)
    }
  }

  flinkAsked(app: { namespace: string; name: string }, { method, endpoint, code }: FlinkRequest): void {
    if (method !== 'GET') return
    const isGood = code.startsWith('2')
    const key = `${app.namespace}/${app.name}`
    const outcome = isGood ? 'success' : 'failure'
    switch (endpoint) {
      case '/overview':
        this.#count(key, 'flink_jm_client', `get_cluster_${outcome}`)
        break
      case '/jobs/overview':
        this.#count(key, 'flink_jm_client', `get_jobs_${outcome}`)
        break
      case '/jobs/:id/savepoints/:id':
        this.#count(key, 'flink_jm_client', `check_savepoint_status_${outcome}`)
        break
      case '/jobs/:id/checkpoints':
        this.#count(key, 'flink_jm_client', `get_checkpoints_${isGood ? 'success' : 'failed'}`)
    }
  }

  forget(key: string): void {
    this.#begun.delete(key)
    for (const metric of this.#metrics.values()) metric.remove(labelsOf(key))
  }

  #count(key: string, scope: string, name: string): void {
    this.#begin(key)
    this.#counter(scope, name).inc(labelsOf(key))
  }

  /** A series that begins with 1 hides the first increase from `increase()`. */
  #begin(key: string): void {
    if (this.#begun.has(key)) return
    this.#begun.add(key)
    for (const [scope, names] of Object.entries(counters))
      for (const name of names) this.#counter(scope, name).inc(labelsOf(key), 0)
  }

  #counter(scope: string, name: string): Counter {
    return this.#metric(`${this.#prefix}:${scope}:${name}`, (options) => new Counter(options)) as Counter
  }

  #time(key: string, name: string, durationMs: number): void {
    const metric = this.#metric(
      `${this.#prefix}:state_machine:${name}`,
      (options) => new Summary({ ...options, percentiles: [] }),
    ) as Summary
    metric.observe(labelsOf(key), durationMs)
  }

  #metric(
    name: string,
    make: (options: {
      name: string
      help: string
      labelNames: string[]
      registers: Registry[]
    }) => Counter | Summary,
  ): Counter | Summary {
    const known = this.#metrics.get(name)
    if (known !== undefined) return known
    const made = make({
      name,
      help: 'As flinkk8soperator has it.',
      labelNames: ['app_name', 'ns'],
      registers: [this.#registry],
    })
    this.#metrics.set(name, made)
    return made
  }
}

function labelsOf(key: string): { app_name: string; ns: string } {
  const { namespace = '', name } = refOf(key)
  return { app_name: name, ns: namespace }
}
