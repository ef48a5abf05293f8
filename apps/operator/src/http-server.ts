import { type Server, createServer } from 'node:http'
import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { type Metrics } from './metrics.ts'

export interface HttpServer {
  port: number
  close(): Promise<void>
}

/**
 * `/metrics`, and for probes: `/healthz` fails when a watch or the event loop is dead, `/readyz` until the caches are
 * filled and this process leads or stands by. `/healthcheck` is the original operator's name.
 */
export async function serveHttp(
  port: number,
  { metrics, problems, unready }: { metrics: Metrics; problems: () => string[]; unready: () => string[] },
): Promise<HttpServer> {
  const answers: Record<string, () => { status: number; type?: string; body: string | Promise<string> }> = {
    '/metrics': () => ({ status: 200, type: metrics.registry.contentType, body: metrics.registry.metrics() }),
    '/healthz': () => verdict(problems()),
    '/healthcheck': () => verdict(problems()),
    '/readyz': () => verdict(unready()),
  }
  const server: Server = createServer(
    { requestTimeout: 5_000, headersTimeout: 5_000 },
    (request, response) => {
      const path = (request.url ?? '').split('?', 1)[0] ?? ''
      const answer = Object.hasOwn(answers, path) ? answers[path] : undefined
      if (answer === undefined || request.method !== 'GET') {
        response.writeHead(answer === undefined ? 404 : 405).end()
        return
      }
      const { status, type = 'text/plain; charset=utf-8', body } = answer()
      Promise.resolve(body).then(
        (text) => response.writeHead(status, { 'content-type': type }).end(text),
        (error: unknown) => response.writeHead(500).end(`${String(error)}\n`),
      )
    },
  )
  server.listen(port)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function verdict(problems: string[]): { status: number; body: string } {
  return problems.length === 0
    ? { status: 200, body: 'OK\n' }
    : { status: 503, body: `${problems.join('\n')}\n` }
}
