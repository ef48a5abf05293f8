import { createFlinkClient } from '@flink-operator/flink-client'
import { createFakeClock, createFakeJobManager } from '@flink-operator/flink-client/testing'
import { expect, test } from 'vitest'
import { endpointOf, type FlinkRequest, observed } from './flink-requests.ts'

const jobId = '0123456789abcdef0123456789abcdef'

test.each([
  ['/overview', '/overview'],
  ['/jobs/overview', '/jobs/overview'],
  [`/jobs/${jobId}?mode=cancel`, '/jobs/:id'],
  [`/jobs/${jobId}/checkpoints/details/17`, '/jobs/:id/checkpoints/details/:id'],
  [`/jobs/${jobId}/savepoints/${jobId}`, '/jobs/:id/savepoints/:id'],
  ['/jars/8c1b_word-count.jar/run?parallelism=2', '/jars/:id/run'],
  ['/api/v1/namespaces/jobs/pods/count-jm-1:8081/proxy/jobs/overview', '/jobs/overview'],
])('the endpoint of %s is %s', (path, endpoint) => {
  expect(endpointOf(path)).toBe(endpoint)
})

test('each exchange is told once, with its code, and the client hears what it would hear without', async () => {
  const clock = createFakeClock()
  const fake = createFakeJobManager({ clock })
  const told: FlinkRequest[] = []
  const flink = createFlinkClient({
    baseUrl: fake.baseUrl,
    dispatcher: observed(fake.dispatcher, (request) => told.push(request)),
    clock,
  })
  expect(await flink.cluster.overview()).toMatchObject({ taskmanagers: expect.any(Number) as number })
  await expect(flink.jobs.detail(jobId)).rejects.toThrow()
  fake.inject({ path: /\/taskmanagers$/, times: 2, fault: { kind: 'reset' } })
  await expect(flink.taskManagers.list()).rejects.toThrow()

  expect(told.map(({ method, endpoint, code }) => `${method} ${endpoint} ${code}`)).toEqual([
    'GET /overview 200',
    'GET /jobs/:id 404',
    ...told.slice(2).map(() => 'GET /taskmanagers none'),
  ])
  expect(told.length).toBeGreaterThan(2)
})
