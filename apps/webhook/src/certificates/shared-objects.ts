import { type SecretData } from './certificate-set.ts'

export type WebhookConfigurationKind = 'validatingwebhookconfigurations' | 'mutatingwebhookconfigurations'

/** The objects that the replicas share, and the only ones that they may touch: each is named in the chart's Role. */
export interface SharedObjectNames {
  namespace: string
  secret: string
  /** Names by kind; a kind that is not in use is left out. */
  configurations: Readonly<Partial<Record<WebhookConfigurationKind, string>>>
}

/** A request to the API server. Resolves for every status; rejects only where no answer came. */
export type SendRequest = (request: {
  method: 'GET' | 'PATCH'
  path: string
  query?: Readonly<Record<string, string>>
  contentType?: string
  body?: unknown
}) => Promise<{ status: number; body: unknown; dateMs?: number }>

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

/** The API server gave no use of an object: which, how it answered, and what to look at. */
export class SharedObjectError extends Error {
  override readonly name = 'SharedObjectError'
  readonly status: number

  constructor(what: string, { status, body }: { status: number; body: unknown }) {
    super(`${what}: ${messageOf(body) ?? 'no message'} (status ${status})`)
    this.status = status
  }
}

export type SharedObjects = ReturnType<typeof createSharedObjects>

/** Reads and writes the Secret and the webhook configurations; every write fails rather than overwrite a newer state. */
export function createSharedObjects(
  send: SendRequest,
  names: SharedObjectNames,
  { writer }: { writer: string },
) {
  const secretPath = `/api/v1/namespaces/${names.namespace}/secrets/${names.secret}`
  const secretName = `Secret ${names.namespace}/${names.secret}`

  return {
    async readSecret(): Promise<StoredSecret | undefined> {
      const answer = await send({ method: 'GET', path: secretPath })
      if (answer.status === 404) return undefined
      if (answer.status !== 200) throw new SharedObjectError(`cannot read ${secretName}`, answer)
      const secret = answer.body as { data?: Record<string, string>; metadata: { resourceVersion: string } }
      return { data: secret.data ?? {}, resourceVersion: secret.metadata.resourceVersion }
    },

    /**
     * Creates the Secret where it is missing. False where another replica was faster.
     *
     * It is applied, not posted: RBAC cannot narrow `create` to a name for a POST, which carries none in its path, but
     * does for an apply. Every replica applies as another field manager and without force, so the second one meets a
     * conflict.
     */
    async createSecret(data: SecretData): Promise<boolean> {
      const answer = await send({
        method: 'PATCH',
        path: secretPath,
        query: { fieldManager: writer, force: 'false' },
        contentType: 'application/apply-patch+yaml',
        body: {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: names.secret, namespace: names.namespace },
          type: 'Opaque',
          data,
        },
      })
      if (answer.status === 409) return false
      if (answer.status >= 300) throw new SharedObjectError(`cannot create ${secretName}`, answer)
      return true
    },

    /** Replaces the data of the Secret as it was read. False where somebody has changed it since. */
    async replaceSecret(data: SecretData, { resourceVersion }: StoredSecret): Promise<boolean> {
      const answer = await send({
        method: 'PATCH',
        path: secretPath,
        query: { fieldManager: 'flink-operator-webhook' },
        contentType: 'application/merge-patch+json',
        body: { metadata: { resourceVersion }, data },
      })
      if (answer.status === 409 || answer.status === 404) return false
      if (answer.status >= 300) throw new SharedObjectError(`cannot write ${secretName}`, answer)
      return true
    },

    configurationKinds: Object.keys(names.configurations) as WebhookConfigurationKind[],

    async readConfiguration(kind: WebhookConfigurationKind): Promise<StoredConfiguration> {
      const name = names.configurations[kind] ?? ''
      const answer = await send({ method: 'GET', path: configurationPath(kind, name) })
      if (answer.status !== 200) throw new SharedObjectError(`cannot read ${kind}/${name}`, answer)
      const configuration = answer.body as {
        metadata: { resourceVersion: string }
        webhooks?: { name: string; clientConfig: { caBundle?: string } }[]
      }
      return {
        kind,
        name,
        resourceVersion: configuration.metadata.resourceVersion,
        webhooks: (configuration.webhooks ?? []).map(({ name: webhook, clientConfig }) => ({
          name: webhook,
          caBundle: clientConfig.caBundle ?? '',
        })),
      }
    },

    /** Sets `caBundle` (base64) of every webhook in the configuration as it was read. False where it has changed since. */
    async publish(
      caBundle: string,
      { kind, name, resourceVersion, webhooks }: StoredConfiguration,
    ): Promise<boolean> {
      const answer = await send({
        method: 'PATCH',
        path: configurationPath(kind, name),
        query: { fieldManager: 'flink-operator-webhook' },
        // Its list of webhooks is merged by name, so nothing but the one field is written.
        contentType: 'application/strategic-merge-patch+json',
        body: {
          metadata: { resourceVersion },
          webhooks: webhooks.map((webhook) => ({ name: webhook.name, clientConfig: { caBundle } })),
        },
      })
      if (answer.status === 409) return false
      if (answer.status >= 300)
        throw new SharedObjectError(`cannot write caBundle of ${kind}/${name}`, answer)
      return true
    },
  }
}

function configurationPath(kind: WebhookConfigurationKind, name: string): string {
  return `/apis/admissionregistration.k8s.io/v1/${kind}/${name}`
}

function messageOf(body: unknown): string | undefined {
  return typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string'
    ? body.message
    : undefined
}
