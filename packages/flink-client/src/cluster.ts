import { type Schemas } from './decode.ts'
import { segment } from './ids.ts'
import { type CallOptions, type Requester } from './request.ts'

export interface Cluster {
  /** Slots, TaskManagers, job counts. Not cached: the right probe for "is it ready". */
  overview(options?: CallOptions): Promise<Schemas['ClusterOverview']>
  /** Version and switches of the dashboard. Answered a moment before the JobManager is ready. */
  config(options?: CallOptions): Promise<Schemas['DashboardConfig']>
  /** The configuration in force. Flink masks some secrets as `******`, not all: treat the rest with care. */
  configuration(options?: CallOptions): Promise<Map<string, string>>
  /** JVM and class path. Since 1.16. */
  environment(options?: CallOptions): Promise<Schemas['Environment']>
  /** Log files of the JobManager that answers. Since 1.11. */
  logs(options?: CallOptions): Promise<Schemas['LogFile'][]>
  /** One log file, at most 32 MiB. Since 1.11. */
  log(name: string, options?: CallOptions): Promise<string>
  /** Since 1.15. */
  threadDump(options?: CallOptions): Promise<Schemas['ThreadInfo'][]>
  /**
   * Ends the cluster. Running jobs are suspended, which without high availability loses their checkpoints unless they
   * are retained on cancellation. The process may answer a few more requests, and waits up to 5 minutes for results of
   * savepoints and stops that nobody has read.
   */
  shutDown(options?: CallOptions): Promise<void>
}

export const maxLogBytes = 32 * 1024 * 1024

export function createCluster({ api, via, read, readText }: Requester): Cluster {
  return {
    overview: async (options) => read('ClusterOverview', api.GET('/overview', via(options))),
    config: async (options) => read('DashboardConfig', api.GET('/config', via(options))),
    async configuration(options) {
      const entries = await read('ConfigEntries', api.GET('/jobmanager/config', via(options)))
      return new Map(entries.map(({ key, value }) => [key, value]))
    },
    environment: async (options) => read('Environment', api.GET('/jobmanager/environment', via(options))),
    async logs(options) {
      return (await read('LogList', api.GET('/jobmanager/logs', via(options)))).logs
    },
    async log(name, options) {
      const params = { path: { filename: segment('file name', name) } }
      const limits = via(options, { maxResponseBytes: maxLogBytes })
      return readText(api.GET('/jobmanager/logs/{filename}', { params, parseAs: 'text', ...limits }))
    },
    async threadDump(options) {
      return (await read('ThreadDump', api.GET('/jobmanager/thread-dump', via(options)))).threadInfos
    },
    async shutDown(options) {
      await read('Empty', api.DELETE('/cluster', via(options)))
    },
  }
}
