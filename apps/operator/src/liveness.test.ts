import { createHealth, createWorkQueue, type Health } from '@flink-operator/kube-runtime'
import { createFakeClock } from '@flink-operator/kube-runtime/testing'
import { Gauge } from 'prom-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { serveHttp } from './http-server.ts'
import { checkLiveness } from './liveness.ts'
import { Metrics } from './metrics.ts'

const well = { stall: () => undefined }
const dead = { stall: () => 'the watch of pods has not moved for 300 s' }

let health: Health
beforeEach(() => {
  health = createHealth()
})
afterEach(() => health.stop())

test('liveness notices a dead watch', () => {
  checkLiveness(health, { informers: [well, dead], queue: createWorkQueue() })
  expect(health.problems()).toEqual([dead.stall()])
})

test('liveness notices a pass that does not end, and not one that is slow', async () => {
  const clock = createFakeClock()
  const queue = createWorkQueue({ clock })
  checkLiveness(health, { informers: [well], queue })
  queue.add('jobs/count')
  const key = await queue.take()
  await clock.advance(590_000)
  expect(health.problems()).toEqual([])
  await clock.advance(20_000)
  expect(health.problems()).toEqual(['a pass has not ended for 610 s'])
  queue.done(key!)
  expect(health.problems()).toEqual([])
})

test('what is dead fails the liveness probe, and what is not ready the other one alone', async () => {
  let problems: string[] = []
  const server = await serveHttp(0, {
    metrics: new Metrics(),
    problems: () => problems,
    unready: () => ['pods have not been listed yet'],
  })
  const answer = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`)
    return `${response.status} ${await response.text()}`
  }
  expect(await answer('/healthz')).toBe('200 OK\n')
  expect(await answer('/readyz')).toBe('503 pods have not been listed yet\n')
  problems = [dead.stall()]
  expect(await answer('/healthz')).toBe('503 the watch of pods has not moved for 300 s\n')
  await server.close()
})

test('metrics that cannot be told say why', async () => {
  const metrics = new Metrics()
  const collect = () => {
    throw new Error('a gauge is broken')
  }
  new Gauge({ name: 'broken', help: 'Broken.', registers: [metrics.registry], collect })
  const server = await serveHttp(0, { metrics, problems: () => [], unready: () => [] })
  const response = await fetch(`http://127.0.0.1:${server.port}/metrics`)
  expect(`${response.status} ${await response.text()}`).toBe('500 Error: a gauge is broken\n')
  await server.close()
})
