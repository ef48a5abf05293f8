import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, type Socket } from 'node:net'
import { type Readable } from 'node:stream'
import { type Dispatcher, request as send } from 'undici'
import { type CredentialSource } from '../credentials.ts'
import { createTransport } from '../transport.ts'

/** What goes wrong with a request. */
export type Fault =
  /** Answered here; the server never hears of it. */
  | { type: 'status'; code: number; reason?: string; message?: string; retryAfterSeconds?: number }
  /** The connection closes; the server never hears of it. */
  | { type: 'lostRequest' }
  /** The server does it, and the connection closes before the answer. */
  | { type: 'lostAnswer' }
  /** The server never hears of it, and nothing ever comes back. */
  | { type: 'hang' }
  /** The server does it, and nothing ever comes back. */
  | { type: 'hangAfter' }
  /** Reaches the server later. */
  | { type: 'delay'; ms: number }
  /** The answer comes later. */
  | { type: 'lateAnswer'; ms: number }
  /** The answer's body breaks off after some bytes: in the middle of a line, mostly. */
  | { type: 'breakOff'; afterBytes: number }
  /** A watch that is answered by nothing but an ERROR event. */
  | { type: 'errorEvent'; code: number; reason: string }
  /** A watch that ends at once, in order and without an event. */
  | { type: 'emptyWatch' }
  /** A list is answered as it was first answered here. */
  | { type: 'staleList' }

export interface Match {
  /** HTTP method. */
  method?: string
  /** Of path and query. */
  path?: RegExp
  isWatch?: boolean
}

export interface ReceivedRequest {
  method: string
  /** With the query. */
  path: string
  isWatch: boolean
  atMs: number
  fault: Fault['type'] | undefined
}

/** Stands between a controller and an API server and is in the way when told to. It asks for no credentials. */
export interface FaultProxy extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** Every request so far, in order. */
  readonly requests: readonly ReceivedRequest[]
  /** Connections ever accepted. */
  readonly connectionsTotal: number
  /** Watches that are open now. */
  readonly openWatches: number
  /** From now on, or for the next `times` requests that match. The function it returns ends it. */
  inject(match: Match, fault: Fault, options?: { times?: number }): () => void
  /** Resets the connection of every open watch. */
  cutWatches(): void
  /** Ends every open watch in order, as the server does when its time is up. */
  endWatches(): void
  /**
   * Holds back what the open and all further watches say, connections open and silent: a dead watch, or a cache
   * that lags. The function it returns lets it all through; a watch that ended meanwhile never says it.
   */
  holdWatches(): () => void
  stop(): Promise<void>
}

interface OpenWatch {
  readonly response: ServerResponse
  readonly source: Readable
  held: Buffer[]
}

export async function createFaultProxy({
  credentials,
}: {
  credentials: CredentialSource
}): Promise<FaultProxy> {
  const transport = createTransport({ credentials, maxConnections: 1000, maxResponseBytes: 2 ** 30 })
  const baseUrl = await transport.baseUrl()
  const faults: { match: Match; fault: Fault; timesLeft: number }[] = []
  const requests: ReceivedRequest[] = []
  const sockets = new Set<Socket>()
  const watches = new Set<OpenWatch>()
  const firstLists = new Map<string, Buffer>()
  let connectionsTotal = 0
  let isHolding = false

  const faultFor = (method: string, path: string, isWatch: boolean): Fault | undefined => {
    const hit = faults.find(
      ({ match, timesLeft }) =>
        timesLeft > 0 &&
        (match.method === undefined || match.method === method) &&
        (match.path === undefined || match.path.test(path)) &&
        (match.isWatch === undefined || match.isWatch === isWatch),
    )
    if (hit !== undefined) hit.timesLeft -= 1
    return hit?.fault
  }

  const forward = async (method: string, path: string, request: IncomingMessage, body: Buffer) => {
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers
    return send(`${baseUrl}${path}`, {
      dispatcher: transport.dispatcher,
      method: method,
      headers,
      body: body.length === 0 ? null : body,
      headersTimeout: 0,
      bodyTimeout: 0,
    })
  }

  const passWatch = (answer: Dispatcher.ResponseData, response: ServerResponse) => {
    const watch: OpenWatch = { response, source: answer.body, held: [] }
    watches.add(watch)
    response.flushHeaders()
    answer.body.on('data', (piece: Buffer) => {
      if (isHolding) watch.held.push(piece)
      else response.write(piece)
    })
    answer.body.on('end', () => {
      if (!isHolding) response.end()
    })
    answer.body.on('error', () => response.destroy())
    response.on('close', () => {
      watches.delete(watch)
      answer.body.destroy()
    })
  }

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', url: path = '/' } = request
    const isWatch = /[?&]watch=(true|1)/.test(path)
    const pieces: Buffer[] = []
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
    const fault = faultFor(method, path, isWatch)
    requests.push({ method, path, isWatch, atMs: performance.now(), fault: fault?.type })

    switch (fault?.type) {
      case 'status': {
        const { code, reason, message, retryAfterSeconds } = fault
        if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds)
        answerJson(response, code, {
          kind: 'Status',
          apiVersion: 'v1',
          status: 'Failure',
          code,
          reason,
          message,
        })
        return
      }
      case 'lostRequest':
        request.socket.destroy()
        return
      case 'hang':
        return
      case 'emptyWatch':
        response.writeHead(200, { 'content-type': 'application/json' }).end()
        return
      case 'errorEvent':
        answerJson(response, 200, {
          type: 'ERROR',
          object: { kind: 'Status', status: 'Failure', code: fault.code, reason: fault.reason },
        })
        return
      case 'staleList': {
        const known = firstLists.get(path)
        if (known === undefined) break
        response.writeHead(200, { 'content-type': 'application/json' }).end(known)
        return
      }
      case 'delay':
        await new Promise((resolve) => setTimeout(resolve, fault.ms))
        break
      default:
    }

    const answer = await forward(method, path, request, Buffer.concat(pieces))
    response.statusCode = answer.statusCode
    for (const name of ['content-type', 'retry-after', 'warning']) {
      const value = answer.headers[name]
      if (value !== undefined) response.setHeader(name, value)
    }
    if (fault?.type === 'breakOff') {
      await passUntil(answer.body, response, fault.afterBytes)
      return
    }
    if (isWatch && answer.statusCode === 200) {
      passWatch(answer, response)
      return
    }
    const body = Buffer.from(await answer.body.arrayBuffer())
    if (method === 'GET' && answer.statusCode === 200 && !firstLists.has(path)) firstLists.set(path, body)
    switch (fault?.type) {
      case 'lostAnswer':
        request.socket.destroy()
        return
      case 'hangAfter':
        return
      case 'lateAnswer':
        await new Promise((resolve) => setTimeout(resolve, fault.ms))
        break
      default:
    }
    response.end(body)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy())
  })
  server.on('connection', (socket) => {
    connectionsTotal += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const stop = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
    await transport.close()
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get connectionsTotal() {
      return connectionsTotal
    },
    get openWatches() {
      return watches.size
    },
    inject(match, fault, { times = Infinity } = {}) {
      const entry = { match, fault, timesLeft: times }
      faults.push(entry)
      return () => {
        entry.timesLeft = 0
      }
    },
    cutWatches() {
      for (const { response } of watches) response.socket?.resetAndDestroy()
    },
    endWatches() {
      for (const { response } of watches) response.end()
    },
    holdWatches() {
      isHolding = true
      return () => {
        isHolding = false
        for (const watch of watches) {
          for (const piece of watch.held) watch.response.write(piece)
          watch.held = []
          if (watch.source.readableEnded) watch.response.end()
        }
      }
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

function answerJson(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
}

async function passUntil(body: Readable, response: ServerResponse, bytes: number): Promise<void> {
  let left = bytes
  for await (const piece of body as AsyncIterable<Buffer>) {
    response.write(piece.subarray(0, left))
    left -= piece.length
    if (left <= 0) break
  }
  // What was written must leave before the connection does.
  response.socket?.end(() => response.destroy())
}
