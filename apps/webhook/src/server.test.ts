import { once } from 'node:events'
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https'
import { connect, type TLSSocket } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { issueAuthority, issueLeaf } from './certificates/issue.ts'
import { type KeyPair } from './certificates/key-pair.ts'
import { startReviewServer, type ReviewServer } from './server.ts'

const hourMs = 3_600_000

async function aPair(): Promise<{ ca: string; leaf: KeyPair }> {
  const authority = await issueAuthority({ nowMs: Date.now(), lifetimeMs: hourMs })
  const leaf = await issueLeaf(authority, { names: ['localhost'], nowMs: Date.now(), lifetimeMs: hourMs })
  return { ca: authority.certificate, leaf }
}

let server: ReviewServer
let ca: string
let failures: unknown[]

beforeEach(async () => {
  failures = []
  server = await startReviewServer({
    port: 0,
    host: '127.0.0.1',
    bodyLimitBytes: 10_000,
    reviews: {
      '/validate': ({ object }) => {
        if (object === 'throw') throw new Error('a bug')
        return { allowed: object !== 'bad', warnings: ['mind the gap'] }
      },
      '/mutate': () => ({ allowed: true, patchType: 'JSONPatch', patch: 'W10=' }),
    },
    onReview: () => undefined,
    onFailure: (_path, error) => failures.push(error),
  })
  const pair = await aPair()
  ca = pair.ca
  server.useCertificate(pair.leaf)
})
afterEach(() => server.close())

interface Answer {
  status: number
  headers: Record<string, unknown>
  body: unknown
}

async function send(body: string, options: RequestOptions = {}): Promise<Answer> {
  const request = httpsRequest({
    host: '127.0.0.1',
    port: server.port,
    servername: 'localhost',
    ca,
    method: 'POST',
    path: '/validate?timeout=5s',
    headers: { 'content-type': 'application/json' },
    agent: false,
    ...options,
  })
  request.end(body)
  const [response] = (await once(request, 'response')) as [
    NodeJS.ReadableStream & { statusCode: number; headers: Record<string, unknown> },
  ]
  let text = ''
  for await (const chunk of response) text += String(chunk)
  return {
    status: response.statusCode,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  }
}

const review = (object: unknown): string =>
  JSON.stringify({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: { uid: 'u1', operation: 'CREATE', object },
  })

describe('reviews', () => {
  test('an answer carries the uid of its request', async () => {
    expect(await send(review('good'))).toMatchObject({
      status: 200,
      body: {
        apiVersion: 'admission.k8s.io/v1',
        kind: 'AdmissionReview',
        response: { uid: 'u1', allowed: true, warnings: ['mind the gap'] },
      },
    })
  })

  test('/mutate answers with a patch', async () => {
    expect(await send(review({}), { path: '/mutate' })).toMatchObject({
      body: { response: { uid: 'u1', patchType: 'JSONPatch', patch: 'W10=' } },
    })
  })

  test('a refusal is a good answer, too', async () => {
    expect(await send(review('bad'))).toMatchObject({ status: 200, body: { response: { allowed: false } } })
  })

  test('a rule that throws gives 500, so that the failurePolicy decides, and is reported', async () => {
    expect((await send(review('throw'))).status).toBe(500)
    expect(failures).toEqual([new Error('a bug')])
  })
})

describe('what is no review', () => {
  test.each([
    ['GET', { method: 'GET' }, '', 405],
    ['PUT', { method: 'PUT' }, review({}), 405],
    ['another path', { path: '/' }, review({}), 404],
    ['a path with a trail', { path: '/validate/x' }, review({}), 404],
    ['another content type', { headers: { 'content-type': 'text/plain' } }, review({}), 415],
    ['a body that is too long', {}, review('x'.repeat(10_000)), 413],
    ['a body that is no JSON', {}, '{', 400],
    ['no body', {}, '', 400],
  ] satisfies [string, RequestOptions, string, number][])('%s', async (_title, options, body, status) => {
    expect((await send(body, options)).status).toBe(status)
  })
})

describe('certificates', () => {
  test('an open connection goes on and a new one is answered with the new certificate', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    expect((await send(review({}), { agent })).status).toBe(200)
    const next = await aPair()
    server.useCertificate(next.leaf)
    expect((await send(review({}), { agent })).status).toBe(200)
    expect((await send(review({}), { ca: next.ca })).status).toBe(200)
    agent.destroy()
  })

  test('TLS 1.1 is refused, with the second certificate as with the first', async () => {
    server.useCertificate((await aPair()).leaf)
    const client: TLSSocket = connect({
      host: '127.0.0.1',
      port: server.port,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
      rejectUnauthorized: false,
    })
    const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException]
    expect(error.message).toMatch(/alert protocol version|unsupported protocol/i)
  })
})

describe('the end', () => {
  test('while draining it answers, and asks for another connection next time', async () => {
    server.drain()
    expect(await send(review('good'))).toMatchObject({ status: 200, headers: { connection: 'close' } })
  })

  test('closing does not wait for connections that never carried a request', async () => {
    const idle = connect({ host: '127.0.0.1', port: server.port, rejectUnauthorized: false })
    await once(idle, 'secureConnect')
    await server.close()
    await expect(send(review({}))).rejects.toThrow(/ECONNREFUSED/)
  })

  test('a request that is under way is answered before the end', async () => {
    const body = review('good')
    const request = httpsRequest({
      host: '127.0.0.1',
      port: server.port,
      servername: 'localhost',
      ca,
      method: 'POST',
      path: '/validate',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    })
    request.write(body.slice(0, 10))
    await once(request, 'socket')
    await expect.poll(() => server.openRequests(), { timeout: 20_000 }).toBe(1)
    const closing = server.close()
    request.end(body.slice(10))
    const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream & { statusCode: number }]
    expect(response.statusCode).toBe(200)
    response.resume()
    await closing
  })
})
