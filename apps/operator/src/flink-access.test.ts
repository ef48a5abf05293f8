import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { type FlinkClient } from '@flink-operator/flink-client'
import { type KubeClient } from '@flink-operator/kube-runtime'
import { type ClusterQuestion } from '@flink-operator/reconciler'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFlinkAccess, type FlinkAccess } from './flink-access.ts'

const jobId = '0123456789abcdef0123456789abcdef'

/** A JobManager that tells its version and is silent about all else. */
let server: Server
let received: string[]
let access: FlinkAccess
let mayAct: () => void

beforeEach(async () => {
  received = []
  mayAct = () => undefined
  server = createServer((request, response) => {
    received.push(`${request.method} ${request.url}`)
    request.resume()
    if (request.url === '/config')
      response.end(
        JSON.stringify({
          ...{ 'refresh-interval': 3000, 'timezone-name': 'UTC', 'timezone-offset': 0 },
          ...{ 'flink-version': '1.20.5', 'flink-revision': '0', features: {} },
        }),
      )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  access = createFlinkAccess(
    'pod',
    {} as KubeClient,
    () => undefined,
    () => mayAct(),
  )
})

afterEach(async () => {
  await access.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

async function jobManager(): Promise<FlinkClient> {
  const { port } = server.address() as AddressInfo
  const question = { hash: 'h', pods: [{ name: 'jm', ip: '127.0.0.1' }], port } as unknown as ClusterQuestion
  const flink = await access.to({ namespace: 'jobs', name: 'count' }, question)
  if (flink === undefined) throw new Error('there is an address')
  return flink
}

test('who may no longer act sends nothing more that changes something, and still may ask', async () => {
  const flink = await jobManager()
  mayAct = () => {
    throw new Error('the lease is lost')
  }
  await expect(flink.version()).resolves.toMatchObject({ text: '1.20.5' })
  await expect(flink.jobs.cancel(jobId)).rejects.toThrow('the lease is lost')
  await expect(flink.savepoints.triggerStop(jobId)).rejects.toThrow('the lease is lost')
  expect([...new Set(received)]).toEqual(['GET /config'])
})

test('a submission that goes on for minutes does not keep the process from ending', async () => {
  const flink = await jobManager()
  const submitted = flink.jars.run('job.jar').catch((error: unknown) => String(error))
  while (received.length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
  const startedMs = performance.now()
  await access.close()
  await submitted
  expect(performance.now() - startedMs).toBeLessThan(10_000)
})
