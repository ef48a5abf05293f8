import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCache, createWorkQueue } from '@flink-operator/kube-runtime'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { Metrics } from '../apps/operator/src/metrics.ts'
import { createMetrics } from '../apps/webhook/src/metrics.ts'

const repository = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(repository, path), 'utf8')

interface Alerts {
  groups: {
    rules: { alert: string; expr: string; annotations: { summary: string; runbook_url: string } }[]
  }[]
}
interface Dashboard {
  panels: { title: string; targets?: { expr: string }[] }[]
}

const alerts = (parse(read('charts/flink-operator/files/alerts.yaml')) as Alerts).groups.flatMap(
  ({ rules }) => rules,
)
const dashboard = JSON.parse(read('charts/flink-operator/files/dashboard.json')) as Dashboard

/** What the operator and the webhook export, with the labels. */
const exported = new Map(
  [...operatorMetrics(), ...createMetrics().registry.getMetricsAsArray()].map(labelled),
)

function operatorMetrics() {
  const metrics = new Metrics()
  metrics.watch({
    queue: createWorkQueue(),
    informers: [],
    applications: createCache(),
    isLeader: () => true,
    lease: '',
    nowMs: () => 0,
    takeEventLoopDelay: () => ({ p50Ms: 0, p99Ms: 0, maxMs: 0 }),
  })
  return metrics.registry.getMetricsAsArray()
}

/** The types of prom-client leave `labelNames` out. */
function labelled(metric: { name: string; labelNames?: string[] }): [name: string, labels: string[]] {
  return [metric.name, metric.labelNames ?? []]
}

/** Those of a histogram have a name of their own. */
const metricsIn = (expression: string) =>
  [...expression.matchAll(/\b(?:flink|process)_[a-z_]+\b/g)].map(([name]) =>
    name.replace(/_(bucket|count|sum)$/, ''),
  )

test.each(alerts.map((alert) => [alert.alert, alert] as const))(
  '%s asks for metrics that exist, and has a runbook',
  (name, { expr, annotations }) => {
    expect(metricsIn(expr).filter((metric) => !exported.has(metric))).toEqual([])
    expect(metricsIn(expr).length).toBeGreaterThan(0)
    expect(annotations.runbook_url).toBe(`docs/runbooks/${name}.md`)
    expect(read(annotations.runbook_url)).toMatch(new RegExp(`^# ${name}\n\n.+\n\n## (Look|Do)\n`, 's'))
  },
)

test('the list of runbooks names each alert, and there is no page of another', () => {
  const names = alerts.map(({ alert }) => alert)
  const listed = [...read('docs/runbooks/README.md').matchAll(/^\| \[(\w+)\]\((\w+\.md)\)/gm)]
  expect(listed.map(([, name, page]) => [name, page])).toEqual(names.map((name) => [name, `${name}.md`]))
  const pages = readdirSync(join(repository, 'docs/runbooks')).filter((page) => page !== 'README.md')
  expect(pages.sort()).toEqual(names.map((name) => `${name}.md`).sort())
})

test('what runbooks look for in a log is written there', () => {
  const logged = [
    'apps/operator/src/worker.ts',
    'apps/operator/src/watch/log-failures.ts',
    'apps/webhook/src/webhook.ts',
  ]
    .map(read)
    .join()
  const wanted = alerts.flatMap(({ alert }) =>
    [...read(`docs/runbooks/${alert}.md`).matchAll(/grep '([^']+)'/g)].map(([, text]) => text),
  )
  expect(wanted.length).toBeGreaterThan(2)
  expect(wanted.filter((text = '') => !logged.includes(text))).toEqual([])
})

test.each(alerts.map(({ alert }) => alert))('promtool sees %s fire', (name) => {
  const { tests } = parse(read('e2e/monitoring/alerts.promtool.yaml')) as {
    tests: { alert_rule_test: { alertname: string; exp_alerts: object[] }[] }[]
  }
  const fired = tests
    .flatMap(({ alert_rule_test }) => alert_rule_test)
    .filter(({ alertname, exp_alerts }) => alertname === name && exp_alerts.length > 0)
  expect(fired).not.toEqual([])
})

test('every panel of the dashboard asks for metrics that exist', () => {
  const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
  expect(expressions.length).toBeGreaterThan(20)
  expect(expressions.flatMap(metricsIn).filter((metric) => !exported.has(metric))).toEqual([])
})

test('docs/metrics.md names every metric with its labels, and no other', () => {
  const page = read('docs/metrics.md')
  const rows = [...page.matchAll(/^\| `(flink_(?:application|operator)_[a-z_]+)` +\|([^|]*)\|/gm)].map(
    ([, name = '', labels = '']) =>
      [name, labels.trim().replaceAll('`', '').split(', ').filter(Boolean)] as const,
  )
  const ofEach = ['namespace', 'name']
  const wanted = [...exported].map(([name, labels]) => [
    name,
    name.startsWith('flink_application_') ? labels.filter((label) => !ofEach.includes(label)) : labels,
  ])
  const inText = /^Both also show (.*)\.$/m.exec(page)?.[1] ?? ''
  const ofProcess = [...inText.matchAll(/`(process_[a-z_]+)`/g)].map(([, name = '']) => [name, []] as const)
  expect([...rows, ...ofProcess].sort()).toEqual(wanted.sort())
})
