import { createFlinkClient } from '@flink-operator/flink-client'
import {
  createFakeClock,
  createFakeJobManager,
  type FakeClock,
  type FakeJobManager,
} from '@flink-operator/flink-client/testing'
import { describe, expect, test } from 'vitest'
import { askJobManager } from './job-manager.ts'

async function askAbout(options: { checkpointIntervalMs?: number | undefined; failing?: RegExp }) {
  const { failing, ...checkpoints } = options
  const clock = createFakeClock()
  const fake = createFakeJobManager({ clock, ...checkpoints })
  const { jobId } = fake.addJob()
  const fault = { kind: 'answer', status: 500, body: '{"errors":["Internal server error."]}' } as const
  if (failing) fake.inject({ path: failing, times: 100, fault })
  const flink = createFlinkClient({ baseUrl: fake.baseUrl, dispatcher: fake.dispatcher, clock })
  const answer = await askJobManager(flink, {
    hash: 'h',
    pods: [],
    port: 8081,
    jobIds: [jobId],
    savepoints: [],
    details: true,
    health: true,
  })
  if (answer.state !== 'ready') throw new Error(answer.reason)
  return { answer, details: answer.details[jobId] }
}

test('the checkpoints of a job are told', async () => {
  expect((await askAbout({ checkpointIntervalMs: 1_000 })).details).toMatchObject({ checkpoints: {} })
})

test('a job without checkpointing is told without checkpoints', async () => {
  const { details } = await askAbout({ checkpointIntervalMs: undefined })
  expect(details).toMatchObject({ state: 'RUNNING' })
})

test.each([/\/checkpoints$/, /\/checkpoints\/config$/])(
  'a job whose checkpoints cannot be had does not look like one without: it is not told at all (%s)',
  async (failing) => {
    const { answer, details } = await askAbout({ checkpointIntervalMs: 1_000, failing })
    expect(details).toBeUndefined()
    expect(answer.jobs).toMatchObject([{ state: 'RUNNING' }])
  },
)

describe('what a JobManager says of itself', () => {
  const jobId = '0123456789abcdef0123456789abcdef'
  const triggerId = 'fedcba9876543210fedcba9876543210'

  async function ask(
    prepare: (fake: FakeJobManager, clock: FakeClock) => void | Promise<void> = () => undefined,
  ) {
    const clock = createFakeClock()
    const fake = createFakeJobManager({ clock })
    const flink = createFlinkClient({ baseUrl: fake.baseUrl, dispatcher: fake.dispatcher, clock })
    await prepare(fake, clock)
    return askJobManager(flink, {
      hash: 'h',
      pods: [],
      port: 8081,
      jobIds: [jobId],
      savepoints: [{ jobId, triggerId }],
      details: true,
      health: true,
    })
  }

  test.each<[string, (fake: FakeJobManager) => void, object]>([
    [
      'that nothing listens is that it is unreachable',
      (fake) => {
        fake.restart({ downMs: 60_000 })
      },
      { state: 'unreachable', reason: 'nothing accepts connections there' },
    ],
    [
      'that it elects a leader is that it starts',
      (fake) => {
        fake.restart({ electionMs: 60_000 })
      },
      { state: 'starting', reason: 'it answers 503' },
    ],
    [
      'that it knows neither the job nor its savepoint is that they are absent',
      () => undefined,
      {
        state: 'ready',
        jobs: [],
        details: { [jobId]: 'absent' },
        savepoints: { [triggerId]: { state: 'absent' } },
      },
    ],
    [
      'a 404 of something in between says nothing about the job',
      (fake) => {
        fake.addJob({ jobId })
        fake.inject({ path: /\/jobs\/[0-9a-f]{32}$/, times: 100, fault: { kind: 'html', status: 404 } })
      },
      { state: 'unreachable' },
    ],
  ])('%s', async (_, prepare, answer) => {
    expect(await ask(prepare)).toMatchObject(answer)
  })

  test('a savepoint that failed is told with its cause', async () => {
    const answer = await ask(async (fake, clock) => {
      fake.addJob({ jobId })
      await clock.advance(1_000)
      fake.failSavepoints('java.io.IOException: no space left')
      const flink = createFlinkClient({ baseUrl: fake.baseUrl, dispatcher: fake.dispatcher, clock })
      await flink.savepoints.trigger(jobId, { triggerId })
      await clock.advance(1_000)
    })
    expect(answer).toMatchObject({
      savepoints: { [triggerId]: { state: 'failed', errorClass: 'java.io.IOException' } },
    })
  })

  test('a savepoint whose job failed to stop is told with all of its path', async () => {
    const failure = 'org.apache.flink.runtime.scheduler.stopwithsavepoint.StopWithSavepointStoppingException'
    const text = `${failure}: A savepoint has been created at: s3://b/env=prod,team=a/savepoint-1, but the corresponding job 1 failed during stopping. The savepoint is consistent, but might have uncommitted transactions.`
    const answer = await ask((fake) => {
      fake.addJob({ jobId })
      const operation = { 'failure-cause': { class: failure, 'stack-trace': text } }
      const body = JSON.stringify({ status: { id: 'COMPLETED' }, operation })
      fake.inject({
        path: /\/savepoints\/[0-9a-f]{32}$/,
        times: 1,
        fault: { kind: 'answer', status: 200, body },
      })
    })
    expect(answer).toMatchObject({
      savepoints: { [triggerId]: { state: 'failed', location: 's3://b/env=prod,team=a/savepoint-1' } },
    })
  })
})
