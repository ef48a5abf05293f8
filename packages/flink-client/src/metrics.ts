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

  type Answer = Parameters<typeof read<'Metrics'>>[1]

  async function namesOf(answer: Answer): Promise<string[]> {
    return (await read('Metrics', answer)).map(({ id }) => id)
  }

  async function valuesOf(
    names: readonly string[],
    ask: (query: { get: string[] }) => Answer,
  ): Promise<MetricValues> {
    return names.length === 0 ? new Map() : numbersIn(await read('Metrics', ask(get(names))))
  }

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
    jobManagerNames: async (options) => namesOf(api.GET('/jobmanager/metrics', via(options))),
    jobManager: async (names, options) =>
      valuesOf(names, (query) => api.GET('/jobmanager/metrics', { params: { query }, ...via(options) })),
    taskManagerNames: async (id, options) =>
      namesOf(
        api.GET('/taskmanagers/{taskmanagerid}/metrics', {
          params: { path: ofTaskManager(id) },
          ...via(options),
        }),
      ),
    taskManager: async (id, names, options) =>
      valuesOf(names, (query) =>
        api.GET('/taskmanagers/{taskmanagerid}/metrics', {
          params: { path: ofTaskManager(id), query },
          ...via(options),
        }),
      ),
    jobNames: async (jobId, options) =>
      namesOf(api.GET('/jobs/{jobid}/metrics', { params: { path: ofJob(jobId) }, ...via(options) })),
    job: async (jobId, names, options) =>
      valuesOf(names, (query) =>
        api.GET('/jobs/{jobid}/metrics', { params: { path: ofJob(jobId), query }, ...via(options) }),
      ),
    vertexNames: async (jobId, vertexId, options) =>
      namesOf(
        api.GET('/jobs/{jobid}/vertices/{vertexid}/metrics', {
          params: { path: ofVertex(jobId, vertexId) },
          ...via(options),
        }),
      ),
    vertex: async (jobId, vertexId, names, options) =>
      valuesOf(names, (query) =>
        api.GET('/jobs/{jobid}/vertices/{vertexid}/metrics', {
          params: { path: ofVertex(jobId, vertexId), query },
          ...via(options),
        }),
      ),
    subtask: async (jobId, vertexId, index, names, options) =>
      valuesOf(names, (query) =>
        api.GET('/jobs/{jobid}/vertices/{vertexid}/subtasks/{subtaskindex}/metrics', {
          params: { path: { ...ofVertex(jobId, vertexId), subtaskindex: index }, query },
          ...via(options),
        }),
      ),
    vertexOperator: async (jobId, vertexId, names, options) =>
      valuesOf(names, (query) =>
        api.GET('/jobs/{jobid}/vertices/{vertexid}/jm-operator-metrics', {
          params: { path: ofVertex(jobId, vertexId), query },
          ...via(options),
        }),
      ),
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

function ofTaskManager(id: string) {
  return { taskmanagerid: segment('TaskManager id', id) }
}

function numbersIn(metrics: Schemas['Metrics']): MetricValues {
  const values: MetricValues = new Map()
  for (const { id, value } of metrics) {
    const number = value === undefined || value.trim() === '' ? undefined : Number(value)
    if (number !== undefined && (!Number.isNaN(number) || value === 'NaN')) values.set(id, number)
  }
  return values
}
