import { Registry } from 'prom-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startHealthServer, type HealthServer } from './health-server.ts'

let problems: string[] = []
let server: HealthServer

beforeEach(async () => {
  problems = []
  server = await startHealthServer({
    port: 0,
    host: '127.0.0.1',
    problems: () => problems,
    metrics: new Registry(),
  })
})
afterEach(() => server.close())

const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`)

test('is ready where nothing is wrong', async () => {
  expect((await get('/readyz')).status).toBe(200)
})

test('says in words why it is not ready, and is alive all the same', async () => {
  problems = ['no certificate to serve yet', 'get secrets a/b: 403 Forbidden']
  const answer = await get('/readyz')
  expect(answer.status).toBe(503)
  expect(await answer.text()).toBe(
    'not ready:\n- no certificate to serve yet\n- get secrets a/b: 403 Forbidden\n',
  )
  expect((await get('/healthz')).status).toBe(200)
})

test('shows its metrics in the format of Prometheus', async () => {
  expect((await get('/metrics')).headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/)
})
