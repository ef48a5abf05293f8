import { basisOf, decideApplication, deployHash, type Observation } from '@flink-operator/reconciler'
import { validateStoredApplication } from '@flink-operator/webhook'
import {
  createOfflineApiServer,
  objectsOf,
  wrongResources,
  type WrongResource,
} from '@flink-operator/webhook/testing'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { decisionSettings } from './decision-settings.ts'

const apiServer = createOfflineApiServer()

const settings = decisionSettings(readConfig([]).operator)

const decide = (it: object, status: Observation['app']['status'], ingressUrlFormat: string) => {
  const stored = it as Observation['app']
  const uid = '3b0a4c1e-0000-4000-8000-000000000000'
  const app = { ...stored, metadata: { ...stored.metadata, uid, generation: 1 }, ...(status && { status }) }
  return decideApplication({
    nowMs: Date.parse('2026-01-01T00:00:00Z'),
    app,
    settings: { ...settings, ingressUrlFormat },
    objects: { deployments: [], services: [], ingresses: [], pods: [] },
    findings: validateStoredApplication(app, { ingressUrlFormat }, basisOf(app, settings)),
    clusters: {},
    outcomes: [],
    inFlight: [],
  })
}

/** The status of an application that an operator without any record has deployed, after one look at it. */
const statusOf = (it: object, ingressUrlFormat: string): Observation['app']['status'] => {
  const app = it as Observation['app']
  const hash = deployHash(app, settings)
  if (!('hash' in hash)) throw new Error(hash.error)
  return decide(app, { ...app.status, deployHash: hash.hash }, ingressUrlFormat).status
}

/** What the operator decides when it first sees the application, or the update of one that is deployed. */
const firstDecision = (resource: WrongResource): ReturnType<typeof decideApplication> => {
  const { app, old } = objectsOf(resource)
  const { ingressUrlFormat = '' } = resource
  return decide(app, old && statusOf(old, ingressUrlFormat), ingressUrlFormat)
}

const tell = (resource: WrongResource): string => {
  const { app, old } = objectsOf(resource)
  if (apiServer.refusals(app, old).length > 0) return 'refused by the API server'
  const { phase, status } = firstDecision(resource)
  const stalled = status.conditions?.find(({ type }) => type === 'Stalled')
  const doubtful = status.conditions?.find(({ type }) => type === 'SpecDoubtful')
  const doubts = doubtful === undefined ? '' : `, SpecDoubtful: ${doubtful.message}`
  return stalled?.status === 'True'
    ? `${phase}, Stalled ${stalled.reason}: ${stalled.message}${doubts}`
    : `${phase}${doubts}`
}

describe('a resource that is wrong in one way, with no webhook', () => {
  test('is refused by the API server, or ends in the recorded condition', async () => {
    const record = wrongResources.map(
      (resource) => `${resource.it}\n  ${tell(resource).replaceAll('\n', '\n  ')}\n`,
    )
    await expect(record.join('\n')).toMatchFileSnapshot('golden/conditions.txt')
    // A second on a quiet machine.
  }, 60_000)

  test.each([
    ['a field that nobody knows', (deep: unknown) => ({ nobodyKnows: deep })],
    ['a value of flinkConfig', (deep: unknown) => ({ flinkConfig: { a: deep } })],
    [
      'a field of a volume that only a later Kubernetes knows',
      (deep: unknown) => ({ volumes: [{ name: 'v', later: deep }] }),
    ],
  ])('ends in a condition if it is nested deeper than any stack, in %s', (_, specWith) => {
    const deep: unknown = JSON.parse('['.repeat(9_000) + ']'.repeat(9_000))
    const told = tell({ it: 'nested', rule: 'valueMalformed', patch: { spec: specWith(deep) } })
    expect(told).toMatch(/Stalled SpecInvalid: .* is nested (?:deeper than 64 levels|too deep to be read)/)
  })

  test('is never carried out without a word', () => {
    const silent = wrongResources.filter((resource) => /^\w+$/.test(tell(resource)))
    expect(silent.map(({ it }) => it)).toEqual([])
  }, 60_000)

  test('makes no cluster if it cannot run', () => {
    const started = wrongResources.filter((resource) => {
      const { ingressUrlFormat = '' } = resource
      const findings = validateStoredApplication(objectsOf(resource).app, { ingressUrlFormat })
      const isRefused = findings.some(({ severity }) => severity === 'error')
      return isRefused && firstDecision(resource).actions.some(({ type }) => type === 'createObject')
    })
    expect(started.map(({ it }) => it)).toEqual([])
  }, 60_000)
})
