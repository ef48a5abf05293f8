import { describe, expect, test } from 'vitest'
import { sleep } from '../clock.ts'
import { createFlinkClient } from '../client.ts'
import { adaptiveContract, contract, wanted, type ContractWorld } from './contract.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeJobManager, type FakeJobManagerOptions } from './fake-job-manager.ts'
import { readRecordings, recordedVersions, replay } from './recorded-job-manager.ts'

const personalities = [
  '1.7.2',
  '1.8.3',
  '1.10.0',
  '1.13.6',
  '1.15.4',
  '1.16.3',
  '1.17.2',
  '1.18.1',
  '1.19.3',
  '1.20.5',
  '2.0.0',
  '2.1.0',
  '2.2.0',
  '2.3.0',
]

/** A fake, a client of it, and time that does not pass by itself. */
function worldOf(options: FakeJobManagerOptions) {
  const clock = createFakeClock()
  const flink = createFakeJobManager({ clock, ...options })
  const client = createFlinkClient({ baseUrl: flink.baseUrl, dispatcher: flink.dispatcher, clock })
  const jarId = flink.addJar('test_counter.jar')
  const ownJob = async (programArgs: readonly string[] = []) => {
    const { jobId } = await client.jars.run(jarId, { programArgs })
    await client.jobs.waitUntilRunning(jobId)
    return jobId
  }
  const world: ContractWorld = {
    client,
    jarId,
    entryClass: 'testjobs.Counter',
    savepointDirectory: 'file:/savepoints',
    ownJob,
    runningJob: () => ownJob(),
    async finishedJob() {
      const { jobId } = await client.jars.run(jarId, { programArgs: ['--count', '5'] })
      await client.jobs.waitUntilEnded(jobId)
      return jobId
    },
    unknownJob: 'f412303203af4a67a9e5a748462330d1',
    tooMuchParallelism: 64,
    pause: (ms) => sleep(clock, ms),
  }
  return { clock, world }
}

describe.each(personalities)('the fake %s', (version) => {
  test.each(contract)('$does', async ({ run, want }) => {
    const { clock, world } = worldOf({ version })
    expect(await clock.runUntil(run(world))).toEqual(wanted(want, version))
  })
})

describe.each(personalities)('the fake %s with the adaptive scheduler', (version) => {
  test.each(adaptiveContract)('$does', async ({ run, want }) => {
    const { clock, world } = worldOf({ version, scheduler: 'Adaptive', savepointDirectory: null })
    expect(await clock.runUntil(run(world))).toEqual(wanted(want, version))
  })
})

describe.each(recordedVersions)('a real JobManager as recorded, %s', (version) => {
  const recordings = readRecordings(version)
  const isRecorded = (name: string) => recordings[name.replace(/\?$/, '')] !== undefined
  const shown = [...contract, ...adaptiveContract].filter(
    ({ replays = [] }) =>
      replays.every((name) => name.endsWith('?') || isRecorded(name)) && replays.some(isRecorded),
  )

  test.each(shown)('$does', async ({ run, want, replays = [] }) => {
    const client = createFlinkClient({
      baseUrl: 'http://recorded:8081',
      dispatcher: replay(
        recordings,
        replays.map((name) => name.replace(/\?$/, '')),
      ),
    })
    const jobIdIn = (name: string) => /[0-9a-f]{32}/.exec(recordings[name]?.path ?? '')?.[0] ?? '0'.repeat(32)
    const jobId = jobIdIn('job')
    const world: ContractWorld = {
      client,
      jarId: jarIdIn(JSON.stringify(recordings['jars']?.body)),
      entryClass: 'bed.TickJob',
      savepointDirectory: 'file:///opt/flink/run/savepoints',
      runningJob: () => Promise.resolve(jobId),
      ownJob: () => Promise.resolve(jobId),
      finishedJob: () => Promise.resolve(jobId),
      unknownJob: jobIdIn('job-error-unknown'),
      tooMuchParallelism: 8,
      pause: () => Promise.resolve(),
    }
    expect(await run(world)).toEqual(wanted(want, version))
  })
})

const jarIdIn = (list: string) => /"id":"([^"]+)"/.exec(list)?.[1] ?? 'none'
