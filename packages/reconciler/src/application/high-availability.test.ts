import { expect, test } from 'vitest'
import { type Cluster } from './cluster.ts'
import { clusterIdOf, isHighlyAvailable } from './high-availability.ts'
import { type Deployment } from './observation.ts'
import { type Situation } from './situation.ts'

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
