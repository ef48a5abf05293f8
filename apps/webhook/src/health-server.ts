import Fastify from 'fastify'
import { type AddressInfo } from 'node:net'
import { type Registry } from 'prom-client'
import { listenAnywhere } from './server.ts'

export interface HealthServerOptions {
  port: number
  host?: string
  /** Why the API server should not call us now; empty means ready. */
  problems: () => readonly string[]
  metrics: Registry
}

export interface HealthServer {
  port: number
  close: () => Promise<void>
}

/** Plain HTTP for kubelet and Prometheus: /healthz, /readyz, /metrics. */
export async function startHealthServer({
  port,
  host,
  problems,
  metrics,
}: HealthServerOptions): Promise<HealthServer> {
  const app = Fastify({ forceCloseConnections: true })
  // An answer at all is the proof: the event loop turns.
  app.get('/healthz', (_request, reply) => reply.type('text/plain').send('ok\n'))
  app.get('/readyz', (_request, reply) => {
    const found = problems()
    if (found.length === 0) return reply.type('text/plain').send('ok\n')
    return reply
      .code(503)
      .type('text/plain')
      .send(`not ready:\n${found.map((problem) => `- ${problem}\n`).join('')}`)
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  )
  await listenAnywhere(app, host === undefined ? { port } : { port, host })
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() }
}
