import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startLocalFlink, type LocalFlink } from './local.ts'
import { flinkReleases, testedFlinkVersions } from './versions.ts'

const canRescale = testedFlinkVersions.filter((version) => flinkReleases[version].jobs === 'current')

describe.each(canRescale)('an adaptive cluster of Flink %s without a savepoint directory', (version) => {
  let flink: LocalFlink
  let job: string
  beforeAll(async () => {
    const options = {
      scheduler: 'adaptive',
      hasSavepointDirectory: false,
      taskManagers: 2,
      slots: 1,
    } as const
    flink = await startLocalFlink(version, options)
    const { jobid } = (await call('POST', '/jars/test_counter.jar/run', { parallelism: 1 })) as {
      jobid: string
    }
    job = jobid
  })
  afterAll(() => flink.stop())

  test('gives a running job another parallelism within seconds', async () => {
    const vertices = async () =>
      (
        (await call('GET', `/jobs/${job}`)) as {
          vertices: { id: string; parallelism: number; status: string }[]
        }
      ).vertices
    await vi.waitFor(async () => {
      expect((await vertices()).map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING'])
    }, patiently)
    const wanted = { parallelism: { lowerBound: 2, upperBound: 2 } }
    const requirements = Object.fromEntries((await vertices()).map(({ id }) => [id, wanted]))
    await call('PUT', `/jobs/${job}/resource-requirements`, requirements)
    await vi.waitFor(async () => {
      expect((await vertices()).map(({ parallelism, status }) => [parallelism, status])).toEqual([
        [2, 'RUNNING'],
        [2, 'RUNNING'],
      ])
    }, patiently)
  })

  test('refuses a savepoint that names no directory', async () => {
    await expect(call('POST', `/jobs/${job}/savepoints`, {})).rejects.toThrow(
      'execution.checkpointing.savepoint-dir',
    )
  })

  const patiently = { timeout: 30_000, interval: 50 }

  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(flink.restUrl + path, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer: unknown = await response.json()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`)
    return answer
  }
})
