import { type Schemas } from './decode.ts'
import { hexId } from './ids.ts'
import { type CallOptions, type Requester } from './request.ts'

/** How many subtasks each vertex may have. */
export type ParallelismByVertex = Readonly<Record<string, { lowerBound: number; upperBound: number }>>

export interface Rescaling {
  /** Since 1.18, and only with the adaptive scheduler. @throws UnsupportedError with another */
  requirements(jobId: string, options?: CallOptions): Promise<ParallelismByVertex>
  /**
   * States the bounds anew for all vertices; -1 stands for the default. Flink rescales later, by restarting from the
   * latest checkpoint once slots are there: the parallelism of the vertices tells. Repeating it is harmless.
   *
   * @throws BusyError while another change of the same job is under way
   */
  require(jobId: string, bounds: ParallelismByVertex, options?: CallOptions): Promise<void>
  /** Since 2.3. */
  settings(jobId: string, options?: CallOptions): Promise<Schemas['RescaleConfig']>
  /** Since 2.3; empty unless `web.adaptive-scheduler.rescale-history.size` is set. */
  history(jobId: string, options?: CallOptions): Promise<Schemas['RescaleHistory']>
}

export function createRescaling({ api, via, read }: Requester): Rescaling {
  return {
    async requirements(jobId, options) {
      const answer = api.GET('/jobs/{jobid}/resource-requirements', { ...ofJob(jobId), ...via(options) })
      const found = Object.entries(await read('ResourceRequirements', answer))
      return Object.fromEntries(found.map(([vertexId, { parallelism }]) => [vertexId, parallelism]))
    },
    async require(jobId, bounds, options) {
      const body = Object.fromEntries(
        Object.entries(bounds).map(([vertexId, parallelism]) => [
          hexId('vertex id', vertexId),
          { parallelism },
        ]),
      )
      await read(
        'Empty',
        api.PUT('/jobs/{jobid}/resource-requirements', { ...ofJob(jobId), body, ...via(options) }),
      )
    },
    settings: async (jobId, options) =>
      read('RescaleConfig', api.GET('/jobs/{jobid}/rescales/config', { ...ofJob(jobId), ...via(options) })),
    history: async (jobId, options) =>
      read('RescaleHistory', api.GET('/jobs/{jobid}/rescales/history', { ...ofJob(jobId), ...via(options) })),
  }
}

function ofJob(jobId: string) {
  return { params: { path: { jobid: hexId('job id', jobId) } } }
}
