import { type AdmissionResponse } from '@flink-operator/webhook'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { type AddressInfo } from 'node:net'
import { type Duplex } from 'node:stream'
import { type KeyPair } from './certificates/key-pair.ts'
import { parseReviewRequest, ReviewRequestError, type ReviewRequest } from './review-request.ts'

/** The answer of `admission.k8s.io/v1`, without the uid. */
export type ReviewResponse = AdmissionResponse

type ReviewPath = '/validate' | '/mutate'

export interface ReviewServerOptions {
  port: number
  /** @default every address of the machine */
  host?: string
  reviews: Readonly<Record<ReviewPath, (request: ReviewRequest) => ReviewResponse>>
  /**
   * A review holds the new and the old object: twice etcd's limit of 1.5 MiB and what JSON adds.
   * @default 8 MiB
   */
  bodyLimitBytes?: number
  /** How a review went and how long it took, in seconds. */
  onReview: (path: ReviewPath, request: ReviewRequest, response: ReviewResponse, seconds: number) => void
  /** A rule threw: a bug of ours. The API server then acts by the failurePolicy. */
  onFailure: (path: ReviewPath, error: unknown) => void
}

export interface ReviewServer {
  port: number
  /** New connections are answered with this; those that are open go on. Before the first call none can be made. */
  useCertificate: (pair: KeyPair) => void
  /** How many requests are being read or answered. */
  openRequests: () => number
  /** From now on every answer asks its client to connect anew, which takes it to another replica. */
  drain: () => void
  /** Takes no new connection and resolves when the last request is answered. */
  close: () => Promise<void>
}

const tls = { minVersion: 'TLSv1.2' } as const

/** Longer than the 90 s after which the API server drops an idle connection, so it is never we who cut one in use. */
const keepAliveTimeoutMs = 120_000

/** HTTPS in front of the rules: POST on two paths, and nothing else. */
export async function startReviewServer(options: ReviewServerOptions): Promise<ReviewServer> {
  const { bodyLimitBytes = 8 * 1024 * 1024, reviews, onReview, onFailure } = options
  const app = Fastify({
    https: tls,
    bodyLimit: bodyLimitBytes,
    keepAliveTimeout: keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    // A body that trickles in must not hold a connection for ever. The API server waits for five seconds at most.
    requestTimeout: 10_000,
  })
  let isDraining = false
  let openRequests = 0

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (isDraining) reply.header('connection', 'close')
    done()
  })
  app.addHook('onRequest', (_request, reply, done) => {
    openRequests++
    reply.raw.once('close', () => openRequests--)
    done()
  })

  for (const path of ['/validate', '/mutate'] as const) {
    app.post(path, (httpRequest, reply) => {
      const startedAt = performance.now()
      let request: ReviewRequest
      try {
        request = parseReviewRequest(httpRequest.body as Buffer)
      } catch (error) {
        if (!(error instanceof ReviewRequestError)) throw error
        return reply.code(400).send({ error: error.message })
      }
      try {
        const response = reviews[path](request)
        onReview(path, request, response, (performance.now() - startedAt) / 1000)
        return sendReview(reply, request, response)
      } catch (error) {
        onFailure(path, error)
        return reply.code(500).send({ error: 'the review failed; the log of the webhook tells why' })
      }
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]
    if (path !== '/validate' && path !== '/mutate')
      return reply.code(404).send({ error: `nothing at ${path ?? ''}` })
    return reply.code(405).header('allow', 'POST').send({ error: 'only POST' })
  })

  await listenAnywhere(app, options)
  const server = app.server
  // Go's HTTP client keeps connections in store that never carried a request. For Node these are busy until a timeout of
  // a minute, so it would not end them by itself.
  const sockets = new Set<Duplex>()
  let isClosed = false
  server.on('connection', (socket) => {
    if (isClosed) socket.destroy()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return {
    port: (server.address() as AddressInfo).port,
    useCertificate: ({ certificate, key }) => server.setSecureContext({ ...tls, cert: certificate, key }),
    openRequests: () => openRequests,
    drain: () => {
      isDraining = true
    },
    close: async () => {
      isDraining = true
      const closed = app.close()
      while (openRequests > 0) await new Promise((resolve) => setTimeout(resolve, 10))
      isClosed = true
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function sendReview(reply: FastifyReply, { uid }: ReviewRequest, response: ReviewResponse): FastifyReply {
  return reply.type('application/json').send(
    JSON.stringify({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid, ...response },
    }),
  )
}

/** Both address families where the machine has them: `::` fails where IPv6 is switched off. */
export async function listenAnywhere(
  app: Pick<FastifyInstance, 'listen'>,
  { port, host }: { port: number; host?: string },
): Promise<void> {
  try {
    await app.listen({ port, host: host ?? '::' })
  } catch (error) {
    if (host !== undefined || !isUnsupportedAddress(error)) throw error
    await app.listen({ port, host: '0.0.0.0' })
  }
}

function isUnsupportedAddress(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL')
  )
}
