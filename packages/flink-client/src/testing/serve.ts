import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { sleep, type Clock } from '../clock.ts'
import { type Respond } from './in-memory-dispatcher.ts'
import { type Step } from './reply.ts'

export interface ServedJobManager extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  url: string
  port: number
  /** Connections accepted so far. */
  connections: () => number
  close: () => Promise<void>
}

/** The fake on a loopback port. */
export async function serve(respond: Respond, clock: Clock, port = 0): Promise<ServedJobManager> {
  let connections = 0
  const server: Server = createServer((request, response) => {
    void play(request, response, respond, clock)
  })
  server.on('connection', () => connections++)
  // Like Flink's own, which closes no idle connection in the time of a test.
  server.keepAliveTimeout = 0
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: bound } = server.address() as AddressInfo
  const close = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    connections: () => connections,
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function play(
  request: IncomingMessage,
  response: ServerResponse,
  respond: Respond,
  clock: Clock,
): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  try {
    const { text, bytes } = await readBody(request)
    const url = new URL(request.url ?? '/', 'http://fake')
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([key, value]) => [key, String(value)]),
    )
    const steps = respond({
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers,
      body: text,
      bodyBytes: bytes,
    })
    for (const step of steps) {
      await playStep(step, response, clock, gone.signal)
      if (step.do === 'end' || step.do === 'reset' || step.do === 'refuse' || gone.signal.aborted) return
    }
  } catch {
    // The caller went away; there is nobody to tell.
    response.destroy()
  }
}

async function playStep(
  step: Step,
  response: ServerResponse,
  clock: Clock,
  gone: AbortSignal,
): Promise<void> {
  switch (step.do) {
    case 'wait':
      return sleep(clock, step.ms, gone)
    case 'head':
      response.writeHead(step.status, step.headers)
      return
    case 'data':
      if (!response.write(step.bytes)) await once(response, 'drain', { signal: gone })
      return
    case 'end':
      response.end()
      return
    case 'reset':
    case 'refuse':
      response.socket?.resetAndDestroy()
      return
    case 'hang':
      if (!gone.aborted) await once(gone, 'abort')
  }
}

async function readBody(request: IncomingMessage): Promise<{ text: string; bytes: number }> {
  let bytes = 0
  const kept: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (bytes < 65_536) kept.push(chunk)
    bytes += chunk.byteLength
  }
  return { text: Buffer.concat(kept).toString('utf8'), bytes }
}
