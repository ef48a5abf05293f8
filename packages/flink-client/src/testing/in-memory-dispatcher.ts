import { Dispatcher } from 'undici'
import { type Clock } from '../clock.ts'
import { type Step } from './reply.ts'

export interface FakeRequest {
  method: string
  /** Without the query. */
  path: string
  query: URLSearchParams
  headers: Readonly<Record<string, string>>
  body: string
  bodyBytes: number
}

export type Respond = (request: FakeRequest) => Iterable<Step>

/** A dispatcher without sockets: requests go to a function, answers come by its steps. */
export class InMemoryDispatcher extends Dispatcher {
  readonly #respond: Respond
  readonly #clock: Clock

  constructor(respond: Respond, clock: Clock) {
    super()
    this.#respond = respond
    this.#clock = clock
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const controller = new Controller()
    this.#play(options, handler, controller).catch((error: unknown) => {
      handler.onResponseError?.(controller, error as Error)
    })
    return true
  }

  async #play(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    controller: Controller,
  ): Promise<void> {
    // As over a socket, nothing happens before the caller has got its promise.
    await Promise.resolve()
    const { text, bytes } = await readBody(options.body)
    const url = new URL(options.path, 'http://fake')
    const steps = this.#respond({
      method: options.method,
      path: url.pathname,
      query: url.searchParams,
      headers: Object.fromEntries(
        Object.entries((options.headers ?? {}) as Record<string, string>).map(([key, value]) => [
          key.toLowerCase(),
          value,
        ]),
      ),
      body: text,
      bodyBytes: bytes,
    })
    let isStarted = false
    const isAborted = () => controller.aborted
    try {
      for (const step of steps) {
        if (step.do === 'refuse') return handler.onResponseError?.(controller, refused())
        if (!isStarted) handler.onRequestStart?.(controller, null)
        isStarted = true
        if (isAborted()) break
        if (step.do === 'hang') {
          await controller.abortion
          return
        }
        if (step.do === 'wait') await Promise.race([this.#wait(step.ms), controller.abortion])
        if (isAborted()) break
        if (step.do === 'reset') return handler.onResponseError?.(controller, reset())
        if (step.do === 'head') handler.onResponseStart?.(controller, step.status, step.headers)
        if (step.do === 'data') {
          handler.onResponseData?.(controller, Buffer.from(step.bytes))
          // An endless body must leave others their turn.
          await Promise.resolve()
        }
        if (step.do === 'end') return handler.onResponseEnd?.(controller, {})
      }
    } finally {
      if (isAborted()) handler.onResponseError?.(controller, controller.reason ?? reset())
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.setTimer(ms, resolve))
  }
}

class Controller implements Dispatcher.DispatchController {
  aborted = false
  paused = false
  reason: Error | null = null
  readonly abortion: Promise<void>
  #onAbort: () => void = () => undefined
  constructor() {
    this.abortion = new Promise((resolve) => (this.#onAbort = resolve))
  }
  abort(reason: Error): void {
    this.aborted = true
    this.reason = reason
    this.#onAbort()
  }
  pause(): void {
    this.paused = true
  }
  resume(): void {
    this.paused = false
  }
}

async function readBody(body: unknown): Promise<{ text: string; bytes: number }> {
  if (body == null) return { text: '', bytes: 0 }
  if (typeof body === 'string') return { text: body, bytes: Buffer.byteLength(body) }
  let bytes = 0
  const kept: Uint8Array[] = []
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    // Enough for the head of a multipart body; the rest of a large jar is only counted.
    if (bytes < 65_536) kept.push(chunk)
    bytes += chunk.byteLength
  }
  return { text: Buffer.concat(kept).toString('latin1'), bytes }
}

const refused = () =>
  Object.assign(new Error('connect ECONNREFUSED fake'), { code: 'ECONNREFUSED', syscall: 'connect' })
const reset = () => Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })
