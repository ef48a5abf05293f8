import { createTransport, kubeConfigFileCredentials, type Transport } from '@flink-operator/kube-runtime'
import {
  createLog,
  readConfig,
  startWebhook,
  type CertificateTimes,
  type Webhook,
} from '@flink-operator/webhook-server'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseAllDocuments, stringify } from 'yaml'
import { ensureKubeBinaries } from '../cluster/binaries.ts'
import { runCommand } from '../cluster/command.ts'
import { startControlPlane, type ControlPlane } from '../cluster/control-plane.ts'
import { served } from '../served.ts'

const repository = join(import.meta.dirname, '../..')
export const namespace = 'flink-operator'
export const secret = 'flink-operator-webhook-certificates'
const account = `system:serviceaccount:${namespace}:flink-operator-webhook`

interface KubeDocument {
  kind: string
  webhooks?: { name: string; clientConfig: object }[]
}

/** A real API server that has what the chart installs for the webhook, which runs in this process. */
export interface WebhookCluster {
  controlPlane: ControlPlane
  /** Speaks to the API server as its administrator. */
  admin: Transport
  /** Starts a replica; it has the rights of the chart's roles and no others. `args` are added to its arguments. */
  startReplica: (
    instance: string,
    times?: Partial<CertificateTimes>,
    args?: readonly string[],
  ) => Promise<Webhook>
  /**
   * Creates the chart's webhook configurations, with `failurePolicy: Fail` so that a call that fails is noticed. The API
   * server calls every one of the replicas for every request.
   */
  registerReplicas: (replicas: readonly Webhook[]) => Promise<void>
  /** Stops the replicas and forgets all that they share. */
  reset: () => Promise<void>
  stop: () => Promise<void>
}

export async function startWebhookCluster(): Promise<WebhookCluster> {
  const helm = join(await ensureKubeBinaries({ only: ['kube', 'helm'] }), 'helm')
  const controlPlane = await startControlPlane()
  const chart = parseAllDocuments(
    await runCommand(helm, [
      'template',
      'flink-operator',
      join(repository, 'charts/flink-operator'),
      `--namespace=${namespace}`,
      '--set=webhook.failurePolicy=Fail',
      '--kube-version=1.34.4',
    ]),
  ).map((document) => document.toJS() as KubeDocument)
  const ofKind = (pattern: RegExp) => chart.filter(({ kind }) => pattern.test(kind))
  const applyAll = (documents: readonly KubeDocument[]) =>
    controlPlane.apply(documents.map((document) => stringify(document)).join('---\n'))

  await controlPlane.kubectl('create', 'namespace', namespace)
  await applyAll(ofKind(/^(CustomResourceDefinition|Cluster)?(Role|RoleBinding|CustomResourceDefinition)$/))
  await served(controlPlane)
  const kubeconfig = join(controlPlane.folder, 'webhook.conf')
  await writeFile(kubeconfig, impersonating(controlPlane.kubeconfig, account))
  const admin = createTransport({
    credentials: kubeConfigFileCredentials(controlPlane.kubeconfigPath),
    rateLimit: { perSecond: 10_000, burst: 10_000 },
  })
  let running: Webhook[] = []

  const reset = async () => {
    const replicas = running
    running = []
    await Promise.all(replicas.map((replica) => replica.stop()))
    for (const kind of ['validatingwebhookconfiguration', 'mutatingwebhookconfiguration'])
      await controlPlane.kubectl('delete', kind, 'flink-operator', '--ignore-not-found')
    await controlPlane.kubectl('delete', 'secret', secret, '-n', namespace, '--ignore-not-found')
  }

  return {
    controlPlane,
    admin,
    async startReplica(instance, times = {}, args = []) {
      const config = readConfig(
        [
          ...['--port=0', '--health-port=0', '--drain-delay=0s', `--kubeconfig=${kubeconfig}`],
          ...[`--namespace=${namespace}`, `--instance=${instance}`],
          ...['--validating-configuration=flink-operator', '--mutating-configuration=flink-operator'],
          ...args,
        ],
        {},
      )
      const replica = await startWebhook({ config, log: createLog('silent'), times })
      running.push(replica)
      return replica
    },
    registerReplicas: async (replicas) => {
      const configurations = ofKind(/WebhookConfiguration$/).map((configuration) => ({
        ...configuration,
        webhooks: configuration.webhooks?.flatMap((webhook) =>
          replicas.map(({ port }, index) => ({
            ...webhook,
            name: `r${index}.${webhook.name}`,
            clientConfig: {
              url: `https://localhost:${port}${webhook.name.startsWith('validate') ? '/validate' : '/mutate'}`,
            },
          })),
        ),
      }))
      await applyAll(configurations as KubeDocument[])
    },
    reset,
    async stop() {
      await reset()
      await admin.close()
      await controlPlane.stop()
    },
  }
}

function impersonating(kubeconfig: string, user: string): string {
  const [document] = parseAllDocuments(kubeconfig)
  const config = document?.toJS() as { users: { user: object }[] }
  return stringify({
    ...config,
    users: config.users.map((entry) => ({ ...entry, user: { ...entry.user, as: user } })),
  })
}
