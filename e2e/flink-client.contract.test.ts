import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createFlinkClient, isGone, isNotReady, newId, type FlinkClient } from '@flink-operator/flink-client'
import { contract, wanted, type ContractWorld } from '@flink-operator/flink-client/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { ensureFlinkImage } from './flink/images.ts'
import { startLocalFlink, stateFolderInside, type LocalFlink } from './flink/local.ts'
import { testedFlinkVersions } from './flink/versions.ts'

const run = promisify(execFile)

/**
 * The contract of the client's fake, met by real clusters. Older versions on demand:
 * `FLINK_VERSIONS=1.13.6,1.16.3 npx vitest run --project contract e2e/flink-client`
 */
describe.each(testedFlinkVersions)('Flink %s', (version) => {
  let flink: LocalFlink
  let client: FlinkClient
  let running: string | undefined

  beforeAll(async () => {
    flink = await startLocalFlink(version, {
      slots: 8,
      conf: { 'execution.checkpointing.interval': '500ms', 'web.refresh-interval': '200' },
    })
    client = createFlinkClient({ baseUrl: flink.restUrl, timeoutMs: 30_000 })
    return async () => {
      await client.close()
      await flink.stop()
    }
  })

  const ownJob = async (programArgs: readonly string[] = []) => {
    const { jobId } = await client.jars.run('test_counter.jar', {
      entryClass: 'testjobs.Counter',
      programArgs: ['--rps', '20', ...programArgs],
    })
    await client.jobs.waitUntilRunning(jobId, { timeoutMs: 60_000 })
    return jobId
  }
  const world = (): ContractWorld => ({
    client,
    jarId: 'test_counter.jar',
    entryClass: 'testjobs.Counter',
    savepointDirectory: `file://${stateFolderInside}/savepoints`,
    ownJob,
    runningJob: async () => (running ??= await ownJob()),
    async finishedJob() {
      const { jobId } = await client.jars.run('test_counter.jar', {
        entryClass: 'testjobs.Counter',
        programArgs: ['--rps', '50', '--count', '5'],
      })
      await client.jobs.waitUntilEnded(jobId, { timeoutMs: 60_000 })
      return jobId
    },
    unknownJob: newId(),
    tooMuchParallelism: 64,
    pause: (ms) => pause(ms),
  })

  test.each(contract)('$does', async ({ run: meet, want }) => {
    expect(await meet(world())).toEqual(wanted(want, version))
  })

  test('runs the example as it stands', async () => {
    const jar = join(flink.stateFolder, 'counter.jar')
    const { ref } = await ensureFlinkImage(version)
    const container = (await run('docker', ['create', ref])).stdout.trim()
    await run('docker', ['cp', `${container}:/opt/flink/flink-web-upload/test_counter.jar`, jar])
    await run('docker', ['rm', container])
    const example = join(import.meta.dirname, '../packages/flink-client/examples/run-a-jar.ts')
    const { stdout } = await run(process.execPath, [
      '--conditions=source',
      '--no-warnings',
      example,
      flink.restUrl,
      jar,
    ])
    expect(stdout).toMatch(
      /^Flink .* runs [0-9a-f]{32}\n(?:checkpoint \d+ in .*\n){3}(?:.* after \d+ ms\n)+stopped; resume from file:.*savepoint/,
    )
  })

  test('is not ready while its JobManager is down, and has then forgotten what it did', async () => {
    const jobId = await ownJob()
    const { triggerId } = await client.savepoints.take(jobId)
    await flink.killJobManager()
    await expect(client.cluster.overview()).rejects.toSatisfy(isNotReady)
    await flink.startJobManager()
    await expect(client.savepoints.status(jobId, triggerId)).rejects.toSatisfy(isGone)
    running = undefined
  })

  test('ends when it is shut down', async () => {
    await client.cluster.shutDown()
    await expect
      .poll(() => client.cluster.overview().then(() => 'ready', isNotReady), {
        timeout: 30_000,
        interval: 200,
      })
      .toBe(true)
  })
})
