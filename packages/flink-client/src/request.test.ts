import { createServer, type Server } from 'node:http'
import { getEventListeners, once } from 'node:events'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createFlinkClient, type FlinkClient } from './client.ts'
import { createConnectionPool } from './connection-pool.ts'
import { FlinkError } from './errors.ts'
import { type FlinkClientOptions } from './request.ts'
import { everyCall } from './testing/every-call.ts'
import {
  createFakeClock,
  createFakeJobManager,
  type Fault,
  type FakeJobManagerOptions,
} from './testing/index.ts'

/** A client of a fake without sockets, and its time. */
function inMemory(options: FakeJobManagerOptions & Partial<FlinkClientOptions> = {}) {
  const clock = createFakeClock()
  const flink = createFakeJobManager({ clock, ...options })
  const client = createFlinkClient({
    baseUrl: flink.baseUrl,
    dispatcher: flink.dispatcher,
    clock,
    ...options,
  })
  return { clock, flink, client }
}

const failure = (call: Promise<unknown>): Promise<FlinkError> =>
  call.then(
    () => expect.unreachable('It should have failed.'),
    (error: unknown) =>
      error instanceof FlinkError ? error : expect.unreachable(`Not of ours: ${String(error)}`),
  )

describe('an answer that goes wrong', () => {
  const reads: [fault: Fault, code: string][] = [
    [{ kind: 'hang' }, 'TIMED_OUT'],
    [{ kind: 'slow', delayMs: 20_000 }, 'TIMED_OUT'],
    [{ kind: 'drip', bytes: 1, everyMs: 1_000 }, 'TIMED_OUT'],
    [{ kind: 'truncate' }, 'MALFORMED_ANSWER'],
    [{ kind: 'garbage' }, 'MALFORMED_ANSWER'],
    [{ kind: 'endless' }, 'MALFORMED_ANSWER'],
    [{ kind: 'html' }, 'MALFORMED_ANSWER'],
    [{ kind: 'html', status: 404 }, 'MALFORMED_ANSWER'],
    [{ kind: 'html', status: 503 }, 'NOT_READY'],
    [{ kind: 'refuse' }, 'NOT_READY'],
    [{ kind: 'cut' }, 'NOT_READY'],
    [{ kind: 'answer', status: 200, body: '' }, 'MALFORMED_ANSWER'],
    [{ kind: 'answer', status: 200, body: '{}' }, 'MALFORMED_ANSWER'],
    [{ kind: 'answer', status: 302, body: '' }, 'MALFORMED_ANSWER'],
  ]
  test.each(reads)('to a read, %j, is %s and changed nothing', async (fault, code) => {
    const { clock, flink, client } = inMemory()
    flink.inject({ fault, times: 2 })
    const error = await clock.runUntil(failure(client.cluster.overview()))
    expect({ code: error.code, mayHaveHappened: error.mayHaveHappened }).toEqual({
      code,
      mayHaveHappened: false,
    })
  })

  const changes: [fault: Fault, code: string, mayHaveHappened: boolean][] = [
    [{ kind: 'hang' }, 'OUTCOME_UNKNOWN', true],
    [{ kind: 'swallow' }, 'OUTCOME_UNKNOWN', true],
    [{ kind: 'drip', bytes: 1, everyMs: 20_000 }, 'OUTCOME_UNKNOWN', true],
    [{ kind: 'reset' }, 'OUTCOME_UNKNOWN', true],
    [{ kind: 'cut' }, 'OUTCOME_UNKNOWN', true],
    [{ kind: 'truncate' }, 'MALFORMED_ANSWER', true],
    [{ kind: 'garbage' }, 'MALFORMED_ANSWER', true],
    [{ kind: 'endless' }, 'MALFORMED_ANSWER', true],
    [{ kind: 'html', status: 502 }, 'OUTCOME_UNKNOWN', true],
    [{ kind: 'refuse' }, 'NOT_READY', false],
  ]
  test.each(changes)(
    'to a change, %j, is %s and may have changed something: %s',
    async (fault, code, mayHaveHappened) => {
      const { clock, flink, client } = inMemory()
      const job = flink.addJob()
      flink.inject({ method: 'PATCH', fault })
      const error = await clock.runUntil(failure(client.jobs.cancel(job.jobId)))
      expect({ code: error.code, mayHaveHappened: error.mayHaveHappened }).toEqual({ code, mayHaveHappened })
    },
  )

  test('to a read over a connection that had gone stale, is asked for once more', async () => {
    const { flink, client } = inMemory()
    flink.inject({ fault: { kind: 'reset' } })
    await expect(client.cluster.overview()).resolves.toBeDefined()
    expect(flink.requests).toHaveLength(2)
  })

  test('to a change over a connection that had gone stale, is not', async () => {
    const { flink, client } = inMemory()
    const job = flink.addJob()
    flink.inject({ fault: { kind: 'reset' } })
    await failure(client.jobs.cancel(job.jobId))
    expect(flink.requests).toHaveLength(1)
  })

  test('a hundred times at once and without end hold no more than their limits', async () => {
    const { flink, client } = inMemory({ maxResponseBytes: 1_000_000 })
    flink.inject({ fault: { kind: 'endless' }, times: 100 })
    const before = process.memoryUsage().rss
    const errors = await Promise.all(Array.from({ length: 100 }, () => failure(client.cluster.overview())))
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['MALFORMED_ANSWER']))
    expect(process.memoryUsage().rss - before).toBeLessThan(250_000_000)
  })
})

describe('a deadline', () => {
  test('is the call’s, else the client’s', async () => {
    const { clock, flink, client } = inMemory({ timeoutMs: 1_000 })
    flink.inject({ fault: { kind: 'hang' }, times: 2 })
    const startedMs = clock.nowMs()
    await clock.runUntil(failure(client.cluster.overview()))
    expect(clock.nowMs() - startedMs).toBe(1_000)
    await clock.runUntil(failure(client.cluster.overview({ timeoutMs: 50 })))
    expect(clock.nowMs() - startedMs).toBe(1_050)
  })

  test('leaves a program at least five minutes', async () => {
    const { clock, flink, client } = inMemory({ timeoutMs: 1_000, timings: { runMs: 240_000 } })
    const jarId = flink.addJar('x.jar')
    await expect(clock.runUntil(client.jars.run(jarId))).resolves.toBeDefined()
  })

  test('is one for all requests of a call', async () => {
    const { clock, flink, client } = inMemory({ timeoutMs: 10_000 })
    const { jobId } = flink.addJob()
    flink.inject({ path: /config$/, fault: { kind: 'slow', delayMs: 900 } })
    flink.inject({ method: 'POST', fault: { kind: 'hang' } })
    const startedMs = clock.nowMs()
    await clock.runUntil(failure(client.savepoints.trigger(jobId, { timeoutMs: 1_000 })))
    expect(clock.nowMs() - startedMs).toBe(1_000)
  })

  test('holds for the question about the version', async () => {
    const { clock, flink, client } = inMemory()
    flink.inject({ fault: { kind: 'hang' }, times: 2 })
    const startedMs = clock.nowMs()
    await clock.runUntil(failure(client.version({ timeoutMs: 50 })))
    await clock.runUntil(failure(client.jobs.stopWithSavepoint('0'.repeat(32), { timeoutMs: 100 })))
    expect(clock.nowMs() - startedMs).toBe(150)
  })

  test('of a long call ends it, however long the client lets one request take', async () => {
    const { clock, flink, client } = inMemory({ timeoutMs: 60_000, flinkVersion: '1.20' })
    flink.inject({ fault: { kind: 'hang' } })
    const startedMs = clock.nowMs()
    await clock.runUntil(failure(client.jobs.waitUntilEnded(flink.addJob().jobId, { timeoutMs: 20_000 })))
    expect(clock.nowMs() - startedMs).toBe(20_000)
  })

  test('of the client bounds each look of a long call', async () => {
    const { clock, flink, client } = inMemory({ timeoutMs: 500, flinkVersion: '1.20' })
    const { jobId } = flink.addJob()
    flink.inject({ fault: { kind: 'hang' } })
    const startedMs = clock.nowMs()
    await clock.runUntil(client.jobs.waitUntilRunning(jobId, { timeoutMs: 10_000 }))
    expect(clock.nowMs() - startedMs).toBeLessThan(1_000)
  })

  test('bounds headers that are late too', async () => {
    const { clock, client } = inMemory({ headers: () => new Promise(() => undefined) })
    expect((await clock.runUntil(failure(client.cluster.overview()))).code).toBe('TIMED_OUT')
  })
})

test.each(Object.entries(everyCall).filter(([name]) => name !== 'checkpoints.watch'))(
  '%s ends by its deadline, whatever hangs or drips',
  async (_, call) => {
    for (const fault of [{ kind: 'hang' }, { kind: 'drip', bytes: 1, everyMs: 1_500 }] as const) {
      const { clock, flink, client } = inMemory({ timeoutMs: 60_000 })
      flink.inject({ fault, times: 1_000 })
      const startedMs = clock.nowMs()
      const { signal } = new AbortController()
      await clock.runUntil(failure(call(client, { signal, timeoutMs: 2_000 })))
      expect(clock.nowMs() - startedMs).toBeLessThanOrEqual(2_001)
    }
  },
)

describe('an abort', () => {
  test('ends a call under way with the reason that was given', async () => {
    const { flink, client } = inMemory()
    flink.inject({ fault: { kind: 'hang' } })
    const leaving = new AbortController()
    const call = client.cluster.overview({ signal: leaving.signal })
    const why = new Error('shutting down')
    leaving.abort(why)
    await expect(call).rejects.toBe(why)
  })

  test('and a deadline are taken by every call there is', () => {
    const { client } = inMemory()
    const methods = Object.entries(client).flatMap(([resource, it]) =>
      typeof it === 'function' ? [resource] : Object.keys(it as object).map((name) => `${resource}.${name}`),
    )
    expect(Object.keys(everyCall).sort()).toEqual(methods.filter((name) => name !== 'close').sort())
  })

  test.each(Object.entries(everyCall))('ends %s', async (_, call) => {
    const { flink, client } = inMemory()
    flink.inject({ fault: { kind: 'hang' }, times: 1_000 })
    const leaving = new AbortController()
    const ending = call(client, { signal: leaving.signal })
    const why = new Error('shutting down')
    leaving.abort(why)
    await expect(ending).rejects.toBe(why)
  })

  test('before the call sends nothing', async () => {
    const { flink, client } = inMemory()
    await expect(
      client.cluster.overview({ signal: AbortSignal.abort(new Error('too late')) }),
    ).rejects.toThrow('too late')
    expect(flink.requests).toEqual([])
  })

  test('leaves no listener behind on a signal of many calls', async () => {
    const { client } = inMemory()
    const { signal } = new AbortController()
    for (let count = 0; count < 50; count++) await client.cluster.overview({ signal })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('an address', () => {
  test.each(['localhost:8081', 'ftp://x', '', 'http://user:pw@x', 'http://x?a=b'])(
    '%j is refused at once',
    (baseUrl) => {
      expect(() => createFlinkClient({ baseUrl })).toThrow(TypeError)
    },
  )

  test('keeps its path, and ids in it stay one segment', async () => {
    const { flink } = inMemory()
    const client = createFlinkClient({
      baseUrl: 'http://api/api/v1/namespaces/a/services/b:8081/proxy/',
      dispatcher: flink.dispatcher,
      flinkVersion: '1.20',
    })
    await failure(client.taskManagers.detail('a/../../secrets?x=#'))
    expect(flink.requests.at(-1)?.path).toBe(
      '/api/v1/namespaces/a/services/b:8081/proxy/taskmanagers/a%2F..%2F..%2Fsecrets%3Fx%3D%23',
    )
  })

  test.each(['', '..', 'x', '0'.repeat(31), `${'0'.repeat(32)}/x`])(
    'no request goes out for the job id %j',
    async (jobId) => {
      const { flink, client } = inMemory()
      expect((await failure(client.jobs.detail(jobId))).code).toBe('REFUSED')
      expect(flink.requests).toEqual([])
    },
  )

  test('of a redirect is told and not followed', async () => {
    const { flink, client } = inMemory()
    flink.inject({ fault: { kind: 'answer', status: 301, body: '' } })
    expect((await failure(client.cluster.overview())).message).toContain('A redirect, which is not followed')
    expect(flink.requests).toHaveLength(1)
  })
})

test('headers go out with every request, fresh ones each time', async () => {
  let count = 0
  const { flink, client } = inMemory({ headers: () => ({ authorization: `Bearer ${++count}` }) })
  await client.cluster.overview()
  await client.cluster.overview()
  expect(flink.requests.map(({ headers }) => headers['authorization'])).toEqual(['Bearer 1', 'Bearer 2'])
})

describe('over real sockets', () => {
  const open: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of open.splice(0)) await close()
  })

  async function served(options: Partial<FlinkClientOptions> = {}, flinkOptions: FakeJobManagerOptions = {}) {
    const flink = createFakeJobManager(flinkOptions)
    const server = await flink.serve()
    const client = createFlinkClient({ baseUrl: server.url, ...options })
    open.push(
      () => client.close(),
      () => server.close(),
    )
    return { flink, server, client }
  }

  test('200 calls one after the other open one connection', async () => {
    const { server, client } = await served()
    for (let count = 0; count < 200; count++) await client.cluster.overview()
    expect(server.connections()).toBe(1)
  })

  test('200 calls at once open no more than the pool may', async () => {
    const { server, client } = await served()
    await Promise.all(Array.from({ length: 200 }, () => client.cluster.overview()))
    expect(server.connections()).toBeLessThanOrEqual(4)
  })

  test('many JobManagers share one pool, and it forgets those that nobody uses', async () => {
    const pool = createConnectionPool({ maxConnectionsPerJobManager: 1, idleTimeoutMs: 100 })
    open.push(() => pool.close())
    let disconnects = 0
    pool.on('disconnect', () => disconnects++)
    const all = await Promise.all(Array.from({ length: 20 }, () => served({ dispatcher: pool })))
    await Promise.all(all.flatMap(({ client }) => [client.cluster.overview(), client.cluster.overview()]))
    expect(all.map(({ server }) => server.connections())).toEqual(all.map(() => 1))
    await expect.poll(() => disconnects, { timeout: 20_000 }).toBe(20)
  })

  test('an endless answer is given up at the limit, whatever is left of it', async () => {
    const { flink, client } = await served({ maxResponseBytes: 1_000_000 })
    flink.inject({ fault: { kind: 'endless' } })
    expect((await failure(client.cluster.overview())).message).toContain('larger than 1000000 bytes')
    await expect(client.cluster.overview()).resolves.toBeDefined()
  })

  test('a slow drip ends at the deadline', async () => {
    const { flink, client } = await served({ timeoutMs: 200 })
    flink.inject({ fault: { kind: 'drip', bytes: 1, everyMs: 20 } })
    expect((await failure(client.cluster.overview())).code).toBe('TIMED_OUT')
  })

  test('nobody listening is not ready', async () => {
    const { server, client } = await served()
    await server.close()
    expect((await failure(client.cluster.overview())).code).toBe('NOT_READY')
  })

  test('a change that found no connection in time was not made', async () => {
    const { flink, client } = await served({ dispatcher: await poolOfOne(), timeoutMs: 300 })
    const job = flink.addJob()
    flink.inject({ path: /overview/, fault: { kind: 'hang' } })
    const blocking = client.cluster.overview({ timeoutMs: 2_000 }).catch(() => undefined)
    const error = await failure(client.jobs.cancel(job.jobId))
    expect({ code: error.code, mayHaveHappened: error.mayHaveHappened }).toEqual({
      code: 'NOT_READY',
      mayHaveHappened: false,
    })
    await blocking
    expect(flink.requests.filter(({ method }) => method === 'PATCH')).toEqual([])
  })

  function poolOfOne() {
    const pool = createConnectionPool({ maxConnectionsPerJobManager: 1 })
    open.push(() => pool.destroy())
    return Promise.resolve(pool)
  }

  test.each([
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['a body shorter than announced', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{'],
    ['a header without end', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(200_000)}`],
  ])('%s from the other side is no crash', async (_, bytes) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined).resume()
      socket.end(bytes)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = createFlinkClient({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      timeoutMs: 2_000,
    })
    open.push(
      () => client.close(),
      () => new Promise((resolve) => server.close(resolve)),
    )
    expect(['MALFORMED_ANSWER', 'NOT_READY']).toContain((await failure(client.cluster.overview())).code)
  })

  test('no proxy of the environment is used', async () => {
    const { client, server } = await served()
    const before = process.env['HTTP_PROXY']
    process.env['HTTP_PROXY'] = 'http://127.0.0.1:9'
    try {
      await client.cluster.overview()
      expect(server.connections()).toBe(1)
    } finally {
      if (before === undefined) delete process.env['HTTP_PROXY']
      else process.env['HTTP_PROXY'] = before
    }
  })

  test('an answer in gzip that nobody asked for is no crash', async () => {
    const server: Server = createServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(Buffer.from([0x1f, 0x8b, 8, 0]))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client: FlinkClient = createFlinkClient({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    })
    open.push(
      () => client.close(),
      () => new Promise((resolve) => server.close(resolve)),
    )
    expect((await failure(client.cluster.overview())).code).toBe('MALFORMED_ANSWER')
  })
})
