import { systemClock } from '@flink-operator/kube-runtime'
import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { decisionSettings } from '../decision-settings.ts'
import { Outcomes } from '../outcomes.ts'
import { type StoredApplication } from '../resources.ts'
import { observeApplication, type Observer } from './application.ts'

const key = 'jobs/count'
const running = {
  apiVersion: 'flink.k8s.io/v1beta1',
  kind: 'FlinkApplication',
  metadata: { namespace: 'jobs', name: 'count', uid: 'u', generation: 1, resourceVersion: '1' },
  spec: { image: 'i:1', flinkVersion: '1.20', jarName: 'a.jar', entryClass: 'a.B', parallelism: 1 },
  status: { phase: 'Running', deployHash: '1a2b3c4d', jobStatus: { jobID: 'a'.repeat(32) } },
} as unknown as StoredApplication

test('a call that ends while a JobManager is asked is still under way for this look: the answer may be older', async () => {
  const outcomes = new Outcomes()
  outcomes.begin(key, 'runJar/a')
  const owner = { apiVersion: running.apiVersion, kind: running.kind, name: 'count', uid: 'u' }
  const labels = { 'flink-app-hash': '1a2b3c4d', 'flink-deployment-type': 'jobmanager' }
  const jobManager = { metadata: { name: 'count-1a2b3c4d-jm', labels, ownerReferences: [owner] }, spec: {} }
  const cacheOf = (...objects: object[]) => ({ cache: { find: () => objects } })
  const observer = {
    owned: { deployments: cacheOf(jobManager), services: cacheOf(), pods: cacheOf() },
    flink: {
      to: () => {
        outcomes.end(key, { id: 'runJar/a', atMs: 1, result: { kind: 'done' } })
        return Promise.resolve(undefined)
      },
      close: () => Promise.resolve(),
    },
    settings: decisionSettings(readConfig([]).operator),
    outcomes,
    clock: systemClock,
    validate: () => [],
  } as unknown as Observer
  const look = () => observeApplication(observer, key, running)

  expect((await look()).observation).toMatchObject({ inFlight: ['runJar/a'], outcomes: [] })
  expect((await look()).observation).toMatchObject({ inFlight: [], outcomes: [{ id: 'runJar/a' }] })
})
