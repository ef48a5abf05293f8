import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { docker } from '../cluster/docker.ts'
import { endWithThisProcess } from '../cluster/janitor.ts'
import { ensureFlinkImage } from './images.ts'
import { testedFlinkVersions } from './versions.ts'

const patiently = { timeout: 60_000, interval: 50 }

describe.each(testedFlinkVersions)('a container of Flink %s', (version) => {
  let image: string
  beforeAll(async () => {
    image = (await ensureFlinkImage(version)).ref
  })

  const removals: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const remove of removals.splice(0)) await remove()
  })

  test('starts where the restricted Pod Security Standard and a read-only root file system hold', async () => {
    const restricted = '--user 9999:9999 --cap-drop ALL --security-opt no-new-privileges --read-only'
    const volumes = ['/tmp', '/opt/flink/conf', '/opt/flink/log'].flatMap((path) => ['--tmpfs', path])
    const { get } = await start([...restricted.split(' '), ...volumes], ['jobmanager'])
    await vi.waitFor(
      async () => expect(await get('/overview')).toMatchObject({ 'slots-total': 0 }),
      patiently,
    )
  })

  test('lets an argument win over the environment', async () => {
    const { get } = await start(
      ['--env', 'FLINK_PROPERTIES=test.key: environment'],
      ['jobmanager', '-Dtest.key=two words'],
    )
    await vi.waitFor(async () => {
      expect(await get('/jobmanager/config')).toContainEqual({ key: 'test.key', value: 'two words' })
    }, patiently)
  })

  test('runs a job of its own as an application cluster', async () => {
    const job = 'c0ffee00c0ffee00c0ffee00c0ffee00'
    const { get } = await start(
      [],
      ['standalone-job', '--job-classname', 'testjobs.Counter', '--job-id', job, '--rps', '50'],
    )
    await vi.waitFor(async () => {
      expect(await get('/jobs')).toEqual({ jobs: [{ id: job, status: 'RUNNING' }] })
    }, patiently)
  })

  test('runs any other command as it is, and ends with its exit code', async () => {
    await expect(docker(['run', '--rm', image, 'sh', '-c', 'echo done; exit 3'])).rejects.toThrow(
      'exit code 3',
    )
    expect(await docker(['run', '--rm', image, 'echo', 'a  b'])).toBe('a  b\n')
  })

  test('says how it is used when it is told nothing', async () => {
    expect(await docker(['run', '--rm', image])).toContain(
      'Usage: (jobmanager|taskmanager|standalone-job|help)',
    )
  })

  test('ends within seconds when it is told to', async () => {
    const { get, container } = await start([], ['jobmanager'])
    await vi.waitFor(() => get('/overview'), patiently)
    await docker(['stop', '--time', '20', container])
    // 128 and SIGTERM: not SIGKILL, which Docker sends to what does not end in time.
    expect((await docker(['inspect', '--format', '{{.State.ExitCode}}', container])).trim()).toBe('143')
  })

  const start = async (options: string[], args: string[]) => {
    const publish = ['--publish', '127.0.0.1::8081']
    const container = (await docker(['create', ...publish, ...options, image, ...args])).trim()
    const forget = endWithThisProcess({ container })
    removals.push(async () => {
      await docker(['rm', '--force', '--volumes', container])
      forget()
    })
    await docker(['start', container])
    const address = (await docker(['port', container, '8081/tcp'])).trim()
    const get = async (path: string): Promise<unknown> => {
      const response = await fetch(`http://${address}${path}`, { signal: AbortSignal.timeout(5_000) })
      return response.json()
    }
    return { container, get }
  }
})
