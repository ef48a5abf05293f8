import { type X509Certificate } from 'node:crypto'
import { validity } from './key-pair.ts'

const longestBackdateMs = 5 * 60_000

/** How far before its issue a certificate is valid, for an API server whose clock is behind another's. */
export function backdateMs(lifetimeMs: number): number {
  return Math.min(longestBackdateMs, lifetimeMs / 10)
}

/** When a certificate that was backdated so was issued, and how long it was to live from then. */
export function issueOf(certificate: X509Certificate): { issuedAtMs: number; lifetimeMs: number } {
  const { fromMs, untilMs } = validity(certificate)
  const issuedAtMs = fromMs + Math.min(longestBackdateMs, (untilMs - fromMs) / 11)
  return { issuedAtMs, lifetimeMs: untilMs - issuedAtMs }
}
