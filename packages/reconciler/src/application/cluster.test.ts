import { describe, expect, test } from 'vitest'
import { type Application } from './application.ts'
import { findCluster, hashLabel } from './cluster.ts'
import { type Deployment, type Pod } from './observation.ts'

const app = {
  metadata: { name: 'app', namespace: 'default', uid: 'u' },
  spec: {},
  status: { deployHash: 'new' },
} as Application
const pod = (hash: string, phase = 'Running') =>
  ({ metadata: { name: 'pod', annotations: { [hashLabel]: hash } }, status: { phase } }) as unknown as Pod
const deployment = (hash: string, createdAs: string, uid = 'u') =>
  ({
    metadata: { name: 'jm', labels: { [hashLabel]: hash }, ownerReferences: [{ uid }] },
    spec: { template: { metadata: { annotations: { [hashLabel]: createdAs } } } },
  }) as unknown as Deployment

describe('once its Deployments are deleted, the deployed cluster', () => {
  test.each<[string, Deployment[], Pod[], boolean]>([
    ['is gone with its last pod', [], [], true],
    ['is there with a pod of its own', [], [pod('new')], false],
    ['is there with a pod that bears the hash of before a rescale in place', [], [pod('old')], false],
    ['does not wait for a pod that has terminated', [], [pod('old', 'Failed')], true],
    ['does not wait for what is none of Flink', [], [{ metadata: { name: 'x' } }], true],
    ['does not wait for the pods of another cluster', [deployment('next', 'next')], [pod('next')], true],
    ['nor for those that another one was created with', [deployment('next', 'old')], [pod('old')], true],
    [
      'takes no Deployment of another application for one',
      [deployment('x', 'old', 'v')],
      [pod('old')],
      false,
    ],
  ])('%s', (_, deployments, pods, isGone) => {
    const objects = { deployments, pods, services: [], ingresses: [] }
    expect(findCluster(app, objects, 'new').isGone).toBe(isGone)
    if (pods[0]?.metadata.annotations?.[hashLabel] === 'old')
      expect(findCluster(app, objects, 'another').isGone).toBe(true)
  })
})
