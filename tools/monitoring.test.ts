import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

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

/** What the operator and the webhook export, and what a histogram makes of a name. */
const exported = ['apps/operator/src/metrics.ts', 'apps/webhook/src/metrics.ts'].flatMap((path) =>
  [...read(path).matchAll(/'((?:flink|process)_[a-z_]+)'/g)].map(([, name = '']) => name),
)
const metricsIn = (expression: string) =>
  [...expression.matchAll(/\b(?:flink|process)_[a-z_]+\b/g)].map(([name]) =>
    name.replace(/_(bucket|count|sum)$/, ''),
  )

test.each(alerts.map((alert) => [alert.alert, alert] as const))(
  '%s asks for metrics that exist, and has a runbook',
  (name, { expr, annotations }) => {
    expect(metricsIn(expr).filter((metric) => !exported.includes(metric))).toEqual([])
    expect(metricsIn(expr).length).toBeGreaterThan(0)
    expect(annotations.runbook_url).toBe(`docs/runbooks.md#${name.toLowerCase()}`)
    expect(read('docs/runbooks.md')).toContain(`\n## ${name}\n`)
  },
)

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
  expect(expressions.flatMap(metricsIn).filter((metric) => !exported.includes(metric))).toEqual([])
})

test('docs/metrics.md names every metric, and no other', () => {
  const ours = /`((?:flink_application|flink_operator|process)_[a-z_]+)`/g
  const told = [...read('docs/metrics.md').matchAll(ours)].map(([, name]) => name)
  expect([...new Set(told)].sort()).toEqual([...new Set(exported)].sort())
})
