import { expect, test } from 'vitest'
import { type Cluster } from './cluster.ts'
import { clusterIdOf, comingBack, isHighlyAvailable } from './high-availability.ts'
import { toInstant } from './instant.ts'
import { type Deployment, type JobManagerAnswer } from './observation.ts'
import { type Situation } from './situation.ts'
import { forgetfulJobManager } from '../testing/forgetful-job-manager.ts'

function madeWith(...lines: readonly string[]): Deployment {
  const env = [
    { name: 'OTHER' },
    { name: 'FLINK_PROPERTIES', value: lines.map((line) => `${line}\n`).join('') },
  ]
  return { metadata: { name: 'd' }, spec: { template: { spec: { containers: [{}, { env }] } } } }
}

function isOn(flinkConfig: Record<string, unknown> | undefined, cluster: Partial<Cluster> = {}): boolean {
  return isHighlyAvailable({ spec: { flinkConfig } } as Situation, cluster as Cluster)
}

test.each([
  ['nothing is set', undefined, false],
  ['another option is set', { 'state.backend': 'rocksdb' }, false],
  ['the newer key is set', { 'high-availability.type': 'kubernetes' }, true],
  ['the older key is set', { 'high-availability': ' ZooKeeper ' }, true],
  ['it is none, in any case', { 'high-availability': ' NONE ' }, false],
  ['it is empty', { 'high-availability.type': '' }, false],
  ['it is no text', { 'high-availability': true }, false],
  [
    'the newer key has the last word',
    { 'high-availability.type': 'none', 'high-availability': 'zookeeper' },
    false,
  ],
])('before there is a cluster the spec tells whether it is highly available: %s', (_, flinkConfig, want) => {
  expect(isOn(flinkConfig)).toBe(want)
})

test.each([
  ['the newer key', ['high-availability.type: kubernetes'], true],
  ['the older key', ['high-availability: zookeeper'], true],
  [
    'the newer key has the last word',
    ['high-availability: zookeeper', 'high-availability.type: none'],
    false,
  ],
  ['none', ['high-availability: none'], false],
  ['another option', ['high-availability.storageDir: s3://ha'], false],
])('a cluster tells for itself, whatever the spec has become: %s', (_, lines, want) => {
  const spec = want ? {} : { 'high-availability.type': 'kubernetes' }
  expect(isOn(spec, { jobManager: madeWith(...lines) })).toBe(want)
  expect(isOn(spec, { taskManager: madeWith(...lines) })).toBe(want)
})

test.each([
  [
    'that the operator gave it',
    ['a: b', '', 'kubernetes.cluster-id: x', 'high-availability.cluster-id: x'],
    'x',
  ],
  ['that the original gave it', ['a: b', '', 'kubernetes.cluster-id: x'], 'x'],
  [
    'beside a Kubernetes id of the user',
    ['kubernetes.cluster-id: y', '', 'high-availability.cluster-id: x'],
    'x',
  ],
  [
    'and none for a user’s own',
    ['high-availability.cluster-id: y', '', 'jobmanager.rpc.address: z'],
    undefined,
  ],
  ['and none without high availability', ['a: b', '', 'jobmanager.rpc.address: z'], undefined],
])('a cluster tells the cluster id %s', (_, lines, want) => {
  expect(clusterIdOf({ jobManager: madeWith(...lines) } as unknown as Cluster)).toBe(want)
  expect(clusterIdOf({ taskManager: madeWith(...lines) } as unknown as Cluster)).toBe(want)
})

test('a cluster of which nothing is left tells no cluster id', () => {
  expect(clusterIdOf({} as Cluster)).toBeUndefined()
})

interface Given {
  what?: string
  answer?: JobManagerAnswer
  type?: string
  jobId?: string
}

const running = { id: 'lost', state: 'RUNNING', tasks: {} }

/** The job `lost`, which its JobManager has not known for that long, by what the application has waited for meanwhile. */
function mayCome(lostMs: number, given: Given) {
  const { what = 'JobLost', answer = forgetfulJobManager, type = 'kubernetes', jobId = 'lost' } = given
  const spec = { flinkConfig: { 'high-availability.type': type } }
  const status = { waitingFor: { what, since: toInstant(0) } }
  return comingBack({ nowMs: lostMs, spec, status } as unknown as Situation, { answer } as Cluster, jobId)
}

test.each<[string, number, Given, boolean]>([
  ['for ten seconds', 9_999, {}, true],
  ['for no longer', 10_000, {}, false],
  ['from when that is what is waited for', 60_000, { what: 'WaitingForJobToEnd' }, true],
  ['not while its JobManager does not answer', 0, { answer: { state: 'starting', reason: '503' } }, false],
  ['not when it is there', 0, { answer: { ...forgetfulJobManager, details: {}, jobs: [running] } }, false],
  ['not without high availability', 0, { type: 'none' }, false],
  ['not without its id', 0, { jobId: '' }, false],
])('a job that its JobManager does not know may come back: %s', (_, lostMs, given, isAwaited) => {
  const why = 'Job lost is gone with its JobManager; with high availability the next one brings it back'
  expect(mayCome(lostMs, given)).toBe(isAwaited ? why : undefined)
})
