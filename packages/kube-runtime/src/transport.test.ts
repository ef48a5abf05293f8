import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { Agent, type Dispatcher, request as send } from 'undici'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type CredentialSource, plainCredentials } from './credentials.ts'
import { isTimeout, isTooManyRequests, isUnreachable, type KubeError, UnauthorizedError } from './errors.ts'
import { createTransport, type Transport, type TransportRequest } from './transport.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
let url: string
let answers: Answer[]
let received: IncomingMessage[]
let transport: Transport

const get: TransportRequest = { method: 'GET', path: '/x', verb: 'get', resource: 'xs', target: 'n/x' }
const patch: TransportRequest = { ...get, method: 'PATCH', verb: 'patch', body: {} }

const say =
  (code: number, body: unknown = {}, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
  }
const cut: Answer = (request) => request.socket.destroy()
const hang: Answer = () => undefined

beforeEach(async () => {
  answers = []
  received = []
  server = createServer((request, response) => {
    received.push(request)
    request.resume()
    const answer = answers.shift() ?? say(200, { ok: true })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  transport = createTransport({ credentials: plainCredentials(url) })
})

afterEach(async () => {
  await transport.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const failureOf = (request: TransportRequest) =>
  transport.request(request).then(
    () => expect.unreachable(),
    (error: unknown) => error as KubeError,
  )

describe('is sent again', () => {
  test.each([
    ['after 429 with Retry-After, a write too', patch, say(429, {}, { 'retry-after': '0.01' })],
    ['after 503 with Retry-After, a write too', patch, say(503, {}, { 'retry-after': '0.01' })],
    ['a read whose connection broke', get, cut],
  ])('%s', async (_, request, answer) => {
    answers = [answer]
    expect(await transport.request(request)).toEqual({ ok: true })
    expect(received).toHaveLength(2)
  })

  test('no sooner than the server asked', async () => {
    answers = [say(429, {}, { 'retry-after': '0.2' })]
    const startedAtMs = performance.now()
    await transport.request(patch)
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(199)
  })

  test('no more often than four times', async () => {
    answers = Array.from({ length: 9 }, () => say(429, {}, { 'retry-after': '0.001' }))
    expect(isTooManyRequests(await failureOf(get))).toBe(true)
    expect(received).toHaveLength(5)
  })
})

describe('is not sent again', () => {
  test.each([
    ['after 503 without Retry-After', get, say(503), 'ServerUnavailable', true],
    [
      'after a wait that is too long to be had inside',
      get,
      say(429, {}, { 'retry-after': '31' }),
      'TooManyRequests',
      false,
    ],
    ['a write whose connection broke: it may have happened', patch, cut, 'Unreachable', true],
    [
      'a write after 500 with Retry-After',
      patch,
      say(500, {}, { 'retry-after': '0.01' }),
      'ServerUnavailable',
      true,
    ],
    ['after a conflict', patch, say(409), 'Conflict', false],
  ])('%s', async (_, request, answer, code, mayHaveHappened) => {
    answers = [answer]
    const failure = await failureOf(request)
    expect(failure).toMatchObject({ code, mayHaveHappened })
    expect(received).toHaveLength(1)
  })

  test('what reached nobody: it has not happened', async () => {
    const free = createServer()
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve))
    const { port } = free.address() as AddressInfo
    await new Promise((resolve) => free.close(resolve))
    const nowhere = createTransport({ credentials: plainCredentials(`http://127.0.0.1:${port}`) })
    const failure = await nowhere.request(patch).catch((error: unknown) => error)
    expect(isUnreachable(failure) && failure.mayHaveHappened).toBe(false)
    await nowhere.close()
  })
})

describe('ends', () => {
  test('when its time is up', async () => {
    answers = [hang]
    const failure = await failureOf({ ...patch, timeoutMs: 50 })
    expect(isTimeout(failure)).toBe(true)
    expect(failure.message).toBe('patch xs n/x: no answer within 50 ms')
    expect(failure.mayHaveHappened).toBe(true)
  })

  test('when its time is up before there is a connection', async () => {
    await transport.close()
    transport = createTransport({ credentials: plainCredentials(url), maxConnections: 1 })
    answers = [hang]
    const stop = new AbortController()
    let isHeld = true
    const first = transport.request({ ...get, signal: stop.signal }).catch(() => (isHeld = false))
    expect(isTimeout(await failureOf({ ...get, timeoutMs: 50 }))).toBe(true)
    expect(isHeld).toBe(true)
    stop.abort()
    await first
  })

  test('when the answer stops half way', async () => {
    answers = [(_, response) => response.writeHead(200).write('{"half":')]
    expect(isTimeout(await failureOf({ ...get, timeoutMs: 50 }))).toBe(true)
  })

  test('with the caller’s reason when the caller gives up', async () => {
    answers = [hang]
    const stop = new AbortController()
    const pending = transport.request({ ...get, signal: stop.signal })
    setTimeout(() => stop.abort(new Error('stopping')), 20)
    await expect(pending).rejects.toThrow('stopping')
  })

  test('when the guard throws, before anything is sent', async () => {
    const guard = () => {
      throw new Error('no longer the leader')
    }
    await expect(transport.request({ ...patch, guard })).rejects.toThrow('no longer the leader')
    expect(received).toEqual([])
  })
})

test('what waited for a connection while the guard changed its mind is not sent', async () => {
  await transport.close()
  transport = createTransport({ credentials: plainCredentials(url), maxConnections: 1 })
  answers = [hang]
  const first = new AbortController()
  const holdsTheConnection = transport.request({ ...get, signal: first.signal }).catch(() => undefined)
  let leads = true
  const waiting = transport.request({
    ...patch,
    guard() {
      if (!leads) throw new Error('no longer the leader')
    },
  })
  await vi.waitFor(() => expect(received).toHaveLength(1))
  leads = false
  first.abort()
  await expect(waiting).rejects.toThrow(/^no longer the leader$/)
  await holdsTheConnection
  expect(received.map(({ method }) => method)).toEqual(['GET'])
})

test('what others send by the dispatcher and is not answered holds up no request', async () => {
  await transport.close()
  transport = createTransport({ credentials: plainCredentials(url), maxConnections: 1 })
  answers = [hang, say(200, { ok: true })]
  const held = send(`${url}/proxied`, { dispatcher: transport.dispatcher }).catch(() => undefined)
  await vi.waitFor(() => expect(received).toHaveLength(1))
  expect(await transport.request(get)).toEqual({ ok: true })
  await transport.close()
  await held
})

test('what others send by the dispatcher of a transport that was closed fails, and nothing else does', async () => {
  await transport.close()
  await expect(send(`${url}/proxied`, { dispatcher: transport.dispatcher })).rejects.toThrow(
    'the transport is closed',
  )
})

test('a server of several addresses that refuses at each is told with each', async () => {
  const refused = ['connect ECONNREFUSED ::1:6443', 'connect ECONNREFUSED 127.0.0.1:6443']
  const failure = Object.assign(new AggregateError(refused.map((text) => new Error(text))), {
    code: 'ECONNREFUSED',
  })
  const failing = new (class extends Agent {
    override dispatch(_: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
      handler.onResponseError?.(null as never, failure)
      return true
    }
  })()
  const plain = await plainCredentials(url).read()
  const credentials = { ...plain, createDispatcher: () => failing }
  await transport.close()
  transport = createTransport({
    credentials: { read: () => Promise.resolve(credentials), forget: () => undefined },
  })
  const { message } = await failureOf(get)
  for (const text of refused) expect(message).toContain(text)
})

describe('an answer', () => {
  test('that is no JSON is an error that does not quote it', async () => {
    answers = [say(200, 'secret <html>')]
    expect((await failureOf(get)).message).toBe('get xs n/x: the answer of 13 characters is no JSON')
  })

  test('that is too large is refused', async () => {
    await transport.close()
    transport = createTransport({ credentials: plainCredentials(url), maxResponseBytes: 100 })
    answers = [say(200, { long: 'x'.repeat(1000) })]
    expect((await failureOf(get)).message).toBe('get xs n/x: the answer is too large')
    expect(received).toHaveLength(1)
  })

  test('of a proxy in between, in HTML, is quoted in part', async () => {
    answers = [say(502, '<html>Bad Gateway</html>')]
    expect((await failureOf(get)).message).toBe('get xs n/x: 502: <html>Bad Gateway</html>')
  })
})

describe('credentials', () => {
  /** Gives the next token each time it was told to forget one. */
  function tokens(...values: string[]): CredentialSource {
    const plain = plainCredentials(url)
    return {
      read: async () => ({ ...(await plain.read()), headers: { authorization: `Bearer ${values[0]}` } }),
      forget: () => values.shift(),
    }
  }
  const onlyNew: Answer = (request, response) => {
    say(request.headers.authorization === 'Bearer new' ? 200 : 401, { ok: true })(request, response)
  }

  test('that were refused are read anew, once', async () => {
    transport = createTransport({ credentials: tokens('old', 'new') })
    answers = [onlyNew, onlyNew]
    expect(await transport.request(patch)).toEqual({ ok: true })
  })

  test('that are refused again are an error, which does not have them', async () => {
    transport = createTransport({ credentials: tokens('token-1', 'token-2', 'token-3') })
    answers = [onlyNew, onlyNew]
    const failure = await failureOf(patch)
    expect(failure).toBeInstanceOf(UnauthorizedError)
    expect(received).toHaveLength(2)
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('token-')
  })

  test('go with what others send by the dispatcher, to the API server', async () => {
    transport = createTransport({ credentials: tokens('new') })
    answers = [onlyNew]
    const answer = await send(`${await transport.baseUrl()}/proxied`, { dispatcher: transport.dispatcher })
    expect(answer.statusCode).toBe(200)
    await answer.body.dump()
  })

  test('go to no other host', async () => {
    transport = createTransport({ credentials: tokens('new') })
    const elsewhere = url.replace('127.0.0.1', 'localhost')
    await expect(send(elsewhere, { dispatcher: transport.dispatcher })).rejects.toThrow(
      'credentials are only sent to',
    )
    expect(received).toEqual([])
  })
})

test('two hundred requests at once open no more connections than allowed', async () => {
  await transport.close()
  transport = createTransport({
    credentials: plainCredentials(url),
    maxConnections: 8,
    rateLimit: { perSecond: 1000, burst: 1000 },
  })
  await Promise.all(Array.from({ length: 200 }, () => transport.request(get)))
  expect(transport.connections()).toBeLessThanOrEqual(8)
})

test('as many streams as there are connections for calls leave the calls alone', async () => {
  await transport.close()
  transport = createTransport({ credentials: plainCredentials(url), maxConnections: 2 })
  answers = Array.from({ length: 3 }, (): Answer => (_, response) => response.writeHead(200).flushHeaders())
  const streams = [await transport.open(get), await transport.open(get), await transport.open(get)]
  expect(await transport.request(get)).toEqual({ ok: true })
  for (const stream of streams) stream.close()
})

test('a stream ends with the signal', async () => {
  answers = [(_, response) => response.writeHead(200).write('first')]
  const stop = new AbortController()
  const stream = await transport.open({ ...get, signal: stop.signal })
  const reading = (async () => {
    for await (const piece of stream.body) {
      expect(String(piece)).toBe('first')
      stop.abort()
    }
  })()
  await expect(reading).rejects.toThrow()
})
