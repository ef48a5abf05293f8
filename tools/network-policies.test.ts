// No cluster of the tests enforces network policies, so here it is held that they name pods and ports that there are.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'

const repository = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(repository, path), 'utf8')

interface Selector {
  matchLabels?: Record<string, string>
  matchExpressions?: { key: string; operator: 'Exists' }[]
}
interface Rule {
  ports?: { port: string | number }[]
  from?: { podSelector?: Selector }[]
  to?: { podSelector?: Selector }[]
}
interface KubeDocument {
  kind: string
  metadata: { name: string }
  /** A ConfigMap has none. */
  spec?: {
    podSelector?: Selector
    ingress?: Rule[]
    egress?: Rule[]
    template?: {
      metadata: { labels: Record<string, string> }
      spec: { containers: { ports?: { name: string; containerPort: number }[] }[] }
    }
  }
}

const objectsOf = (path: string) =>
  parseAllDocuments(read(path)).flatMap((document) => (document.toJS() as KubeDocument | null) ?? [])
const chart = objectsOf('charts/flink-operator/golden/highly-available.yaml')
const flink = objectsOf('packages/reconciler/src/manifests/golden/high-availability.output.yaml')

/** The Deployments among the objects whose pods a selector selects. */
function selected(objects: readonly KubeDocument[], { matchLabels = {}, matchExpressions = [] }: Selector) {
  return objects.filter(({ spec }) => {
    const labels = spec?.template?.metadata.labels
    return (
      labels !== undefined &&
      Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
      matchExpressions.every(({ key }) => Object.hasOwn(labels, key))
    )
  })
}

function portsOf(deployments: readonly KubeDocument[]) {
  return deployments
    .flatMap(({ spec }) => spec?.template?.spec.containers ?? [])
    .flatMap(({ ports = [] }) => ports.flatMap(({ name, containerPort }) => [name, containerPort]))
}

const namesOf = (objects: readonly KubeDocument[]) => objects.map(({ metadata }) => metadata.name)
const portsIn = (rules: readonly Rule[] = []) =>
  rules.flatMap(({ ports = [] }) => ports.map(({ port }) => port))

describe('the network policies of the chart', () => {
  const policies = chart.filter(({ kind }) => kind === 'NetworkPolicy')

  test.each(['flink-operator', 'flink-operator-webhook'])(
    'that of %s guards its pods, by ports that they have',
    (name) => {
      const policy = policies.find(({ metadata }) => metadata.name === name)
      const guarded = selected(chart, policy?.spec?.podSelector ?? {})
      expect(namesOf(guarded)).toEqual([name])
      const ports = portsIn(policy?.spec?.ingress)
      expect(ports).toContain('health')
      expect(portsOf(guarded)).toEqual(expect.arrayContaining(ports))
    },
  )

  test('the operator may reach JobManagers, on the port of their REST interface', () => {
    const operator = policies.find(({ metadata }) => metadata.name === 'flink-operator')
    const toPods = (operator?.spec?.egress ?? []).filter(({ to = [] }) => to.some((peer) => peer.podSelector))
    const reached = toPods.flatMap(({ to = [] }) =>
      to.flatMap((peer) => selected(flink, peer.podSelector ?? {})),
    )
    expect(namesOf(reached)).toEqual([expect.stringMatching(/-jm$/)])
    expect(portsIn(toPods)).toEqual([8081])
    expect(portsOf(reached)).toContain(8081)
  })
})

test('the policy that docs/hardening.md gives for JobManagers guards Flink, and lets Flink and the operator in', () => {
  const [, yaml = ''] = /```yaml\n(apiVersion: networking.*?)```/s.exec(read('docs/hardening.md')) ?? []
  const { spec } = parse(yaml) as KubeDocument
  expect(namesOf(selected(flink, spec?.podSelector ?? {}))).toEqual([
    expect.stringMatching(/-jm$/),
    expect.stringMatching(/-tm$/),
  ])
  const [fromFlink, fromOperator] = (spec?.ingress ?? []).map(({ from = [] }) => from[0]?.podSelector ?? {})
  expect(namesOf(selected(flink, fromFlink ?? {}))).toHaveLength(2)
  expect(namesOf(selected(chart, fromOperator ?? {}))).toEqual(['flink-operator'])
  expect(portsIn(spec?.ingress)).toEqual([8081])
})
