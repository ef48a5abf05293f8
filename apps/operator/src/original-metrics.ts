import { refOf } from '@flink-operator/kube-runtime'
import { type Action } from '@flink-operator/reconciler'
import { Counter, type Registry, Summary } from 'prom-client'
import { type ActionResult } from './apply/outcome-of-error.ts'
import { type FlinkRequest } from './flink-requests.ts'

/**
 * The metrics of Lyft's flinkk8soperator under its names, `<prefix>:<scope>:<name>`, with its labels `app_name` and `ns`,
 * for dashboards that exist. What the original counts wrongly is counted rightly here, series end with their
 * application, and what has no counterpart in this operator is absent.
 *
 * @see docs/metrics.md
 */
export class OriginalMetrics {
  readonly #registry: Registry
  readonly #prefix: string
  readonly #metrics = new Map<string, Counter | Summary>()

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
    this.#time(key, `${phase}_handle_time_ms`, durationMs)
    if (isGood) this.#time(key, `${phase}_handle_time_success_ms`, durationMs)
    else this.#count(key, 'state_machine', `${phase}_error`)
  }

  passFailed(key: string): void {
    this.#count(key, 'reconciler', 'reconcile_error')
  }

  acted(key: string, action: Action, { kind }: ActionResult): void {
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
        this.#count(key, 'k8_cluster', `update_${outcome}`)
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
        break
      case 'removeFinalizer':
        this.#count(key, 'k8_cluster', `update_${outcome}`)
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
    for (const metric of this.#metrics.values()) metric.remove(labelsOf(key))
  }

  #count(key: string, scope: string, name: string): void {
    const metric = this.#metric(
      `${this.#prefix}:${scope}:${name}`,
      (options) => new Counter(options),
    ) as Counter
    metric.inc(labelsOf(key))
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
