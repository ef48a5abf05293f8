import { createFlinkClient } from '@flink-operator/flink-client'
import { createFakeClock, createFakeJobManager } from '@flink-operator/flink-client/testing'
import { expect, test } from 'vitest'
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
