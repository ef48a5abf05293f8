import { join } from 'node:path'
import { type Cluster } from './cluster/cluster.ts'
import { tellingWhy } from './cluster/failure.ts'
import { runStep, type Progress } from './cluster/progress.ts'

const chart = join(import.meta.dirname, '../charts/flink-operator')

export const operatorNamespace = 'flink-operator'

/**
 * Installs the chart, or upgrades it, with images that the cluster's nodes already have; resolves when operator and
 * webhook are ready and the webhook is asked by the API server.
 *
 * @param options.set values of the chart, such as `{ 'operator.replicas': 2 }`
 */
export async function installOperator(
  cluster: Cluster,
  images: { operator: string; webhook: string },
  options: { set?: Record<string, string | number | boolean>; progress?: Progress | undefined } = {},
): Promise<void> {
  const [operator, webhook] = [splitReference(images.operator), splitReference(images.webhook)]
  const values = {
    'operator.image.repository': operator.repository,
    'operator.image.tag': operator.tag,
    'webhook.image.repository': webhook.repository,
    'webhook.image.tag': webhook.tag,
    ...options.set,
  }
  const step = { name: 'Install the operator with Helm', typicalMs: 10_000 }
  const where = { namespace: operatorNamespace, operatorNamespace }
  await tellingWhy(cluster, where, () =>
    runStep(options.progress, step, async () => {
      await cluster.helm(
        ...[
          'upgrade',
          '--install',
          'flink-operator',
          chart,
          '--namespace',
          operatorNamespace,
          '--create-namespace',
        ],
        ...['--wait', '--timeout', '2m'],
        ...Object.entries(values).flatMap(([key, value]) => ['--set', `${key}=${value}`]),
      )
    }),
  )
}

/**
 * Lets go of what a Helm that was killed had begun: it would refuse every later one, "another operation is in progress".
 * Only for a cluster of our own, where nobody else's Helm may be at work.
 */
export async function forgetUnfinishedInstallation(cluster: Pick<Cluster, 'kubectl'>): Promise<void> {
  await cluster.kubectl(
    ...['delete', 'secrets', '--namespace', operatorNamespace, '--ignore-not-found', '--selector'],
    'owner=helm,name=flink-operator,status in (pending-install,pending-upgrade,pending-rollback)',
  )
}

/** Changes some values of an installed release and leaves the others; resolves when the pods are as they should be. */
export async function changeInstallation(
  cluster: Cluster,
  values: Record<string, string | number | boolean>,
): Promise<void> {
  const where = { namespace: operatorNamespace, operatorNamespace }
  await tellingWhy(cluster, where, () =>
    cluster.helm(
      ...['upgrade', 'flink-operator', chart, '--namespace', operatorNamespace, '--reset-then-reuse-values'],
      ...['--wait', '--timeout', '2m'],
      ...Object.entries(values).flatMap(([key, value]) => ['--set-json', `${key}=${JSON.stringify(value)}`]),
    ),
  )
}

function splitReference(image: string): { repository: string; tag: string } {
  const colon = image.lastIndexOf(':')
  return { repository: image.slice(0, colon), tag: image.slice(colon + 1) }
}
