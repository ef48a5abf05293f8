import { maxLogBytes } from './cluster.ts'
import { type Schemas } from './decode.ts'
import { segment } from './ids.ts'
import { type CallOptions, type Requester } from './request.ts'

export interface TaskManagers {
  /** A lost TaskManager stays listed, with its slots, until `heartbeat.timeout` (50 s) or its connection is refused. */
  list(options?: CallOptions): Promise<Schemas['TaskManager'][]>
  detail(taskManagerId: string, options?: CallOptions): Promise<Schemas['TaskManagerDetail']>
  /** Since 1.11. */
  logs(taskManagerId: string, options?: CallOptions): Promise<Schemas['LogFile'][]>
  /** One log file, at most 32 MiB. Since 1.11. */
  log(taskManagerId: string, name: string, options?: CallOptions): Promise<string>
  /** Since 1.11. */
  threadDump(taskManagerId: string, options?: CallOptions): Promise<Schemas['ThreadInfo'][]>
}

export function createTaskManagers({ api, via, read, readText }: Requester): TaskManagers {
  return {
    async list(options) {
      return (await read('TaskManagerList', api.GET('/taskmanagers', via(options)))).taskmanagers
    },
    detail: async (id, options) =>
      read('TaskManagerDetail', api.GET('/taskmanagers/{taskmanagerid}', { ...of(id), ...via(options) })),
    async logs(id, options) {
      return (
        await read('LogList', api.GET('/taskmanagers/{taskmanagerid}/logs', { ...of(id), ...via(options) }))
      ).logs
    },
    async log(id, name, options) {
      const params = { path: { ...of(id).params.path, filename: segment('file name', name) } }
      const limits = via(options, { maxResponseBytes: maxLogBytes })
      return readText(
        api.GET('/taskmanagers/{taskmanagerid}/logs/{filename}', { params, parseAs: 'text', ...limits }),
      )
    },
    async threadDump(id, options) {
      const answer = api.GET('/taskmanagers/{taskmanagerid}/thread-dump', { ...of(id), ...via(options) })
      return (await read('ThreadDump', answer)).threadInfos
    },
  }
}

/** A pod name or `host:port-hex`: an opaque text. */
function of(taskManagerId: string) {
  return { params: { path: { taskmanagerid: segment('TaskManager id', taskManagerId) } } }
}
