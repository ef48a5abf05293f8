import { expect, test } from 'vitest'
import { clusterIdFor } from './cluster-id.ts'
import { type Situation } from './situation.ts'

interface Given {
  name?: string
  uid?: string
  jobID?: string
  attempts?: number
  startedAt?: string
  clusterId?: string
  cluster?: object
}

function idFor(number: number | undefined, given: Given = {}): string | undefined {
  const {
    name = 'my-app',
    uid = 'u',
    jobID = '',
    attempts = 3,
    startedAt = 'now',
    clusterId,
    cluster = {},
  } = given
  const s = {
    app: { metadata: { name, uid } },
    status: { attempts, deployed: { clusterId } },
    currentJobStatus: { jobID },
    clusterOf: () => cluster,
  }
  return clusterIdFor(s as unknown as Situation, {
    hash: '1a2b3c4d',
    ...(number !== undefined && { number, startedAt }),
  })
}

const made = (id: string) => {
  const env = [{ name: 'FLINK_PROPERTIES', value: `a: b\n\n${id}` }]
  return { spec: { template: { spec: { containers: [{ env }] } } } }
}

test('each attempt makes its cluster under a cluster id of its own', () => {
  expect(idFor(1)).toMatch(/^my-app-1a2b3c4d-[0-9a-f]{8}$/)
  expect(idFor(1)).toBe(idFor(1, { jobID: 'j', clusterId: 'x', attempts: 9 }))
  expect(
    new Set([idFor(1), idFor(2), idFor(3), idFor(1, { uid: 'again' }), idFor(1, { startedAt: 'later' })])
      .size,
  ).toBe(5)
})

test('a cluster id is no longer than a label may be', () => {
  const id = idFor(1, { name: 'n'.repeat(54) })
  expect(id).toMatch(/^n{45}-1a2b3c4d-/)
  expect(id).toHaveLength(63)
})

test('what is missing of a cluster gets the cluster id that the rest has, if it has one', () => {
  const jobManager = made('kubernetes.cluster-id: x\n')
  expect(idFor(2, { cluster: { jobManager } })).toBe('x')
  expect(idFor(2, { cluster: { taskManager: jobManager } })).toBe('x')
  expect(idFor(2, { cluster: { jobManager: made('') } })).toBeUndefined()
})

test('a deployed cluster that somebody deleted is made again under the same cluster id, and gets its job back', () => {
  expect(idFor(undefined, { jobID: 'j', clusterId: 'x' })).toBe('x')
  expect(idFor(undefined, { jobID: 'j' })).toBeUndefined()
})

test('a deployed cluster without a job gets none back', () => {
  const id = idFor(undefined, { clusterId: 'x' })
  expect(id).toMatch(/^my-app-1a2b3c4d-[0-9a-f]{8}$/)
  expect([idFor(3), idFor(undefined, { attempts: 4 })]).not.toContain(id)
})
