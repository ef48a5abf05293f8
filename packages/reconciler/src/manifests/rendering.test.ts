import { describe, expect, it } from 'vitest'
import { decodeApplication } from '../deploy-hash/decoded-application.ts'
import { improvedRendering, originalRendering, type Rendering } from './rendering.ts'
import { type Role } from './role.ts'

function lines(rendering: Rendering, flinkConfig: object, role: Role = 'jobmanager', spec: object = {}) {
  const decoding = decodeApplication({ metadata: { name: 'a' }, spec: { flinkConfig, ...spec } }, 'drop')
  if ('error' in decoding) throw new Error(decoding.error)
  return rendering.injectedLines(decoding.application, 'h', role)
}

const service = 'jobmanager.rpc.address: a-h'
const ownAddress = 'jobmanager.rpc.address: $HOST_IP'
const taskManagerHost = 'taskmanager.host: $HOST_IP'
const kubernetesId = 'kubernetes.cluster-id: a-h'
const clusterId = 'high-availability.cluster-id: a-h'

describe('the lines that name the hash, as the original writes them', () => {
  it.for([
    ['point to the versioned Service', {}, [service], [service, taskManagerHost]],
    [
      'look for the leader with high availability',
      { 'high-availability': 'zookeeper' },
      [kubernetesId, ownAddress],
      [kubernetesId, taskManagerHost],
    ],
    [
      'take an empty value for high availability',
      { 'high-availability': '' },
      [kubernetesId, ownAddress],
      [kubernetesId, taskManagerHost],
    ],
    [
      'take none for no high availability, in any case',
      { 'high-availability': ' NONE ' },
      [service],
      [service, taskManagerHost],
    ],
    [
      'do not know the newer key',
      { 'high-availability.type': 'kubernetes' },
      [service],
      [service, taskManagerHost],
    ],
  ] as const)('%s', ([, config, jobManager, taskManager]) => {
    expect(lines(originalRendering, config)).toEqual(jobManager)
    expect(lines(originalRendering, config, 'taskmanager')).toEqual(taskManager)
  })

  it('say nothing of uiPort', () => {
    expect(lines(originalRendering, {}, 'jobmanager', { uiPort: 9090 })).toEqual([service])
  })
})

const retained = ['execution.checkpointing.num-retained: 3', 'state.checkpoints.num-retained: 3']

describe('the lines that name the hash, as ours', () => {
  it.for([
    ['keep checkpoints without high availability', {}, [...retained, service], [service, taskManagerHost]],
    [
      'give each application a place of its own in ZooKeeper (original operator defect D36)',
      { 'high-availability': 'zookeeper' },
      [kubernetesId, clusterId, ownAddress],
      [kubernetesId, clusterId, taskManagerHost],
    ],
    [
      'know the newer key',
      { 'high-availability.type': 'kubernetes' },
      [kubernetesId, clusterId, ownAddress],
      [kubernetesId, clusterId, taskManagerHost],
    ],
    [
      'know none under the newer key',
      { 'high-availability.type': 'none' },
      [...retained, service],
      [service, taskManagerHost],
    ],
    [
      'do not stumble over a value that is no string (original operator defect D36)',
      { 'high-availability': true },
      [kubernetesId, clusterId, ownAddress],
      [kubernetesId, clusterId, taskManagerHost],
    ],
    [
      'keep the user’s own cluster id',
      { 'high-availability': 'zookeeper', 'high-availability.cluster-id': 'mine' },
      [kubernetesId, ownAddress],
      [kubernetesId, taskManagerHost],
    ],
    [
      'keep the user’s own Kubernetes cluster id where the original did',
      { 'high-availability.type': 'kubernetes', 'kubernetes.cluster-id': 'mine' },
      [clusterId, ownAddress],
      [clusterId, taskManagerHost],
    ],
    [
      'overwrite it where the original did',
      { 'high-availability': 'kubernetes', 'kubernetes.cluster-id': 'mine' },
      [kubernetesId, clusterId, ownAddress],
      [kubernetesId, clusterId, taskManagerHost],
    ],
  ] as const)('%s', ([, config, jobManager, taskManager]) => {
    expect(lines(improvedRendering, config)).toEqual(jobManager)
    expect(lines(improvedRendering, config, 'taskmanager')).toEqual(taskManager)
  })

  it('name the cluster by an id of its own, but for what Flink does not look up by it', () => {
    const decoding = decodeApplication(
      { metadata: { name: 'a' }, spec: { flinkConfig: { 'high-availability.type': 'kubernetes' } } },
      'drop',
    )
    if ('error' in decoding) throw new Error(decoding.error)
    const { application } = decoding
    expect(improvedRendering.injectedLines(application, 'h', 'jobmanager', 'own')).toEqual([
      'kubernetes.cluster-id: own',
      'high-availability.cluster-id: own',
      ownAddress,
    ])
    const withoutIt = { ...application, spec: { ...application.spec, flinkConfig: {} } }
    expect(improvedRendering.injectedLines(withoutIt, 'h', 'taskmanager', 'own')).toEqual([
      service,
      taskManagerHost,
    ])
  })

  it('tell every Flink the REST port, unless the user does (original operator defect D37)', () => {
    const spec = { uiPort: 9090 }
    expect(lines(improvedRendering, {}, 'jobmanager', spec)).toEqual([
      ...retained,
      'rest.port: 9090',
      service,
    ])
    expect(lines(improvedRendering, { 'rest.port': 1 }, 'jobmanager', spec)).toEqual([...retained, service])
  })
})
