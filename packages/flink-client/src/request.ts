import createClient, { createQuerySerializer, type Client } from 'openapi-fetch'
import { type Dispatcher } from 'undici'
import { reasonOf, systemClock, type Clock } from './clock.ts'
import { createConnectionPool } from './connection-pool.ts'
import { misfit, type Schemas, type ShapeName } from './decode.ts'
import {
  AccessDeniedError,
  MalformedAnswerError,
  NotReadyError,
  OutcomeUnknownError,
  TimedOutError,
  type FlinkError,
} from './errors.ts'
import { errorOfAnswer } from './error-of-answer.ts'
import { type paths } from './generated/rest.ts'
import { parseFlinkVersion } from './version.ts'

export interface FlinkClientOptions {
  /**
   * Where the JobManager's REST interface is, such as `http://localhost:8081`; a path is kept, for a `kubectl proxy`, an
   * API server's service proxy or an ingress.
   */
  baseUrl: string
  /**
   * How long one call may take from start to end, connecting and waiting for a connection included. `jars.run` and
   * `jars.plan`, which run the program, get at least 5 minutes, `jars.upload` 10, unless the call itself says otherwise.
   * @default 15_000
   */
  timeoutMs?: number
  /**
   * The largest answer that is read; log files have their own limit.
   * @default 8_388_608
   */
  maxResponseBytes?: number
  /** Sent with every request. A function is asked each time, for tokens that are renewed. */
  headers?: Readonly<Record<string, string>> | (() => Headers | Promise<Headers>)
  /**
   * Connections to use in place of the client's own: one pool for many clients, TLS, a proxy. The maker closes it.
   * @see createConnectionPool
   */
  dispatcher?: Dispatcher
  /** Spares the client from asking; such as `1.20.5`. */
  flinkVersion?: string
  /** Time, for tests. */
  clock?: Clock
}

type Headers = Readonly<Record<string, string>>

export interface CallOptions {
  /** Ends the call with the signal's reason. A change that was on its way may have been made. */
  signal?: AbortSignal | undefined
  /** @default the client's `timeoutMs` */
  timeoutMs?: number | undefined
}

/** What the resources are built on. */
export interface Requester {
  readonly api: Client<paths>
  readonly clock: Clock
  /** How long one request may take unless its caller says otherwise. */
  readonly timeoutMs: number
  /** One deadline for a call that takes more than one request. */
  readonly within: (call: CallOptions | undefined, defaults?: { timeoutMs?: number }) => Span
  /** Grows with every connection that breaks or cannot be made: who answers then may be another JobManager. */
  readonly breaks: () => number
  /** What a call of `api` needs beside its parameters. */
  readonly via: (
    call: CallOptions | undefined,
    defaults?: { timeoutMs?: number; maxResponseBytes?: number },
  ) => Via
  /** The body of an answer once it is known to have the shape it should. */
  readonly read: <Name extends ShapeName>(
    name: Name,
    answer: Promise<ApiAnswer<AsAnswered<Schemas[Name]>>>,
  ) => Promise<Schemas[Name]>
  /** The text of an answer. */
  readonly readText: (answer: Promise<ApiAnswer<string>>) => Promise<string>
  /** `GET http://…/path`, for messages of errors that are found before anything is sent. */
  readonly describe: (method: string, path: string) => string
  readonly close: () => Promise<void>
}

/** What is left of a deadline, whenever it is read. */
export interface Span {
  /** For a request beside the main one: the client's own limit, or what is left if that is less. */
  readonly each: CallOptions
  /** For the main one: all that is left. */
  readonly rest: CallOptions
}

export function createSpan(
  { clock, timeoutMs: eachMs }: { clock: Clock; timeoutMs: number },
  signal: AbortSignal | undefined,
  timeoutMs: number,
): Span {
  const deadlineMs = clock.nowMs() + timeoutMs
  const leftMs = () => Math.max(1, deadlineMs - clock.nowMs())
  return {
    get each() {
      return { signal, timeoutMs: Math.min(eachMs, leftMs()) }
    },
    get rest() {
      return { signal, timeoutMs: leftMs() }
    },
  }
}

/** What openapi-fetch makes of the type of an answer; it takes the open end of an enumeration for an object. */
type AsAnswered<T> = T extends (infer Item)[]
  ? AsAnswered<Item>[]
  : T extends object
    ? { [Key in keyof T]: AsAnswered<T[Key]> }
    : T
type ApiAnswer<Data> = { data?: Data | undefined; response: Response }
type Via = { fetch: (request: Request) => Promise<Response> }

/**
 * The only place that sends a request: within its deadline, its bytes and its pool; it follows no redirect and fetches
 * no address that an answer names.
 */
export function createRequester(options: FlinkClientOptions): Requester {
  const { origin, prefix } = splitBaseUrl(options.baseUrl)
  if (options.flinkVersion !== undefined && parseFlinkVersion(options.flinkVersion) === undefined) {
    throw new TypeError(
      `flinkVersion is ${JSON.stringify(options.flinkVersion)}; write it like 1.20 or 2.3.0.`,
    )
  }
  const clock = options.clock ?? systemClock
  const dispatcher = options.dispatcher ?? createConnectionPool()
  const isOwnPool = options.dispatcher === undefined
  const clientTimeoutMs = options.timeoutMs ?? 15_000
  const clientMaxBytes = options.maxResponseBytes ?? 8 * 1024 * 1024
  let breaks = 0

  const api = createClient<paths>({
    baseUrl: prefix,
    // openapi-fetch only carries the request to `fetch`; the real Request class costs more than the exchange itself.
    Request: Outgoing as unknown as typeof Request,
    querySerializer: createQuerySerializer({ array: { style: 'form', explode: false } }),
  })

  async function send(outgoing: Outgoing, limits: Limits): Promise<Answer> {
    const isRead = outgoing.method === 'GET'
    const about = { request: `${outgoing.method} ${origin}${outgoing.url}`, isRead }
    for (let attempt = 1; ; attempt++) {
      try {
        const given = options.headers
        const extra = typeof given === 'function' ? await inTime(given(), clock, limits) : given
        const headers = { accept: 'application/json', ...extra, ...outgoing.headersOfBody }
        return new Answer(await exchange({ dispatcher, origin, clock }, outgoing, headers, limits), about)
      } catch (error) {
        if (error instanceof LostConnection) breaks++
        // A kept connection may have been closed from the other side in the very moment it was used again.
        const isStale = error instanceof LostConnection && error.wasSent && !error.sawAnswer
        if (attempt > 1 || !isRead || !isStale) throw errorOfExchange(error, about, limits)
      }
    }
  }

  return {
    api,
    clock,
    timeoutMs: clientTimeoutMs,
    breaks: () => breaks,
    within: (call, defaults = {}) =>
      createSpan(
        { clock, timeoutMs: clientTimeoutMs },
        call?.signal,
        call?.timeoutMs ?? Math.max(clientTimeoutMs, defaults.timeoutMs ?? 0),
      ),
    via(call, defaults = {}) {
      const { signal, timeoutMs = Math.max(clientTimeoutMs, defaults.timeoutMs ?? 0) } = call ?? {}
      const limits = {
        signal,
        deadlineMs: clock.nowMs() + timeoutMs,
        timeoutMs,
        maxBytes: defaults.maxResponseBytes ?? clientMaxBytes,
      }
      return {
        // openapi-fetch hands over what it made with our own class.
        fetch: (request: unknown) => send(request as Outgoing, limits) as unknown as Promise<Response>,
      }
    },
    async read(name, answer) {
      const { data, response } = await answer
      const found = data === undefined ? 'the body is empty' : misfit(name, data)
      if (data === undefined || found !== undefined) {
        throw (response as unknown as Answer).malformed(`The answer is not what Flink sends: ${found ?? ''}.`)
      }

      return data as Schemas[typeof name]
    },
    async readText(answer) {
      return (await answer).data ?? ''
    },
    describe: (method, path) => `${method} ${origin}${prefix}${path}`,
    close: () => (isOwnPool ? dispatcher.close() : Promise.resolve()),
  }
}

function splitBaseUrl(baseUrl: string): { origin: string; prefix: string } {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new TypeError(
      `baseUrl is ${JSON.stringify(baseUrl)}; it has to be an http or https address such as http://localhost:8081.`,
    )
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError(
      `baseUrl of ${url.host} must have no credentials, query or fragment; credentials go into headers.`,
    )
  }
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') }
}

/** What openapi-fetch makes of a call. */
class Outgoing {
  readonly url: string
  readonly method: string
  readonly headersOfBody: Headers | undefined
  readonly body: unknown

  constructor(url: string, init: { method: string; headers: Iterable<[string, string]>; body?: unknown }) {
    this.url = url
    this.method = init.method
    this.headersOfBody = init.body === undefined ? undefined : Object.fromEntries(init.headers)
    this.body = init.body
  }
}

interface Limits {
  signal: AbortSignal | undefined
  timeoutMs: number
  deadlineMs: number
  maxBytes: number
}

interface About {
  request: string
  isRead: boolean
}

interface Received {
  status: number
  body: Buffer
  location: string | undefined
}

/** As much of a Response as openapi-fetch looks at. Only good answers become one. */
class Answer {
  readonly ok = true
  readonly status: number
  readonly headers: { get: (name: string) => string | null }
  readonly #body: Buffer
  readonly #about: About

  constructor({ status, body, location }: Received, about: About) {
    if (status < 200 || status > 299) {
      throw errorOfAnswer({ ...about, httpStatus: status, text: body.toString('utf8'), location })
    }
    this.status = status
    this.#body = body
    this.#about = about
    this.headers = {
      get: (name) => (name.toLowerCase() === 'content-length' ? String(body.byteLength) : null),
    }
  }

  json(): Promise<unknown> {
    const text = this.#body.toString('utf8')
    try {
      return Promise.resolve(JSON.parse(text))
    } catch (cause) {
      const start = text.trimStart()
      const what = start.startsWith('<') ? 'a page of HTML' : 'no valid JSON'
      return Promise.reject(
        this.malformed(`The answer is ${what}, ${this.#body.byteLength} bytes: ${start.slice(0, 80)}`, cause),
      )
    }
  }

  text(): Promise<string> {
    return Promise.resolve(this.#body.toString('utf8'))
  }

  malformed(what: string, cause?: unknown): MalformedAnswerError {
    const { request, isRead } = this.#about
    return new MalformedAnswerError(what, {
      request,
      httpStatus: this.status,
      mayHaveHappened: !isRead,
      cause,
    })
  }
}

/** The exchange was over before the answer was complete. */
class LostConnection extends Error {
  readonly wasSent: boolean
  readonly sawAnswer: boolean
  constructor(cause: Error, wasSent: boolean, sawAnswer: boolean) {
    super(cause.message, { cause })
    this.wasSent = wasSent
    this.sawAnswer = sawAnswer
  }
}

class OutOfTime extends Error {
  readonly wasSent: boolean
  constructor(wasSent: boolean) {
    super('out of time')
    this.wasSent = wasSent
  }
}

class TooLarge extends Error {}

/** The same limits for what has to be known before the request goes out. */
function inTime<T>(value: T | Promise<T>, clock: Clock, { signal, deadlineMs }: Limits): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(reasonOf(signal))
    const cancelTimer = clock.setTimer(Math.max(0, deadlineMs - clock.nowMs()), () =>
      reject(new OutOfTime(false)),
    )
    if (signal?.aborted === true) onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })
    Promise.resolve(value)
      .then(resolve, reject)
      .finally(() => {
        cancelTimer()
        signal?.removeEventListener('abort', onAbort)
      })
  })
}

interface Target {
  dispatcher: Dispatcher
  origin: string
  clock: Clock
}

function exchange(
  { dispatcher, origin, clock }: Target,
  outgoing: Outgoing,
  headers: Headers,
  limits: Limits,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const { signal, deadlineMs, maxBytes } = limits
    let controller: Dispatcher.DispatchController | undefined
    let failure: Error | undefined
    let isSettled = false
    let sawAnswer = false
    let status = 0
    let location: string | undefined
    let bytes = 0
    const chunks: Buffer[] = []

    const settle = () => {
      isSettled = true
      cancelTimer()
      signal?.removeEventListener('abort', onAbort)
    }
    const fail = (error: Error) => {
      if (isSettled) return
      failure = error
      settle()
      reject(error)
      controller?.abort(error)
    }
    const onAbort = () => fail(reasonOf(signal))
    const cancelTimer = clock.setTimer(Math.max(0, deadlineMs - clock.nowMs()), () => {
      fail(new OutOfTime(controller !== undefined))
    })
    if (signal?.aborted === true) return onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })

    try {
      dispatcher.dispatch(
        {
          origin,
          path: outgoing.url,
          method: outgoing.method,
          headers,
          body: (outgoing.body ?? null) as NonNullable<Dispatcher.DispatchOptions['body']> | null,
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        {
          onRequestStart(given) {
            controller = given
            // It waited for a connection longer than anybody waits for it.
            if (failure !== undefined) given.abort(failure)
          },
          onResponseStart(given, statusCode, responseHeaders) {
            if (statusCode < 200) return
            sawAnswer = true
            status = statusCode
            location = String(responseHeaders['location'] ?? '') || undefined
            if (Number(responseHeaders['content-length'] ?? 0) > maxBytes) fail(new TooLarge())
          },
          onResponseData(given, chunk) {
            bytes += chunk.byteLength
            if (bytes > maxBytes) fail(new TooLarge())
            else if (!isSettled) chunks.push(chunk)
          },
          onResponseEnd() {
            if (isSettled) return
            settle()
            const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
            // undici frees the connection in the next turn, by an immediate it sets right after this call. The caller
            // goes on after that one, or its next request would find the connection taken and open another.
            queueMicrotask(() => setImmediate(() => resolve({ status, body, location })))
          },
          onResponseError(given, error) {
            fail(new LostConnection(error, controller !== undefined, sawAnswer))
          },
        },
      )
    } catch (error) {
      fail(new LostConnection(error as Error, false, false))
    }
  })
}

function errorOfExchange(error: unknown, { request, isRead }: About, limits: Limits): Error {
  const unknown = (what: string) =>
    new OutcomeUnknownError(
      what,
      'Look at what is there before asking for it again, unless the request carries an id of your own.',
      { request, cause: error },
    )
  if (error instanceof OutOfTime) {
    const what = `No complete answer within ${limits.timeoutMs} ms.`
    if (isRead) return new TimedOutError(what, { request })
    return error.wasSent
      ? unknown(what)
      : new NotReadyError(`No connection within ${limits.timeoutMs} ms.`, { request })
  }
  if (error instanceof TooLarge) {
    return new MalformedAnswerError(
      `The answer is larger than ${limits.maxBytes} bytes, which is as much as is read.`,
      { request, mayHaveHappened: !isRead },
    )
  }
  if (error instanceof LostConnection) return errorOfLostConnection(error, { request, isRead }, unknown)
  return error as Error
}

function errorOfLostConnection(
  error: LostConnection,
  { request, isRead }: About,
  unknown: (what: string) => FlinkError,
): FlinkError {
  const { code = '', message } = error.cause as Error & { code?: string }
  const why = `${code}${code === '' || message === '' ? '' : ', '}${message}`
  if (
    code.startsWith('HPE_') ||
    code === 'UND_ERR_HEADERS_OVERFLOW' ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'
  ) {
    return new MalformedAnswerError(`The answer is not HTTP: ${why}.`, {
      request,
      mayHaveHappened: !isRead,
      cause: error.cause,
    })
  }
  if (!isRead && error.wasSent) return unknown(`The connection broke before the answer was complete: ${why}.`)
  if (isTlsFault(code))
    return new AccessDeniedError(`No TLS connection: ${why}.`, { request, cause: error.cause })
  const what = error.wasSent ? 'The connection broke before the answer was complete' : 'No connection'
  return new NotReadyError(`${what}: ${why}.`, { request, cause: error.cause })
}

function isTlsFault(code: string): boolean {
  return (
    code.startsWith('ERR_TLS_') ||
    code.startsWith('ERR_SSL_') ||
    /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)
  )
}
