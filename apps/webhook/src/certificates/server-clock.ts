import { type Transport } from '@flink-operator/kube-runtime'

/** How often the difference is measured anew; clocks of machines drift by milliseconds in that time. */
const measureEveryMs = 60_000

/**
 * The API server's clock, to the second.
 *
 * It is the API server that judges our certificates, by its own clock. Were they made by ours, a machine with a wrong
 * one would find good certificates expired, or issue some that are not valid yet, and two replicas would undo each
 * other's work. The time is read from the `Date` header (RFC 9110, 6.6.1).
 */
export interface ServerClock {
  nowMs: () => number
  /** How far the clock of this machine is ahead, in milliseconds; 0 until it was measured. */
  skewMs: () => number
  /** Measures if it is time to. Rejects where the API server does not answer. */
  refresh: () => Promise<void>
}

export function createServerClock(transport: Transport, localNowMs: () => number = Date.now): ServerClock {
  let skewMs = 0
  let measuredAtMs: number | undefined

  return {
    nowMs: () => localNowMs() - skewMs,
    skewMs: () => skewMs,
    async refresh() {
      if (measuredAtMs !== undefined && performance.now() - measuredAtMs < measureEveryMs) return
      const { origin, pathname } = new URL(`${await transport.baseUrl()}/version`)
      const sentAtMs = localNowMs()
      const answer = await transport.dispatcher.request({
        origin,
        path: pathname,
        method: 'GET',
        headersTimeout: 10_000,
        bodyTimeout: 10_000,
      })
      await answer.body.dump()
      const serverMs = Date.parse(String(answer.headers['date']))
      // The header counts whole seconds, and was written at some time while we waited.
      const aheadMs = sentAtMs - (serverMs + 1_000)
      const behindMs = serverMs - localNowMs()
      if (Number.isNaN(serverMs)) return
      skewMs = aheadMs > 0 ? aheadMs : behindMs > 0 ? -behindMs : 0
      measuredAtMs = performance.now()
    },
  }
}
