import { createHash } from 'node:crypto'
import { type RequestOptions } from 'node:https'
import { KubeConfig } from '@kubernetes/client-node'
import { Agent, type buildConnector, type Dispatcher, ProxyAgent } from 'undici'
import { type Clock, systemClock } from './clock.ts'

/** Who we are to one API server, and how to reach it. */
export interface Credentials {
  /** Scheme and host, with a path prefix where the server has one, without a slash at the end. */
  readonly baseUrl: string
  /** Headers that prove who we are. Never logged. */
  readonly headers: Readonly<Record<string, string>>
  /** Equal as long as connections made with these credentials may be shared. */
  readonly tlsIdentity: string
  /** A pool of connections that present these credentials. */
  createDispatcher(limits: PoolLimits): Dispatcher
}

export type PoolLimits = Omit<Agent.Options, 'connect'> & {
  connect: { timeout: number; keepAlive: boolean; keepAliveInitialDelay: number }
}

export interface CredentialSource {
  /** The credentials to use now. */
  read(): Promise<Credentials>
  /** The server did not accept `refused`: read them anew from where they come from. */
  forget(refused: Credentials): void
}

type BuildOptions = buildConnector.BuildOptions

/** How long credentials are used before the files behind them are looked at again. */
const rereadAfterMs = 10_000

/** Reaches a server that asks for no credentials, such as `kubectl proxy`. */
export function plainCredentials(serverUrl: string): CredentialSource {
  const credentials: Credentials = {
    baseUrl: withoutSlash(serverUrl),
    headers: {},
    tlsIdentity: 'plain',
    createDispatcher: (limits) => new Agent(limits),
  }
  return { read: () => Promise.resolve(credentials), forget: () => undefined }
}

/** The service account of the pod we run in. */
export function inClusterCredentials(clock?: Clock): CredentialSource {
  return kubeConfigCredentials(() => {
    const kubeConfig = new KubeConfig()
    kubeConfig.loadFromCluster()
    return kubeConfig
  }, clock)
}

/** A context of a kubeconfig file; its current context unless one is named. */
export function kubeConfigFileCredentials(
  file: string,
  options: { context?: string; clock?: Clock } = {},
): CredentialSource {
  return kubeConfigCredentials(() => {
    const kubeConfig = new KubeConfig()
    kubeConfig.loadFromFile(file)
    if (options.context !== undefined) kubeConfig.setCurrentContext(options.context)
    if (kubeConfig.getCurrentCluster() === null) {
      throw new Error(
        `kubeconfig ${file} has no cluster for context "${kubeConfig.getCurrentContext()}"; ` +
          'name one of its contexts, or set its current-context',
      )
    }
    return kubeConfig
  }, options.clock)
}

/**
 * Credentials as client-node reads them: certificates, tokens, token files, exec plugins, OIDC.
 *
 * @param load called at first use and again after the server refused what it gave: client-node keeps a token
 *   for a minute (https://github.com/kubernetes-client/javascript/issues/1240), a fresh object keeps none.
 */
export function kubeConfigCredentials(load: () => KubeConfig, clock: Clock = systemClock): CredentialSource {
  let kubeConfig: KubeConfig | undefined
  let current: { credentials: Promise<Credentials>; readAtMs: number } | undefined

  return {
    read() {
      const nowMs = clock.monotonicMs()
      if (current === undefined || nowMs - current.readAtMs > rereadAfterMs) {
        const read = async () => readFrom((kubeConfig ??= load()))
        const reading = { credentials: read(), readAtMs: nowMs }
        current = reading
        reading.credentials.catch(() => {
          if (current === reading) current = undefined
        })
      }
      return current.credentials
    },
    forget(refused) {
      const held = current
      void held?.credentials.then(
        (credentials) => {
          if (credentials !== refused || current !== held) return
          current = undefined
          kubeConfig = undefined
        },
        () => undefined,
      )
    },
  }
}

async function readFrom(kubeConfig: KubeConfig): Promise<Credentials> {
  const cluster = kubeConfig.getCurrentCluster()
  if (cluster === null) throw new Error('the kubeconfig names no cluster')
  const options: RequestOptions = {}
  await kubeConfig.applyToHTTPSOptions(options)
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options
  const tls = defined({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername })

  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(options.headers ?? {}))
    headers[name.toLowerCase()] = String(value)
  if (options.auth != null) headers.authorization = `Basic ${Buffer.from(options.auth).toString('base64')}`

  return {
    baseUrl: withoutSlash(cluster.server),
    headers,
    tlsIdentity: createHash('sha256')
      .update(
        JSON.stringify([
          cluster.server,
          cluster.proxyUrl,
          Object.entries(tls).map(([name, value]) => [name, identityOf(value)]),
        ]),
      )
      .digest('hex'),
    createDispatcher(limits) {
      const { connect: timing, ...pool } = limits
      const made = kubeConfig.createDispatcherOptions(cluster, tls)
      switch (made.type) {
        case 'proxy':
          return new ProxyAgent({ ...pool, uri: made.uri, requestTls: made.requestTls as BuildOptions })
        case 'agent':
          return new Agent({ ...pool, connect: { ...made.connect, ...timing } as BuildOptions })
        case 'none':
          return new Agent(limits)
        case 'socks':
          throw new Error('a SOCKS proxy-url in the kubeconfig is not supported; use an HTTP proxy')
      }
    },
  }
}

/** Certificates come as text, as bytes or as lists of either. */
function identityOf(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('base64') : JSON.stringify(value)
}

function defined<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }
}

function withoutSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url
}
