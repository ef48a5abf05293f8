// A real Prometheus scrapes the operator and the webhook that all end-to-end tests share.
//
// Deletes the Secret with the webhook's certificates, which are made anew within seconds without a failed request.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import * as given from '../given.ts'
import { operatorNamespace } from '../install-operator.ts'
import { startPrometheus, type Prometheus } from '../monitoring/prometheus.ts'
import * as then from '../then.ts'
import { until } from '../until.ts'
import * as when from '../when.ts'

const chart = join(import.meta.dirname, '../../charts/flink-operator')

test.concurrent(
  'a scrape of a running cluster satisfies every panel and every alert, and forgets what is gone',
  async (context) => {
    const { app, manifest } = await given.counter(context, 'scraped')
    const { node, namespace } = app
    const prometheus = await startPrometheus(node, namespace)
    await when.applied(app, manifest)
    await then.runs(app, { never: ['DeployFailed'] })

    // What the panels are about: an update, a deploy that stands still, a finding, a renewal.
    await when.edited(app, { restartNonce: 'again' })
    await then.runs(app, { never: ['DeployFailed'] })
    // The way back tells some events again, which are counted up.
    await when.edited(app, { restartNonce: null })
    await then.runs(app, { never: ['DeployFailed'] })
    await node.apply(
      stringify({
        ...manifest,
        metadata: { name: 'stuck', namespace },
        spec: { ...manifest.spec, image: 'nowhere.example/nothing:1', imagePullPolicy: 'Never' },
      }),
    )
    const flinkConfig = { ...manifest.spec.flinkConfig, 's3.secret-key': 'in plain text' }
    // The webhook is asked, and nothing is stored.
    await node.kubectl(
      ...['patch', 'flinkapplication', app.name, '-n', namespace, '--type=merge', '--dry-run=server'],
      ...['-p', JSON.stringify({ spec: { flinkConfig } })],
    )
    await node.kubectl('delete', 'secret', 'flink-operator-webhook-certificates', '-n', operatorNamespace)

    const queries = await panelQueries()
    expect(queries.length).toBeGreaterThan(30)
    await allHaveData(prometheus, queries)

    const metrics = await alertMetrics()
    expect(metrics.length).toBeGreaterThan(8)
    await allHaveData(
      prometheus,
      metrics.map((metric) => ({ asks: `an alert, for ${metric}`, expression: metric })),
    )
    const rules = await prometheus.rules()
    expect(rules.length).toBe(11)
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([])

    await when.deleted(app)
    await then.isGone(app)
    await node.kubectl('delete', 'flinkapplication', 'stuck', '-n', namespace)
    await until('no series of the applications is left', 30_000, async () => {
      const left = await prometheus.query(`{namespace="${namespace}"}`)
      return left.length === 0 ? true : undefined
    })
  },
)

interface Query {
  /** Panel or alert. */
  asks: string
  expression: string
}

/** Waits until each query gives something; two scrapes must have seen a counter before it has a rate. */
async function allHaveData(prometheus: Prometheus, queries: readonly Query[]): Promise<void> {
  let empty = [...queries]
  await until(
    'each query gives data',
    60_000,
    async () => {
      const left = await Promise.all(
        empty.map(async (query) => ((await prometheus.query(query.expression)).length === 0 ? query : [])),
      )
      empty = left.flat()
      return empty.length === 0 ? true : undefined
    },
    () => empty.map(({ asks, expression }) => `nothing for "${asks}": ${expression}`).join('\n'),
    1_000,
  )
}

/** The queries of the dashboard for all applications. */
async function panelQueries(): Promise<Query[]> {
  const { panels } = JSON.parse(await readFile(join(chart, 'files/dashboard.json'), 'utf8')) as {
    panels: { title: string; targets?: { expr: string }[] }[]
  }
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({
      asks: title,
      expression: expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$(namespace|name)\b/g, '.*'),
    })),
  )
}

/** The names of all metrics that the alerts look at. */
async function alertMetrics(): Promise<string[]> {
  const { groups } = parse(await readFile(join(chart, 'files/alerts.yaml'), 'utf8')) as {
    groups: { rules: { expr: string }[] }[]
  }
  const expressions = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr))
  return [...new Set(expressions.flatMap((expr) => expr.match(/\bflink_[a-z_]+\b/g) ?? []))]
}
