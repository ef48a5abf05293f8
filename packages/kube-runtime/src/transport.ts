import { type Readable } from 'node:stream'
import { Dispatcher, errors as undiciErrors, request as send } from 'undici'
import { type Clock, systemClock } from './clock.ts'
import { type CredentialSource, type Credentials, type PoolLimits } from './credentials.ts'
import { type Deadline, startDeadline, untilAborted } from './deadline.ts'
import {
  errorOfStatus,
  isKubeError,
  KubeError,
  type StatusBody,
  TimeoutError,
  TooLargeAnswerError,
  UnreachableError,
} from './errors.ts'
import { guardedDispatcher } from './guarded-dispatcher.ts'
import { plainText } from './plain-text.ts'
import { createTokenBucket } from './token-bucket.ts'

export interface TransportOptions {
  credentials: CredentialSource
  /** Shows in the API server's audit log and metrics. @default `kube-runtime` */
  userAgent?: string
  /** Requests that may be sent without a pause, and how fast that allowance comes back. @default 50/s, burst 100 */
  rateLimit?: { perSecond: number; burst: number }
  /** Connections for ordinary requests; streams have their own, without a bound. @default 64 */
  maxConnections?: number
  /** How long one attempt may take, its answer's last byte included. @default 30_000 */
  timeoutMs?: number
  /** @default 64 MiB */
  maxResponseBytes?: number
  /** Told about every attempt that was sent. Must not throw. */
  onRequest?: (sent: SentRequest) => void
  clock?: Clock
}

/** What metrics may know about a request: nothing of its content, nothing that grows with the objects. */
export interface SentRequest {
  /** The Kubernetes verb: get, list, watch, create, update, patch, delete, connect. */
  verb: string
  /** Plural with subresource, such as `flinkapplications/status`. */
  resource: string
  /** HTTP status, or the name of what came instead: `Timeout`, `Unreachable`, `Aborted`. */
  code: number | string
  durationMs: number
}

export interface TransportRequest {
  method: Dispatcher.HttpMethod
  /** Absolute, without the query, its segments encoded. */
  path: string
  query?: Record<string, string | number | boolean | undefined>
  /** Sent as JSON. */
  body?: unknown
  /** @default `application/json` */
  contentType?: string
  accept?: string
  /** For metrics and messages. */
  verb: string
  resource: string
  /** `namespace/name` or what else says which one, for messages. */
  target?: string
  timeoutMs?: number
  signal?: AbortSignal | undefined
  /** False for what must not wait behind other requests: the lease. @default true */
  isRateLimited?: boolean
  /** Called before each attempt and in the moment in which it leaves; throws to stop it. */
  guard?: (() => void) | undefined
}

/** An answer that is read as it comes. */
export interface OpenStream {
  readonly body: Readable
  /** Ends it, which also closes its connection. */
  close(): void
}

/** One API server, reached over pooled connections, in JSON as it is on the wire. */
export interface Transport {
  /**
   * Sends a request and parses the answer.
   *
   * Repeated by itself: after 429 and 503 with `Retry-After`, which the server sends before it does anything;
   * after a broken connection if the request only reads; once after 401, with credentials read anew.
   * @throws KubeError; or the signal's reason
   */
  request<T>(request: TransportRequest): Promise<T>
  /** Sends a request whose answer never ends by itself. Nothing bounds the silence between its bytes. */
  open(request: TransportRequest): Promise<OpenStream>
  /**
   * For other HTTP clients that go through this API server, such as one that uses its proxy to a service: adds
   * the credentials to what is sent to `baseUrl()`, over pooled connections of their own, without the rate limit.
   */
  readonly dispatcher: Dispatcher
  /** Where the API server is, without a slash at the end. */
  baseUrl(): Promise<string>
  /** Open connections, for metrics. */
  connections(): number
  /** Ends every request and closes every connection. */
  close(): Promise<void>
}

const maxAttempts = 5
/** A server that asks for more than this gets its way through the queue's back-off instead. */
const maxRetryAfterMs = 30_000

export function createTransport(options: TransportOptions): Transport {
  const { credentials: source, clock = systemClock, timeoutMs = 30_000, userAgent = 'kube-runtime' } = options
  const bucket = createTokenBucket({ ...(options.rateLimit ?? { perSecond: 50, burst: 100 }), clock })
  const pools = createPools(options)

  const attempt = async (request: TransportRequest, deadline: Deadline, pool: 'calls' | 'streams') => {
    const credentials = await source.read()
    const connections = pools.of(credentials)[pool]
    const { guard } = request
    let refusal: { reason: unknown } | undefined
    const dispatcher =
      guard === undefined
        ? connections
        : guardedDispatcher(connections, guard, { onRefused: (reason) => (refusal = { reason }) })
    const sent = send(`${credentials.baseUrl}${request.path}`, {
      dispatcher,
      method: request.method,
      ...(request.query === undefined ? {} : { query: withoutUndefined(request.query) }),
      headers: {
        ...credentials.headers,
        accept: request.accept ?? 'application/json',
        'user-agent': userAgent,
        ...(request.body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal: deadline.signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    try {
      return { answer: await sent, credentials }
    } catch (error) {
      throw refusal === undefined ? error : new RefusedByGuard(refusal.reason)
    }
  }

  /** Sends until an answer is worth returning; the deadline is still running when this returns. */
  const exchange = async <T>(
    request: TransportRequest,
    pool: 'calls' | 'streams',
    read: (answer: Dispatcher.ResponseData, deadline: Deadline) => Promise<T>,
  ): Promise<T> => {
    const action = actionOf(request)
    const isRead = request.method === 'GET'
    let hasReread = false
    for (let attempts = 1; ; attempts += 1) {
      if (request.isRateLimited !== false) await bucket.take(request.signal)
      request.guard?.()
      const startedAtMs = clock.monotonicMs()
      const deadline = startDeadline(clock, request.timeoutMs ?? timeoutMs, request.signal)
      let code: number | string = 'Unreachable'
      let failure: KubeError
      let used: Credentials | undefined
      try {
        // undici heeds the signal only once it has a connection, and a server that stands still gives none.
        const { answer, credentials } = await untilAborted(attempt(request, deadline, pool), deadline.signal)
        used = credentials
        code = answer.statusCode
        if (answer.statusCode < 300) return await read(answer, deadline)
        failure = await errorOfAnswer(action, answer)
      } catch (error) {
        if (request.signal?.aborted === true) {
          code = 'Aborted'
          throw request.signal.reason
        }
        if (error instanceof RefusedByGuard) {
          code = 'Aborted'
          throw error.reason
        }
        failure = isKubeError(error) ? error : errorOfConnection(action, error, deadline, isRead)
        code = failure.code
      } finally {
        deadline.clear()
        options.onRequest?.({
          verb: request.verb,
          resource: request.resource,
          code,
          durationMs: clock.monotonicMs() - startedAtMs,
        })
      }

      if (failure.code === 'Unauthorized' && used !== undefined && !hasReread) {
        hasReread = true
        source.forget(used)
        continue
      }
      const pauseMs = attempts >= maxAttempts ? undefined : pauseBeforeRetry(failure, isRead, attempts, clock)
      if (pauseMs === undefined) throw failure
      await clock.sleep(pauseMs, request.signal)
    }
  }

  return {
    request: <T>(request: TransportRequest) =>
      exchange(
        request,
        'calls',
        async (answer) => parseAnswer(actionOf(request), await answer.body.text()) as T,
      ),
    open: (request) =>
      exchange(request, 'streams', (answer) => Promise.resolve(streamOf(answer.body, request.signal))),
    dispatcher: new CredentialDispatcher(source, pools),
    baseUrl: async () => (await source.read()).baseUrl,
    connections: () => pools.connections(),
    close: () => pools.close(),
  }
}

/** Nothing was sent; whoever asked gets what the guard threw. */
class RefusedByGuard extends Error {
  readonly reason: unknown
  constructor(reason: unknown) {
    super('refused')
    this.reason = reason
  }
}

/** `streams` are watches, `proxied` what other clients send through the API server. */
type PoolSet = Record<'calls' | 'streams' | 'proxied', Dispatcher>

interface Pools {
  of(credentials: Credentials): PoolSet
  connections(): number
  close(): Promise<void>
}

/**
 * Three pools for each TLS identity. Were watches in the pool of the calls, or requests that another server may take
 * minutes to answer, then as many of them as it has connections would leave none for the calls, and for the lease.
 */
function createPools({ maxConnections = 64, maxResponseBytes = 64 * 2 ** 20 }: TransportOptions): Pools {
  const shared: PoolLimits = {
    // One connection for each watch: a single half-open HTTP/2 connection would silence all of them at once.
    allowH2: false,
    pipelining: 1,
    // The API server keeps idle connections for 90 s; leave before it does.
    keepAliveTimeout: 45_000,
    connect: { timeout: 10_000, keepAlive: true, keepAliveInitialDelay: 30_000 },
  }
  let identity: string | undefined
  let open: PoolSet | undefined
  let connections = 0
  let isClosed = false

  const counted = (dispatcher: Dispatcher) => {
    dispatcher.on('connect', () => (connections += 1))
    dispatcher.on('disconnect', () => (connections -= 1))
    return dispatcher
  }

  return {
    of(credentials) {
      if (isClosed) throw new Error('the transport is closed')
      if (open === undefined || identity !== credentials.tlsIdentity) {
        // Rotated certificates: what is under way ends in peace, everything new takes the new ones.
        for (const pool of Object.values(open ?? {})) void pool.close()
        identity = credentials.tlsIdentity
        const bounded = { ...shared, maxResponseSize: maxResponseBytes }
        open = {
          calls: counted(credentials.createDispatcher({ ...bounded, connections: maxConnections })),
          streams: counted(credentials.createDispatcher(shared)),
          proxied: counted(credentials.createDispatcher(bounded)),
        }
      }
      return open
    },
    connections: () => connections,
    async close() {
      isClosed = true
      const closing = open
      open = undefined
      await Promise.all(Object.values(closing ?? {}).map((pool) => pool.destroy()))
    },
  }
}

class CredentialDispatcher extends Dispatcher {
  readonly #source: CredentialSource
  readonly #pools: Pools

  constructor(source: CredentialSource, pools: Pools) {
    super()
    this.#source = source
    this.#pools = pools
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const send = async () => {
      const credentials = await this.#source.read()
      const origin = new URL(credentials.baseUrl).origin
      // The credentials go to the API server and nowhere else, whatever the caller was made to ask for.
      if (new URL(String(options.origin)).origin !== origin) {
        throw new Error(`credentials are only sent to ${origin}, not to ${String(options.origin)}`)
      }
      const headers = { ...headersOf(options.headers), ...credentials.headers }
      // A transport that was closed in the meantime has no pools any more, and throws.
      this.#pools.of(credentials).proxied.dispatch({ ...options, headers }, handler)
    }
    send().catch((error: unknown) => {
      // No controller exists before a connection does; undici calls back in the same way.
      handler.onResponseError?.(null as unknown as Dispatcher.DispatchController, error as Error)
    })
    return true
  }
}

function headersOf(
  headers: Dispatcher.DispatchOptions['headers'],
): Record<string, string | string[] | undefined> {
  if (headers == null) return {}
  if (Array.isArray(headers)) {
    const pairs: Record<string, string> = {}
    for (let at = 0; at + 1 < headers.length; at += 2) pairs[String(headers[at])] = String(headers[at + 1])
    return pairs
  }
  if (Symbol.iterator in headers) {
    return Object.fromEntries(headers as Iterable<[string, string | string[] | undefined]>)
  }
  return headers as Record<string, string | string[] | undefined>
}

function actionOf({ verb, resource, target }: TransportRequest): string {
  return target === undefined || target === '' ? `${verb} ${resource}` : `${verb} ${resource} ${target}`
}

function withoutUndefined(
  query: NonNullable<TransportRequest['query']>,
): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') kept[name] = value
  return kept
}

function parseAnswer(action: string, text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message quotes the text, which may be a Secret.
    throw new KubeError(`the answer of ${text.length} characters is no JSON`, {
      action,
      mayHaveHappened: true,
    })
  }
}

function streamOf(body: Readable, signal: AbortSignal | undefined): OpenStream {
  // Whoever reads the body sees its error too; this listener only keeps it from being an uncaught one.
  body.on('error', () => undefined)
  const close = () => {
    signal?.removeEventListener('abort', close)
    body.destroy()
  }
  signal?.addEventListener('abort', close, { once: true })
  body.once('close', () => signal?.removeEventListener('abort', close))
  return { body, close }
}

async function errorOfAnswer(action: string, answer: Dispatcher.ResponseData): Promise<KubeError> {
  const retryAfter = Number(answer.headers['retry-after'])
  const text = await answer.body.text()
  return errorOfStatus(
    action,
    answer.statusCode,
    statusOf(text),
    retryAfter > 0 ? retryAfter * 1000 : undefined,
  )
}

/** Proxies in between answer with HTML or a bare line. */
function statusOf(text: string): StatusBody {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null) return body
  } catch {
    // Not ours: quote it as text.
  }
  return { message: text.slice(0, 256) }
}

function errorOfConnection(action: string, error: unknown, deadline: Deadline, isRead: boolean): KubeError {
  const cause = error instanceof Error ? error : new Error(String(error))
  const code = 'code' in cause ? String(cause.code) : cause.name
  const mayHaveHappened = !isRead && !neverSent.has(code)
  const facts = { action, reason: code, cause, mayHaveHappened }
  if (deadline.isExpired()) return new TimeoutError((deadline.signal.reason as Error).message, facts)
  if (cause instanceof undiciErrors.ResponseExceededMaxSizeError)
    return new TooLargeAnswerError('the answer is too large', facts)
  return new UnreachableError(plainText(`${code}: ${saidBy(cause)}`, 256), facts)
}

/** Where a name has several addresses, the error of all attempts says nothing itself. */
function saidBy(error: Error): string {
  if (error.message !== '' || !(error instanceof AggregateError)) return error.message
  return error.errors.map(String).join('; ')
}

/** How a connection fails before a byte of the request has left. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function pauseBeforeRetry(
  failure: KubeError,
  isRead: boolean,
  attempts: number,
  clock: Clock,
): number | undefined {
  switch (failure.code) {
    case 'TooManyRequests':
    case 'ServerUnavailable': {
      const { retryAfterMs } = failure
      if (retryAfterMs === undefined || retryAfterMs > maxRetryAfterMs) return undefined
      // A 500 may carry it too, but comes from something that was begun.
      return failure.statusCode === 500 && !isRead ? undefined : retryAfterMs * (1 + clock.random() * 0.1)
    }
    case 'Unreachable':
      // Mostly an idle connection that the server closed while we wrote to it. What lasts is for the caller.
      return isRead && attempts <= 2 && !neverSent.has(failure.reason ?? '')
        ? 50 * attempts * (1 + clock.random())
        : undefined
    default:
      return undefined
  }
}
