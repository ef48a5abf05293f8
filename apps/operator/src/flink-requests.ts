import { type createConnectionPool } from '@flink-operator/flink-client'

type Dispatcher = ReturnType<typeof createConnectionPool>

/** One exchange with a JobManager: nothing of its content, nothing that grows with jobs or jars. */
export interface FlinkRequest {
  method: string
  /** The path with `:id` for whatever names something, such as `/jobs/:id/checkpoints`. */
  endpoint: string
  /** The HTTP status; `none` when no answer came. */
  code: string
  durationMs: number
}

/** The same connections, with each exchange told once it has ended. */
export function observed(dispatcher: Dispatcher, onRequest: (request: FlinkRequest) => void): Dispatcher {
  return dispatcher.compose((dispatch) => (options, handler) => {
    const startedMs = performance.now()
    let code = 'none'
    const tell = () => {
      const endpoint = endpointOf(options.path)
      onRequest({ method: options.method, endpoint, code, durationMs: performance.now() - startedMs })
    }
    return dispatch(options, {
      onRequestStart: (controller, context: unknown) => handler.onRequestStart?.(controller, context),
      onResponseStart(controller, status, headers, message) {
        code = String(status)
        handler.onResponseStart?.(controller, status, headers, message)
      },
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd(controller, trailers) {
        tell()
        handler.onResponseEnd?.(controller, trailers)
      },
      onResponseError(controller, error) {
        tell()
        handler.onResponseError?.(controller, error)
      },
    })
  })
}

/** The words of Flink's REST paths that the operator asks for; everything else in a path is a name. */
const words = new Set(
  [
    'checkpoints',
    'config',
    'details',
    'exceptions',
    'jars',
    'jobs',
    'overview',
    'resource-requirements',
  ].concat(['run', 'savepoints', 'stop', 'taskmanagers', 'vertices']),
)

/** A path without names and query, and without the way through the API server. */
export function endpointOf(path: string): string {
  const [withoutQuery = ''] = path.split('?', 1)
  return withoutQuery
    .replace(/^\/api\/v1\/namespaces\/.*?\/proxy(?=\/)/, '')
    .split('/')
    .map((part) => (part === '' || words.has(part) ? part : ':id'))
    .join('/')
}
