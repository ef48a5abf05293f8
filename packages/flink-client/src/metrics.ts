import { type Schemas } from './decode.ts'
import { hexId, segment } from './ids.ts'
import { type CallOptions, type Requester } from './request.ts'

/** By name. Flink writes values as texts; those that are no numbers are left out. */
export type MetricValues = Map<string, number>

export interface Aggregate {
  min?: number
  max?: number
  avg?: number
  sum?: number
  /** Since 1.20. */
  skew?: number
}

export type AggregateOptions = CallOptions & {
  /** @default all that the version has */
  aggregations?: readonly Schemas['Aggregation'][] | undefined
}

/**
 * Metrics, as far as Flink has fetched them: it does so at most every 10 s and only when asked, so the first answer after
 * a pause is empty or old. A name that has no value is left out. Names with a comma cannot be asked for.
 *
 * Each `…Names` lists what there is, each other reads values.
 */
export interface Metrics {
  jobManagerNames(options?: CallOptions): Promise<string[]>
  jobManager(names: readonly string[], options?: CallOptions): Promise<MetricValues>
  taskManagerNames(taskManagerId: string, options?: CallOptions): Promise<string[]>
  taskManager(taskManagerId: string, names: readonly string[], options?: CallOptions): Promise<MetricValues>
  /** An unknown job has no metrics: the list is empty. */
  jobNames(jobId: string, options?: CallOptions): Promise<string[]>
  job(jobId: string, names: readonly string[], options?: CallOptions): Promise<MetricValues>
  /** Names begin with the index of the subtask: `0.numRecordsOut`. */
  vertexNames(jobId: string, vertexId: string, options?: CallOptions): Promise<string[]>
  vertex(
    jobId: string,
    vertexId: string,
    names: readonly string[],
    options?: CallOptions,
  ): Promise<MetricValues>
  subtask(
    jobId: string,
    vertexId: string,
    index: number,
    names: readonly string[],
    options?: CallOptions,
  ): Promise<MetricValues>
  /** Of the operator's coordinator on the JobManager. Since 1.20. */
  vertexOperator(
    jobId: string,
    vertexId: string,
    names: readonly string[],
    options?: CallOptions,
  ): Promise<MetricValues>
  /** Over all jobs, or some. */
  ofJobs(
    names: readonly string[],
    options?: AggregateOptions & { jobIds?: readonly string[] },
  ): Promise<Map<string, Aggregate>>
  ofTaskManagers(
    names: readonly string[],
    options?: AggregateOptions & { taskManagerIds?: readonly string[] },
  ): Promise<Map<string, Aggregate>>
  /** `subtasks` such as `0-3,7`. */
  ofSubtasks(
    jobId: string,
    vertexId: string,
    names: readonly string[],
    options?: AggregateOptions & { subtasks?: string },
  ): Promise<Map<string, Aggregate>>
}

export function createMetrics({ api, via, read }: Requester): Metrics {
  const get = (names: readonly string[]) => ({ get: [...names] })
  const aggregated = (name: string, { aggregations }: AggregateOptions) => ({
    get: [name],
    ...(aggregations === undefined ? {} : { agg: [...aggregations] }),
  })

  /** If one of several names has no value anywhere, Flink answers nothing for all of them; so each is asked alone. */
  async function each(
    names: readonly string[],
    ask: (name: string) => Promise<Schemas['AggregatedMetrics']>,
  ) {
    const answers = await Promise.all(names.map(ask))
    return new Map(
      answers.flat().map(({ id, ...aggregate }) => [id, aggregate] satisfies [string, Aggregate]),
    )
  }

  return {
    async jobManagerNames(options) {
      return namesOf(await read('Metrics', api.GET('/jobmanager/metrics', via(options))))
    },
    async jobManager(names, options) {
      if (names.length === 0) return new Map()
      const params = { query: get(names) }
      return valuesOf(await read('Metrics', api.GET('/jobmanager/metrics', { params, ...via(options) })))
    },
    async taskManagerNames(id, options) {
      const params = { path: { taskmanagerid: segment('TaskManager id', id) } }
      return namesOf(
        await read('Metrics', api.GET('/taskmanagers/{taskmanagerid}/metrics', { params, ...via(options) })),
      )
    },
    async taskManager(id, names, options) {
      if (names.length === 0) return new Map()
      const params = { path: { taskmanagerid: segment('TaskManager id', id) }, query: get(names) }
      return valuesOf(
        await read('Metrics', api.GET('/taskmanagers/{taskmanagerid}/metrics', { params, ...via(options) })),
      )
    },
    async jobNames(jobId, options) {
      const params = { path: ofJob(jobId) }
      return namesOf(await read('Metrics', api.GET('/jobs/{jobid}/metrics', { params, ...via(options) })))
    },
    async job(jobId, names, options) {
      if (names.length === 0) return new Map()
      const params = { path: ofJob(jobId), query: get(names) }
      return valuesOf(await read('Metrics', api.GET('/jobs/{jobid}/metrics', { params, ...via(options) })))
    },
    async vertexNames(jobId, vertexId, options) {
      const params = { path: ofVertex(jobId, vertexId) }
      return namesOf(
        await read(
          'Metrics',
          api.GET('/jobs/{jobid}/vertices/{vertexid}/metrics', { params, ...via(options) }),
        ),
      )
    },
    async vertex(jobId, vertexId, names, options) {
      if (names.length === 0) return new Map()
      const params = { path: ofVertex(jobId, vertexId), query: get(names) }
      return valuesOf(
        await read(
          'Metrics',
          api.GET('/jobs/{jobid}/vertices/{vertexid}/metrics', { params, ...via(options) }),
        ),
      )
    },
    async subtask(jobId, vertexId, index, names, options) {
      if (names.length === 0) return new Map()
      const params = { path: { ...ofVertex(jobId, vertexId), subtaskindex: index }, query: get(names) }
      const answer = api.GET('/jobs/{jobid}/vertices/{vertexid}/subtasks/{subtaskindex}/metrics', {
        params,
        ...via(options),
      })
      return valuesOf(await read('Metrics', answer))
    },
    async vertexOperator(jobId, vertexId, names, options) {
      if (names.length === 0) return new Map()
      const params = { path: ofVertex(jobId, vertexId), query: get(names) }
      const answer = api.GET('/jobs/{jobid}/vertices/{vertexid}/jm-operator-metrics', {
        params,
        ...via(options),
      })
      return valuesOf(await read('Metrics', answer))
    },
    ofJobs: async (names, options = {}) =>
      each(names, (name) => {
        const { jobIds } = options
        const query = { ...aggregated(name, options), ...(jobIds === undefined ? {} : { jobs: [...jobIds] }) }
        return read('AggregatedMetrics', api.GET('/jobs/metrics', { params: { query }, ...via(options) }))
      }),
    ofTaskManagers: async (names, options = {}) =>
      each(names, (name) => {
        const { taskManagerIds } = options
        const query = {
          ...aggregated(name, options),
          ...(taskManagerIds === undefined ? {} : { taskmanagers: [...taskManagerIds] }),
        }
        return read(
          'AggregatedMetrics',
          api.GET('/taskmanagers/metrics', { params: { query }, ...via(options) }),
        )
      }),
    ofSubtasks: async (jobId, vertexId, names, options = {}) =>
      each(names, (name) => {
        const { subtasks } = options
        const query = { ...aggregated(name, options), ...(subtasks === undefined ? {} : { subtasks }) }
        const params = { path: ofVertex(jobId, vertexId), query }
        return read(
          'AggregatedMetrics',
          api.GET('/jobs/{jobid}/vertices/{vertexid}/subtasks/metrics', { params, ...via(options) }),
        )
      }),
  }
}

function ofJob(jobId: string) {
  return { jobid: hexId('job id', jobId) }
}

function ofVertex(jobId: string, vertexId: string) {
  return { ...ofJob(jobId), vertexid: hexId('vertex id', vertexId) }
}

function namesOf(metrics: Schemas['Metrics']): string[] {
  return metrics.map(({ id }) => id)
}

function valuesOf(metrics: Schemas['Metrics']): MetricValues {
  const values: MetricValues = new Map()
  for (const { id, value } of metrics) {
    const number = value === undefined || value.trim() === '' ? undefined : Number(value)
    if (number !== undefined && (!Number.isNaN(number) || value === 'NaN')) values.set(id, number)
  }
  return values
}
