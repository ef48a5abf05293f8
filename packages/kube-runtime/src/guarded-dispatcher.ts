import { type Dispatcher } from 'undici'

interface GuardOptions {
  /** What is guarded. @default every request */
  isGuarded?: (request: Dispatcher.DispatchOptions) => boolean
  /** Told what the guard threw. The request fails with it, as with a connection that broke. */
  onRefused?: (error: unknown) => void
}

/**
 * The same connections for as long as `guard` does not throw. It is asked when a connection is there and the first
 * byte is about to leave: until then a request may have waited for seconds, and what was true has changed.
 */
export function guardedDispatcher(
  dispatcher: Dispatcher,
  guard: () => void,
  { isGuarded = () => true, onRefused }: GuardOptions = {},
): Dispatcher {
  return dispatcher.compose((dispatch) => (options, handler) => {
    if (!isGuarded(options)) return dispatch(options, handler)
    return dispatch(options, {
      onRequestStart(controller, context: unknown) {
        try {
          guard()
        } catch (error) {
          onRefused?.(error)
          controller.abort(error as Error)
          return
        }
        handler.onRequestStart?.(controller, context)
      },
      onRequestUpgrade: (controller, status, headers, socket) =>
        handler.onRequestUpgrade?.(controller, status, headers, socket),
      onResponseStart: (controller, status, headers, message) =>
        handler.onResponseStart?.(controller, status, headers, message),
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
      onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
    })
  })
}
