import { isConflict, isNotFound, type Transport } from '@flink-operator/kube-runtime'
import { type SecretData } from './certificate-set.ts'

export type WebhookConfigurationKind = 'validatingwebhookconfigurations' | 'mutatingwebhookconfigurations'

/** The objects that the replicas share, and the only ones that they may touch: each is named in the chart's Role. */
export interface SharedObjectNames {
  namespace: string
  secret: string
  /** Names by kind; a kind that is not in use is left out. */
  configurations: Readonly<Partial<Record<WebhookConfigurationKind, string>>>
}

export interface StoredSecret {
  data: SecretData
  resourceVersion: string
}

export interface StoredConfiguration {
  kind: WebhookConfigurationKind
  name: string
  resourceVersion: string
  webhooks: readonly { name: string; caBundle: string }[]
}

export type SharedObjects = ReturnType<typeof createSharedObjects>

/** Reads and writes the Secret and the webhook configurations; a write fails rather than overwrite a newer state. */
export function createSharedObjects(
  transport: Transport,
  names: SharedObjectNames,
  { writer }: { writer: string },
) {
  const secret = {
    path: `/api/v1/namespaces/${names.namespace}/secrets/${names.secret}`,
    resource: 'secrets',
    target: `${names.namespace}/${names.secret}`,
  }

  return {
    async readSecret(): Promise<StoredSecret | undefined> {
      try {
        const { data, metadata } = await transport.request<RawSecret>({
          method: 'GET',
          verb: 'get',
          ...secret,
        })
        return { data: data ?? {}, resourceVersion: metadata.resourceVersion }
      } catch (error) {
        if (isNotFound(error)) return undefined
        throw error
      }
    },

    /**
     * Creates the Secret where it is missing. False where another replica was faster.
     *
     * It is applied, not posted: RBAC cannot narrow `create` to a name for a POST, which carries none in its path, but
     * does for an apply. Every replica applies as another field manager and without force, so the second one meets a
     * conflict.
     */
    createSecret(data: SecretData): Promise<boolean> {
      return isWritten(
        transport.request({
          method: 'PATCH',
          verb: 'patch',
          ...secret,
          query: { fieldManager: writer, force: false },
          contentType: 'application/apply-patch+yaml',
          body: {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: names.secret, namespace: names.namespace },
            type: 'Opaque',
            data,
          },
        }),
      )
    },

    /** Replaces the data of the Secret as it was read. False where somebody has changed it since. */
    replaceSecret(data: SecretData, { resourceVersion }: StoredSecret): Promise<boolean> {
      return isWritten(
        transport.request({
          method: 'PATCH',
          verb: 'patch',
          ...secret,
          query: { fieldManager },
          contentType: 'application/merge-patch+json',
          body: { metadata: { resourceVersion }, data },
        }),
      )
    },

    configurationKinds: Object.keys(names.configurations) as WebhookConfigurationKind[],

    async readConfiguration(kind: WebhookConfigurationKind): Promise<StoredConfiguration> {
      const name = names.configurations[kind] ?? ''
      const { metadata, webhooks = [] } = await transport.request<RawConfiguration>({
        method: 'GET',
        verb: 'get',
        ...configuration(kind, name),
      })
      return {
        kind,
        name,
        resourceVersion: metadata.resourceVersion,
        webhooks: webhooks.map((webhook) => ({
          name: webhook.name,
          caBundle: webhook.clientConfig.caBundle ?? '',
        })),
      }
    },

    /** Sets `caBundle` (base64) of every webhook in the configuration as it was read. False where it has changed since. */
    publish(
      caBundle: string,
      { kind, name, resourceVersion, webhooks }: StoredConfiguration,
    ): Promise<boolean> {
      return isWritten(
        transport.request({
          method: 'PATCH',
          verb: 'patch',
          ...configuration(kind, name),
          query: { fieldManager },
          // Its list of webhooks is merged by name, so nothing but the one field is written.
          contentType: 'application/strategic-merge-patch+json',
          body: {
            metadata: { resourceVersion },
            webhooks: webhooks.map((webhook) => ({ name: webhook.name, clientConfig: { caBundle } })),
          },
        }),
      )
    },
  }
}

const fieldManager = 'flink-operator-webhook'

interface RawSecret {
  metadata: { resourceVersion: string }
  data?: Record<string, string>
}

interface RawConfiguration {
  metadata: { resourceVersion: string }
  webhooks?: { name: string; clientConfig: { caBundle?: string } }[]
}

function configuration(kind: WebhookConfigurationKind, name: string) {
  return { path: `/apis/admissionregistration.k8s.io/v1/${kind}/${name}`, resource: kind, target: name }
}

async function isWritten(writing: Promise<unknown>): Promise<boolean> {
  try {
    await writing
    return true
  } catch (error) {
    // Gone since it was read, or changed: either way it must be read again.
    if (isConflict(error) || isNotFound(error)) return false
    throw error
  }
}
