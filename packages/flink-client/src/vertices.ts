import { type Schemas } from './decode.ts'
import { hexId } from './ids.ts'
import { type CallOptions, type Requester } from './request.ts'

/** How much of its time each subtask spent waiting, idle and busy. */
export interface BackPressure {
  /** Undefined until Flink has taken its first sample: ask again some seconds later. */
  level: Schemas['BackPressureLevel'] | undefined
  measuredAtMs: number | undefined
  /** Ratios from 0 to 1; NaN where there is no measure. */
  subtasks: {
    index: number
    level: Schemas['BackPressureLevel'] | undefined
    backPressured: number
    idle: number
    busy: number
  }[]
}

export interface Vertices {
  detail(jobId: string, vertexId: string, options?: CallOptions): Promise<Schemas['VertexDetail']>
  /** @throws BusyError on versions that fail until the first metrics are there */
  backPressure(jobId: string, vertexId: string, options?: CallOptions): Promise<BackPressure>
  subtaskTimes(jobId: string, vertexId: string, options?: CallOptions): Promise<Schemas['SubtaskTimes']>
  taskManagers(
    jobId: string,
    vertexId: string,
    options?: CallOptions,
  ): Promise<Schemas['VertexTaskManager'][]>
  accumulators(jobId: string, vertexId: string, options?: CallOptions): Promise<Schemas['Accumulator'][]>
  /** Watermark by subtask; undefined where there is none yet. A bigint, for it can pass 2^53. Since 1.10. */
  watermarks(jobId: string, vertexId: string, options?: CallOptions): Promise<(bigint | undefined)[]>
  /** Off unless `rest.flamegraph.enabled`: then there is no `data` and `endTimestamp` is -2. Since 1.13. */
  flameGraph(
    jobId: string,
    vertexId: string,
    options?: CallOptions & { type?: 'FULL' | 'ON_CPU' | 'OFF_CPU' },
  ): Promise<Schemas['FlameGraph']>
}

export function createVertices({ api, via, read }: Requester): Vertices {
  return {
    detail: async (jobId, vertexId, options) =>
      read(
        'VertexDetail',
        api.GET('/jobs/{jobid}/vertices/{vertexid}', { ...of(jobId, vertexId), ...via(options) }),
      ),
    async backPressure(jobId, vertexId, options) {
      const answer = api.GET('/jobs/{jobid}/vertices/{vertexid}/backpressure', {
        ...of(jobId, vertexId),
        ...via(options),
      })
      return backPressureOf(await read('BackPressure', answer))
    },
    subtaskTimes: async (jobId, vertexId, options) =>
      read(
        'SubtaskTimes',
        api.GET('/jobs/{jobid}/vertices/{vertexid}/subtasktimes', {
          ...of(jobId, vertexId),
          ...via(options),
        }),
      ),
    async taskManagers(jobId, vertexId, options) {
      const answer = api.GET('/jobs/{jobid}/vertices/{vertexid}/taskmanagers', {
        ...of(jobId, vertexId),
        ...via(options),
      })
      return (await read('VertexTaskManagers', answer)).taskmanagers
    },
    async accumulators(jobId, vertexId, options) {
      const answer = api.GET('/jobs/{jobid}/vertices/{vertexid}/accumulators', {
        ...of(jobId, vertexId),
        ...via(options),
      })
      return (await read('VertexAccumulators', answer))['user-accumulators']
    },
    async watermarks(jobId, vertexId, options) {
      const answer = api.GET('/jobs/{jobid}/vertices/{vertexid}/watermarks', {
        ...of(jobId, vertexId),
        ...via(options),
      })
      return watermarksOf(await read('Metrics', answer))
    },
    async flameGraph(jobId, vertexId, options = {}) {
      const { type } = options
      const params = { ...of(jobId, vertexId).params, ...(type === undefined ? {} : { query: { type } }) }
      return read(
        'FlameGraph',
        api.GET('/jobs/{jobid}/vertices/{vertexid}/flamegraph', { params, ...via(options) }),
      )
    },
  }
}

function of(jobId: string, vertexId: string) {
  return { params: { path: { jobid: hexId('job id', jobId), vertexid: hexId('vertex id', vertexId) } } }
}

/** The level has two spellings; before 1.17 only the second. */
function backPressureOf(answer: Schemas['BackPressure']): BackPressure {
  return {
    level: answer.backpressureLevel ?? answer['backpressure-level'],
    measuredAtMs: answer['end-timestamp'],
    subtasks: (answer.subtasks ?? []).map((subtask) => ({
      index: subtask.subtask,
      level: subtask.backpressureLevel ?? subtask['backpressure-level'],
      backPressured: subtask.ratio ?? NaN,
      idle: subtask.idleRatio ?? NaN,
      busy: subtask.busyRatio ?? NaN,
    })),
  }
}

/** `[{ id: "0.currentInputWatermark", value: "…" }]`; Long.MIN_VALUE stands for none. */
function watermarksOf(metrics: Schemas['Metrics']): (bigint | undefined)[] {
  const watermarks: (bigint | undefined)[] = []
  for (const { id, value } of metrics) {
    const index = /^(\d{1,6})\./.exec(id)?.[1]
    if (index === undefined || value === undefined || !/^-?\d{1,19}$/.test(value)) continue
    watermarks[Number(index)] = BigInt(value) === -(2n ** 63n) ? undefined : BigInt(value)
  }
  return Array.from(watermarks)
}
