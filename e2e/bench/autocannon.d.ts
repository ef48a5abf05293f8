/** The part of autocannon, a load generator, that is used; it comes without types. */
declare module 'autocannon' {
  export interface Result {
    latency: { p50: number; p99: number; max: number }
    requests: { total: number; average: number }
    non2xx: number
    errors: number
    /** Seconds. */
    duration: number
  }
  export default function autocannon(options: {
    url: string
    method: 'POST'
    connections: number
    amount?: number
    duration?: number
    headers: Record<string, string>
    body: string
  }): Promise<Result>
}
