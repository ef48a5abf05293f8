import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { read } from '../api-server.ts'
import { type Node } from '../cluster/node.ts'
import { operatorNamespace } from '../install-operator.ts'
import { ensurePrometheusImage } from './image.ts'

const port = 9090

export interface Prometheus {
  /** What an instant query gives. @throws when Prometheus cannot read it */
  query(expression: string): Promise<Sample[]>
  /** The alerts of the chart, as Prometheus has evaluated them last. */
  rules(): Promise<{ name: string; health: string; lastError?: string }[]>
}

interface Sample {
  metric: Record<string, string>
  value: [atSeconds: number, value: string]
}

/** Runs Prometheus in a namespace: it scrapes operator and webhook each second and evaluates the chart's alerts. */
export async function startPrometheus(node: Node, namespace: string): Promise<Prometheus> {
  const image = await node.loadImage(await ensurePrometheusImage())
  const alerts = await readFile(
    join(import.meta.dirname, '../../charts/flink-operator/files/alerts.yaml'),
    'utf8',
  )
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: ['/etc/prometheus-of-the-test/alerts.yaml'],
    scrape_configs: [
      { job_name: 'flink-operator', honor_labels: true, static_configs: await targetsOf(node) },
    ],
  }
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'prometheus', namespace },
    data: { 'prometheus.yml': stringify(config), 'alerts.yaml': alerts },
  }
  const folder = '/etc/prometheus-of-the-test'
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'prometheus', namespace },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: 'prometheus',
          image,
          command: ['prometheus', `--config.file=${folder}/prometheus.yml`, '--storage.tsdb.path=/data'],
          readinessProbe: { httpGet: { path: '/-/ready', port }, periodSeconds: 1 },
          volumeMounts: [
            { name: 'config', mountPath: folder },
            { name: 'data', mountPath: '/data' },
          ],
        },
      ],
      volumes: [
        { name: 'config', configMap: { name: 'prometheus' } },
        { name: 'data', emptyDir: {} },
      ],
    },
  }
  await node.apply(`${stringify(configMap)}---\n${stringify(pod)}`)
  await node.kubectl('wait', 'pod/prometheus', '-n', namespace, '--for=condition=Ready', '--timeout=60s')

  const ask = async <T>(path: string, query: Record<string, string> = {}): Promise<T> => {
    const proxy = `/api/v1/namespaces/${namespace}/pods/prometheus:${port}/proxy`
    const answer = await read<{ data: T }>(node, `${proxy}/api/v1/${path}`, query)
    if (answer === undefined) throw new Error(`Prometheus does not know ${path}`)
    return answer.data
  }
  return {
    query: async (query) => (await ask<{ result: Sample[] }>('query', { query })).result,
    rules: async () =>
      (await ask<{ groups: { rules: { name: string; health: string }[] }[] }>('rules')).groups.flatMap(
        ({ rules }) => rules,
      ),
  }
}

/** What the chart's PodMonitor selects: the port `health` of the pods of the release. */
async function targetsOf(node: Node): Promise<{ targets: string[]; labels: { pod: string } }[]> {
  const labelSelector = 'app.kubernetes.io/name=flink-operator,app.kubernetes.io/instance=flink-operator'
  const pods = await read<{
    items: {
      metadata: { name: string }
      spec: { containers: { ports?: { name: string; containerPort: number }[] }[] }
      status: { podIP?: string }
    }[]
  }>(node, `/api/v1/namespaces/${operatorNamespace}/pods`, { labelSelector })
  return (pods?.items ?? []).flatMap(({ metadata, spec, status }) =>
    spec.containers
      .flatMap(({ ports = [] }) => ports)
      .filter(({ name }) => name === 'health')
      .map(({ containerPort }) => ({
        targets: [`${status.podIP ?? ''}:${containerPort}`],
        labels: { pod: metadata.name },
      })),
  )
}
