import { describe, expect, test } from 'vitest'
import { newestSnapshot, snapshotOf } from './checkpoints.ts'
import { createFlinkClient } from './client.ts'
import { GoneError, isNotReady } from './errors.ts'
import { createFakeClock, createFakeJobManager, type FakeJobManagerOptions } from './testing/index.ts'
import { InMemoryDispatcher } from './testing/in-memory-dispatcher.ts'
import { stackTrace } from './testing/java-text.ts'
import { stepsOf } from './testing/reply.ts'

function fake(options: FakeJobManagerOptions = {}) {
  const clock = createFakeClock()
  const flink = createFakeJobManager({ clock, ...options })
  const client = createFlinkClient({ baseUrl: flink.baseUrl, dispatcher: flink.dispatcher, clock })
  return { clock, flink, client }
}

const boom = stackTrace('java.lang.RuntimeException: boom')

test.each(['1.7.2', '1.13.6', '1.20.5', '2.3.0'])('exceptions of %s have one form', async (version) => {
  const { clock, flink, client } = fake({ version })
  const job = flink.addJob()
  job.fail(boom, clock.nowMs(), 1_000)
  const { entries, isTruncated } = await client.jobs.exceptions(job.jobId)
  expect({
    isTruncated,
    traces: entries.map(({ stackTrace: trace }) => trace),
    at: entries[0]?.timestampMs,
  }).toEqual({
    isTruncated: false,
    traces: [boom],
    at: clock.nowMs(),
  })
})

describe('waiting', () => {
  test('until running is over when every task runs', async () => {
    const { clock, flink, client } = fake({ timings: { startTasksMs: 10_000 } })
    const startedMs = clock.nowMs()
    await clock.runUntil(client.jobs.waitUntilRunning(flink.addJob().jobId))
    expect(clock.nowMs() - startedMs).toBeGreaterThanOrEqual(10_000)
  })

  test('until running fails with the cause when the job ends instead', async () => {
    const { clock, flink, client } = fake({ timings: { startTasksMs: 10_000 } })
    const job = flink.addJob()
    clock.setTimer(2_000, () => job.fail(boom, clock.nowMs()))
    const error: unknown = await clock.runUntil(
      client.jobs.waitUntilRunning(job.jobId).catch((caught: unknown) => caught),
    )
    expect(error instanceof GoneError && [error.jobState, error.rootCause?.message]).toEqual([
      'FAILED',
      'boom',
    ])
  })

  test('outlasts a restart of the JobManager', async () => {
    const { clock, flink, client } = fake()
    const job = flink.addJob()
    flink.restart({ downMs: 20_000, electionMs: 500, keepsJobs: true })
    await expect(clock.runUntil(client.jobs.waitUntilRunning(job.jobId))).resolves.toBeDefined()
  })

  test('ends at its deadline', async () => {
    const { clock, flink, client } = fake()
    const { jobId } = flink.addJob()
    const startedMs = clock.nowMs()
    await expect(
      clock.runUntil(client.jobs.waitUntilEnded(jobId, { timeoutMs: 5_000 })),
    ).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' })
    expect(clock.nowMs() - startedMs).toBe(5_000)
  })
})

test('cancel and wait takes a job that is gone for what was wanted', async () => {
  const { clock, flink, client } = fake()
  expect(await clock.runUntil(client.jobs.cancelAndWait('0'.repeat(32)))).toBeUndefined()
  expect(await clock.runUntil(client.jobs.cancelAndWait(flink.addJob().jobId))).toBe('CANCELED')
  const finished = flink.addJob()
  finished.finish(clock.nowMs())
  expect(await clock.runUntil(client.jobs.cancelAndWait(finished.jobId))).toBe('FINISHED')
})

test('the newest snapshot is a savepoint where that is the newest', async () => {
  const { clock, flink, client } = fake()
  const { jobId } = flink.addJob()
  await clock.advance(5_500)
  const { location } = await clock.runUntil(client.savepoints.take(jobId))
  const newest = newestSnapshot(await client.checkpoints.statistics(jobId))
  expect(newest).toMatchObject({ path: location, isSavepoint: true })
  await clock.advance(2_000)
  expect(newestSnapshot(await client.checkpoints.statistics(jobId))).toMatchObject({ isSavepoint: false })
})

test('a checkpoint that is subsumed but not yet followed does not bring an older one back', async () => {
  const { clock, flink, client } = fake()
  const { jobId } = flink.addJob()
  await clock.advance(5_500)
  const { location } = await clock.runUntil(client.savepoints.take(jobId))
  await clock.advance(1_000)
  const statistics = await client.checkpoints.statistics(jobId)
  const gone = (it: object | null | undefined) => ({ ...it, discarded: true })
  const history = statistics.history.map((it) => (it.is_savepoint ? it : gone(it)))
  const latest = { ...statistics.latest, completed: gone(statistics.latest.completed) }
  const body = JSON.stringify({ ...statistics, latest, history })
  flink.inject({ path: /checkpoints$/, fault: { kind: 'answer', status: 200, body }, times: 2 })
  expect(newestSnapshot(await client.checkpoints.statistics(jobId))?.path).toBe(location)
  expect(await clock.runUntil(client.checkpoints.newest(jobId))).toMatchObject({ isSavepoint: false })
})

test('what an ended job has lost is not waited for', async () => {
  const { clock, flink, client } = fake()
  const job = flink.addJob()
  await clock.advance(5_500)
  await clock.runUntil(client.jobs.cancelAndWait(job.jobId))
  const startedMs = clock.nowMs()
  expect(await clock.runUntil(client.checkpoints.newest(job.jobId))).toBeUndefined()
  expect(clock.nowMs()).toBe(startedMs)
})

test.each<[sentence: string, change: object]>([
  ['one whose files are gone', { discarded: true }],
  ['one in the heap of the JobManager', { external_path: '<checkpoint-not-externally-addressable>' }],
  ['one without a path', { external_path: null }],
  ['one that failed', { status: 'FAILED' }],
])('%s is no snapshot to start from', (_, change) => {
  const checkpoint = {
    id: 1,
    status: 'COMPLETED' as const,
    is_savepoint: false,
    trigger_timestamp: 1,
    external_path: 's3://x',
  }
  expect(snapshotOf(checkpoint)).toBeDefined()
  expect(snapshotOf({ ...checkpoint, ...change })).toBeUndefined()
})

test('an exception that only the old fields show yet is one all the same', async () => {
  const body = JSON.stringify({
    'root-exception': boom,
    timestamp: 7,
    'all-exceptions': [],
    truncated: false,
    exceptionHistory: { entries: [], truncated: false },
  })
  const dispatcher = new InMemoryDispatcher(
    () => stepsOf({ status: 200, body }, undefined),
    createFakeClock(),
  )
  const client = createFlinkClient({ baseUrl: 'http://flink', dispatcher })
  const { entries } = await client.jobs.exceptions('0'.repeat(32))
  expect(entries).toMatchObject([{ stackTrace: boom, timestampMs: 7 }])
})

test('no periodic checkpoints is no interval, although Flink writes a number for it', async () => {
  const { flink, client } = fake({ checkpointIntervalMs: undefined })
  expect((await client.checkpoints.settings(flink.addJob().jobId)).intervalMs).toBeUndefined()
})

test('watched checkpoints come once each, oldest first', async () => {
  const { clock, flink, client } = fake()
  const { jobId } = flink.addJob()
  const seen: number[] = []
  await clock.runUntil(
    (async () => {
      for await (const { id } of client.checkpoints.watch(jobId)) {
        seen.push(id)
        if (seen.length === 4) break
      }
    })(),
  )
  expect(seen).toEqual([1, 2, 3, 4])
})

test('watermarks are bigints, and undefined where there is none', async () => {
  const { flink, client } = fake()
  expect(await client.vertices.watermarks(flink.addJob().jobId, '0'.repeat(32))).toEqual([
    undefined,
    2n ** 63n - 1n,
  ])
})

test('one metric without a value does not hide the others', async () => {
  const { flink, client } = fake()
  const { jobId } = flink.addJob()
  const found = await client.metrics.ofSubtasks(jobId, '0'.repeat(32), ['numRecordsOut', 'noSuchMetric'])
  expect([...found.keys()]).toEqual(['numRecordsOut'])
})

test('metrics are numbers, and texts are left out', async () => {
  const { flink, client } = fake()
  const { jobId } = flink.addJob()
  const found = await client.metrics.job(jobId, ['uptime', 'lastCheckpointExternalPath'])
  expect([...found]).toEqual([['uptime', 1_200]])
})

test('the version is asked for once, and again after some minutes', async () => {
  const { clock, flink, client } = fake({ version: '1.20.5' })
  expect((await client.version()).text).toBe('1.20.5')
  await client.version()
  expect(flink.requests).toHaveLength(1)
  await clock.advance(301_000)
  await client.version()
  expect(flink.requests).toHaveLength(2)
})

test('the version is asked for again once the JobManager was away, for another may have come back', async () => {
  const { flink, client } = fake()
  await client.version()
  flink.inject({ fault: { kind: 'refuse' } })
  await expect(client.cluster.overview()).rejects.toSatisfy(isNotReady)
  await client.version()
  expect(flink.requests.filter(({ path }) => path === '/config')).toHaveLength(2)
})
