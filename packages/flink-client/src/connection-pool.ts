import { Agent, type Dispatcher } from 'undici'

export interface ConnectionPoolOptions {
  /**
   * Connections to one JobManager at a time; more calls wait their turn.
   * @default 4
   */
  maxConnectionsPerJobManager?: number
  /**
   * An unused connection is closed after this, and the JobManager's entry with its last one.
   * @default 30_000
   */
  idleTimeoutMs?: number
  /** @default 5_000 */
  connectTimeoutMs?: number
  /** Server name, certificate authority and client certificate for REST over TLS. */
  tls?: { ca?: string; cert?: string; key?: string; servername?: string; rejectUnauthorized?: boolean }
}

/**
 * Keep-alive connections for any number of clients: give it to each as `dispatcher`. It holds one small pool per
 * JobManager and forgets those that nobody uses. It reads no proxy settings from the environment. The maker closes it.
 */
export function createConnectionPool(options: ConnectionPoolOptions = {}): Dispatcher {
  const idleTimeoutMs = options.idleTimeoutMs ?? 30_000
  return new Agent({
    connections: options.maxConnectionsPerJobManager ?? 4,
    // Handlers answer out of order, so Flink takes one request at a time on a connection.
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: idleTimeoutMs,
    keepAliveMaxTimeout: Math.max(idleTimeoutMs, 60_000),
    connect: { timeout: options.connectTimeoutMs ?? 5_000, ...options.tls },
    // The deadline of each call bounds the whole exchange, also a slow drip that would reset these.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
}
