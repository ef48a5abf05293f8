import { createServer, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Pod, pods } from './built-in.ts'
import { type Cache, createCache } from './cache.ts'
import { plainCredentials } from './credentials.ts'
import { type KubeError } from './errors.ts'
import { createKubeClient } from './kube-client.ts'
import { createReflector, type Reflector } from './reflector.ts'
import { type Stored } from './resource.ts'
import { createTransport, type Transport } from './transport.ts'

/**
 * What no real API server can be made to do on demand. All the rest is tested against a real one, in
 * e2e/kube-runtime.
 */
type Answer = (response: ServerResponse, query: URLSearchParams) => void

let server: Server
let lists: Answer[]
let watches: Answer[]
let asked: string[]
let transport: Transport
let cache: Cache<Pod>
let reflector: Reflector
let stopping: AbortController
let running: Promise<void>
let errors: string[]

const pod = (name: string, version: number): Stored<Pod> => ({
  metadata: { namespace: 'n', name, uid: `uid-of-${name}`, resourceVersion: String(version) },
})
const list =
  (version: number, ...items: Stored<Pod>[]): Answer =>
  (response) => {
    response.end(JSON.stringify({ metadata: { resourceVersion: String(version) }, items }))
  }
const watch =
  (...events: object[]): Answer =>
  (response) => {
    response.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  }
const failed = (code: number, message: string) => ({
  type: 'ERROR',
  object: { kind: 'Status', code, message },
})

beforeEach(async () => {
  ;[lists, watches, asked, errors] = [[], [], [], []]
  server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams
    const isWatch = query.has('watch')
    asked.push(isWatch ? `watch ${query.get('resourceVersion')}` : 'list')
    response.writeHead(200).flushHeaders()
    const answer = isWatch ? watches.shift() : lists.shift()
    answer?.(response, query)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  transport = createTransport({ credentials: plainCredentials(`http://127.0.0.1:${port}`) })
  cache = createCache<Pod>()
  stopping = new AbortController()
  reflector = createReflector({
    client: createKubeClient(transport),
    resource: pods,
    cache,
    maxBackOffMs: 50,
    onError: (error) => errors.push(String(error)),
  })
})

afterEach(async () => {
  stopping.abort()
  await running
  await transport.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 })

const run = () => {
  running = reflector.run(stopping.signal)
}

test('a bookmark moves the version that the next watch begins at', async () => {
  lists = [list(5)]
  watches = [
    (response) => {
      response.end(
        `${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '9' } } })}\n`,
      )
    },
  ]
  run()
  await eventually(() => {
    expect(asked).toEqual(['list', 'watch 5', 'watch 9'])
  })
})

test('a failure is told with how often it was the same in a row', async () => {
  const refused = watch(failed(403, 'no'))
  const bookmark: Answer = (response) => {
    const object = { metadata: { resourceVersion: '9' } }
    response.end(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`)
  }
  lists = [list(5)]
  watches = [refused, refused, refused, bookmark, refused, watch(failed(404, 'gone')), refused]
  const told: [string, number][] = []
  reflector = createReflector({
    client: createKubeClient(transport),
    resource: pods,
    cache,
    maxBackOffMs: 50,
    onError: (error, inARow) => told.push([(error as KubeError).code, inARow]),
  })
  run()
  await eventually(() => {
    expect(told.slice(0, 6)).toEqual([
      ['Forbidden', 1],
      ['Forbidden', 2],
      ['Forbidden', 3],
      ['Forbidden', 1],
      ['NotFound', 1],
      ['Forbidden', 1],
    ])
  })
})

test('a version that the server has not come to yet leads to a new list', async () => {
  lists = [list(5), list(6)]
  watches = [watch(failed(504, 'Too large resource version: 5, current: 3'))]
  run()
  await eventually(() => {
    expect(asked).toEqual(['list', 'watch 5', 'list', 'watch 6'])
  })
})

test('an etcd that was restored, and so counts from lower versions, is believed at the sixth list', async () => {
  lists = [list(100, pod('a', 90)), ...Array.from({ length: 6 }, () => list(50, pod('b', 40)))]
  watches = [watch(failed(410, 'gone'))]
  run()
  await eventually(() => {
    expect(cache.list().map(({ metadata }) => metadata.name)).toEqual(['b'])
  })
  expect(reflector.stats()).toMatchObject({ staleListsTotal: 5, relistsTotal: 1 })
})

test('built-in objects get the kind that lists leave out', async () => {
  lists = [list(1, pod('a', 1))]
  run()
  await eventually(() => {
    expect(cache.get({ namespace: 'n', name: 'a' })).toMatchObject({ apiVersion: 'v1', kind: 'Pod' })
  })
})

describe('a line that is no JSON', () => {
  test('ends the watch, which goes on from what came before it', async () => {
    lists = [list(1)]
    watches = [
      (response) => {
        response.write(`${JSON.stringify({ type: 'ADDED', object: pod('a', 2) })}\n<html>secret\n`)
      },
    ]
    run()
    await eventually(() => {
      expect(asked).toEqual(['list', 'watch 1', 'watch 2'])
    })
    expect(errors).toEqual(['BrokenLineError: a line of 12 bytes is no JSON'])
  })
})

describe('a refresh', () => {
  test('ends the watch and lists at once', async () => {
    lists = [list(1), list(2, pod('a', 2))]
    run()
    await eventually(() => {
      expect(asked).toEqual(['list', 'watch 1'])
    })
    await reflector.refresh()
    expect(cache.size).toBe(1)
    expect(errors).toEqual([])
    await eventually(() => {
      expect(asked).toEqual(['list', 'watch 1', 'list', 'watch 2'])
    })
  })

  test('that is asked for while a list is under way waits for one that began later', async () => {
    const first = Promise.withResolvers<ServerResponse>()
    lists = [(response) => first.resolve(response), list(2, pod('a', 2))]
    run()
    const response = await first.promise
    const refreshed = reflector.refresh()
    list(1)(response, new URLSearchParams())
    await refreshed
    expect(cache.size).toBe(1)
    expect(asked.filter((what) => what === 'list')).toHaveLength(2)
  })
})

describe('a refresh while a watch is being opened', () => {
  test('ends that one too', async () => {
    const opened = Promise.withResolvers<undefined>()
    lists = [list(1), list(2, pod('a', 2))]
    server.removeAllListeners('request')
    server.on('request', (request, response: ServerResponse) => {
      if (!(request as { url: string }).url.includes('watch=')) {
        lists.shift()?.(response, new URLSearchParams())
        return
      }
      opened.resolve(undefined)
      setTimeout(() => response.writeHead(200).flushHeaders(), 50)
    })
    run()
    await opened.promise
    await reflector.refresh()
    expect(cache.size).toBe(1)
  })
})

test('it stops in the middle of a pause, of a list and of a watch alike', async () => {
  run()
  stopping.abort()
  await running
  expect(reflector.stats().isSynced).toBe(false)
})

test('objects as large as they can be are listed in smaller pages', async () => {
  await transport.close()
  const { port } = server.address() as AddressInfo
  transport = createTransport({
    credentials: plainCredentials(`http://127.0.0.1:${port}`),
    maxResponseBytes: 2_500,
  })
  reflector = createReflector({ client: createKubeClient(transport), resource: pods, cache })
  const items = Array.from({ length: 9 }, (_, at) => {
    const { metadata } = pod(`p-${at}`, 1)
    return { metadata: { ...metadata, annotations: { long: 'x'.repeat(1_000) } } }
  })
  const page: Answer = (response, query) => {
    const start = Number(query.get('continue') ?? 0)
    const end = start + Number(query.get('limit'))
    const more = end < items.length ? { continue: String(end) } : {}
    response.end(
      JSON.stringify({ metadata: { resourceVersion: '5', ...more }, items: items.slice(start, end) }),
    )
  }
  lists = Array.from({ length: 20 }, () => page)
  run()
  await eventually(() => {
    expect(asked.at(-1)).toBe('watch 5')
  })
  expect(cache.size).toBe(items.length)
})
