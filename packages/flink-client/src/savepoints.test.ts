import { expect, test } from 'vitest'
import { createFlinkClient } from './client.ts'
import { FlinkError, OutcomeUnknownError, RefusedError, StoppedUncleanlyError } from './errors.ts'
import { newId } from './ids.ts'
import { type Progress } from './operation.ts'
import { createFakeClock, createFakeJobManager, type FakeJobManagerOptions } from './testing/index.ts'

function withJob(options: FakeJobManagerOptions = {}) {
  const clock = createFakeClock()
  const flink = createFakeJobManager({ clock, ...options })
  const client = createFlinkClient({ baseUrl: flink.baseUrl, dispatcher: flink.dispatcher, clock })
  const { jobId } = flink.addJob()
  return { clock, flink, client, jobId, running: () => clock.advance(1_000) }
}

const failure = (call: Promise<unknown>): Promise<Error> =>
  call.then(
    () => expect.unreachable('It should have failed.'),
    (error: unknown) => error as Error,
  )

const triggers = (flink: ReturnType<typeof createFakeJobManager>) =>
  flink.requests.filter(({ method, path }) => method === 'POST' && /\/(?:stop|savepoints)$/.test(path))

test('stop with savepoint resolves to the location and the end of the job', async () => {
  const { clock, flink, client, jobId, running } = withJob()
  await running()
  const triggerId = newId()
  const stopped = await clock.runUntil(
    client.jobs.stopWithSavepoint(jobId, { targetDirectory: 's3://b/p', triggerId }),
  )
  expect(stopped).toMatchObject({ triggerId, jobState: 'FINISHED' })
  expect(stopped.location).toMatch(/^s3:\/\/b\/p\/savepoint-[0-9a-f]{6}-[0-9a-f]{12}$/)
  expect(JSON.parse(triggers(flink)[0]?.body ?? '')).toEqual({
    targetDirectory: 's3://b/p',
    drain: false,
    triggerId,
  })
})

test('progress is told from trigger to end', async () => {
  const { clock, client, jobId, running } = withJob({ timings: { savepointMs: 1_000 } })
  await running()
  const seen: Progress[] = []
  const triggerId = newId()
  await clock.runUntil(
    client.savepoints.take(jobId, { triggerId, onProgress: (progress) => seen.push(progress) }),
  )
  expect(seen[0]).toEqual({ step: 'triggered', elapsedMs: 0, triggerId })
  expect(new Set(seen.slice(1).map(({ step }) => step))).toEqual(new Set(['inProgress']))
  expect(seen.length).toBeGreaterThan(3)
})

test('a lost answer to the trigger is followed by the same request, and there is one savepoint', async () => {
  const { clock, flink, client, jobId, running } = withJob()
  await running()
  flink.inject({ method: 'POST', fault: { kind: 'reset' }, times: 2 })
  await clock.runUntil(client.savepoints.take(jobId))
  const bodies = triggers(flink).map(({ body }) => body)
  expect(bodies).toHaveLength(3)
  expect(new Set(bodies).size).toBe(1)
  expect(flink.job(jobId).snapshots.filter(({ isSavepoint }) => isSavepoint)).toHaveLength(1)
})

test('before 1.15 a lost answer is told, for a repeat could be a second savepoint', async () => {
  const { clock, flink, client, jobId, running } = withJob({ version: '1.14.6' })
  await running()
  flink.inject({ method: 'POST', fault: { kind: 'reset' } })
  await expect(clock.runUntil(client.savepoints.take(jobId))).rejects.toThrow(OutcomeUnknownError)
  expect(triggers(flink)).toHaveLength(1)
})

test('a JobManager that is away for a while is waited for', async () => {
  const { clock, flink, client, jobId, running } = withJob()
  await running()
  flink.restart({ downMs: 5_000, electionMs: 1_000, keepsJobs: true })
  await expect(clock.runUntil(client.savepoints.take(jobId))).resolves.toBeDefined()
})

test('a look that fails for a passing reason is no failure of the savepoint', async () => {
  const { clock, flink, client, jobId, running } = withJob()
  await running()
  flink.inject({ method: 'GET', path: /savepoints/, fault: { kind: 'html', status: 503 }, times: 3 })
  const steps: string[] = []
  await clock.runUntil(client.savepoints.take(jobId, { onProgress: ({ step }) => steps.push(step) }))
  expect(steps).toContain('unreachable')
})

test('at the deadline the outcome is unknown, and the id to ask by is in the error', async () => {
  const { clock, client, jobId, running } = withJob({ timings: { savepointMs: 60_000 } })
  await running()
  const triggerId = newId()
  const startedMs = clock.nowMs()
  const error = await clock.runUntil(
    failure(client.jobs.stopWithSavepoint(jobId, { triggerId, timeoutMs: 10_000 })),
  )
  expect(clock.nowMs() - startedMs).toBe(10_000)
  expect(error instanceof OutcomeUnknownError && error.triggerId).toBe(triggerId)
})

test('an abort ends the wait with its reason', async () => {
  const { clock, client, jobId, running } = withJob({ timings: { savepointMs: 60_000 } })
  await running()
  const leaving = new AbortController()
  const why = new Error('shutting down')
  clock.setTimer(500, () => leaving.abort(why))
  expect(await clock.runUntil(failure(client.savepoints.take(jobId, { signal: leaving.signal })))).toBe(why)
})

test('operations that were forgotten are gone, not failed', async () => {
  const { clock, flink, client, jobId, running } = withJob({ timings: { savepointMs: 5_000 } })
  await running()
  clock.setTimer(1_000, () => flink.forgetOperations())
  const error = await clock.runUntil(failure(client.savepoints.take(jobId)))
  expect(error instanceof FlinkError && error.code).toBe('GONE')
})

test('a result is forgotten after five minutes', async () => {
  const { clock, client, jobId, running } = withJob()
  await running()
  const { triggerId } = await clock.runUntil(client.savepoints.take(jobId))
  await clock.advance(299_000)
  expect((await client.savepoints.status(jobId, triggerId)).state).toBe('completed')
  await clock.advance(2_000)
  await expect(client.savepoints.status(jobId, triggerId)).rejects.toMatchObject({ code: 'GONE' })
})

test.each<[sentence: string, cause: string, want: string]>([
  [
    'a savepoint that expired is worth another try',
    'org.apache.flink.runtime.checkpoint.CheckpointException: Checkpoint expired before completing.',
    'BUSY',
  ],
  [
    'a task that failed meanwhile too',
    'org.apache.flink.runtime.checkpoint.CheckpointException: Task has failed.',
    'BUSY',
  ],
  [
    'a batch job has none',
    'org.apache.flink.runtime.checkpoint.CheckpointException: Blocking output edge exists in running tasks.',
    'REFUSED savepointImpossible',
  ],
  [
    'a directory that cannot be written',
    'org.apache.flink.runtime.checkpoint.CheckpointException: An Exception occurred while triggering the checkpoint. IO-problem detected.',
    'REFUSED savepointDirectory',
  ],
  [
    'a file system nobody knows',
    'org.apache.flink.core.fs.UnsupportedFileSystemSchemeException: Could not find a file system implementation for scheme',
    'REFUSED savepointDirectory',
  ],
  ['anything else', 'java.lang.RuntimeException: cosmic rays', 'REFUSED operationFailed'],
])('%s', async (_, cause, want) => {
  const { clock, flink, client, jobId, running } = withJob()
  await running()
  flink.failSavepoints(cause)
  const error = await clock.runUntil(failure(client.savepoints.take(jobId)))
  expect(
    error instanceof RefusedError ? `REFUSED ${error.reason}` : error instanceof FlinkError && error.code,
  ).toBe(want)
  expect(flink.job(jobId).stateAt(clock.nowMs())).toBe('RUNNING')
})

test('a stop that failed after its savepoint tells where that is', async () => {
  const { clock, flink, client, jobId, running } = withJob()
  await running()
  flink.failSavepoints(
    'org.apache.flink.runtime.scheduler.stopwithsavepoint.StopWithSavepointStoppingException: A savepoint has been created at: s3://b/savepoint-1, but the corresponding job 1 failed during stopping.',
  )
  const error = await clock.runUntil(failure(client.jobs.stopWithSavepoint(jobId)))
  expect(error instanceof StoppedUncleanlyError && error.location).toBe('s3://b/savepoint-1')
})

test('a JobManager that ends with its job has told all it had to', async () => {
  const { clock, flink, client, jobId, running } = withJob()
  await running()
  flink.inject({ path: /\/status$/, fault: { kind: 'refuse' }, times: 100 })
  const stopped = await clock.runUntil(client.jobs.stopWithSavepoint(jobId))
  expect(stopped.jobState).toBeUndefined()
})

test('1.7 has no stop and no drain', async () => {
  const { clock, flink, client, jobId, running } = withJob({ version: '1.7.2' })
  await running()
  await expect(client.savepoints.triggerStop(jobId, { drain: true })).rejects.toMatchObject({
    code: 'UNSUPPORTED',
  })
  const stopped = await clock.runUntil(client.jobs.stopWithSavepoint(jobId))
  expect(stopped.jobState).toBe('CANCELED')
  expect(JSON.parse(triggers(flink)[0]?.body ?? '')).toEqual({ 'cancel-job': true })
})
