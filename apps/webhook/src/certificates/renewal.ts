import { issueOf } from './backdate.ts'
import { isValidAt, parseCertificate } from './key-pair.ts'
import { type CertificateSet } from './certificate-set.ts'

export interface CertificateTimes {
  /** @default 1 year */
  authorityLifetimeMs: number
  /** @default 7 days */
  leafLifetimeMs: number
  /**
   * The part of a lifetime after which a certificate is replaced.
   * @default 2/3
   */
  renewAfter: number
  /**
   * How long after an authority was issued every replica has changed over to it for certain, since it reads the Secret
   * every few seconds: only then the former one is dropped, and only then a next one may come.
   * @default 1 hour
   */
  overlapMs: number
  /**
   * How long an authority must stand in the webhook configurations before a leaf of it is served: every API server
   * has seen it by then.
   * @default 10 seconds
   */
  settleMs: number
  /**
   * How often the Secret and the webhook configurations are looked at.
   * @default 5 seconds
   */
  pollMs: number
}

const hourMs = 3_600_000

export const defaultCertificateTimes: CertificateTimes = {
  authorityLifetimeMs: 365 * 24 * hourMs,
  leafLifetimeMs: 7 * 24 * hourMs,
  renewAfter: 2 / 3,
  overlapMs: hourMs,
  settleMs: 10_000,
  pollMs: 5_000,
}

export type Renewal =
  | { type: 'keep' }
  | { type: 'issueLeaf'; reason: string }
  /** `alsoTrust`: the former authorities, PEM, that stay in the bundle behind the new one. */
  | { type: 'issueAuthority'; reason: string; alsoTrust: readonly string[] }
  | { type: 'dropAuthorities'; reason: string; bundle: readonly string[] }

export interface RenewalInput {
  /** What the Secret holds, or why that cannot be used. */
  stored: { set: CertificateSet } | { fault: string }
  /** Authorities, PEM, that answers of a replica may still be signed by: held in memory or published. */
  trusted: readonly string[]
  nowMs: number
  times: CertificateTimes
}

/**
 * So many former authorities are kept at most, the newest: a Secret that is deleted again and again must not make
 * the webhook configurations grow without end.
 */
const longestTail = 4

/** What is to be done with the shared certificates now. The first that applies wins. */
export function decideRenewal({ stored, trusted, nowMs, times }: RenewalInput): Renewal {
  if ('fault' in stored) {
    return { type: 'issueAuthority', reason: stored.fault, alsoTrust: stillUseful(trusted, nowMs) }
  }
  const { bundle, leaf } = stored.set
  const [authority = '', ...former] = bundle
  // Before that, some replica may still answer with a leaf of the one before.
  const haveAllChangedOver = ageMs(authority, nowMs) > times.overlapMs
  if (haveAllChangedOver && isDue(authority, nowMs, times)) {
    return { type: 'issueAuthority', reason: 'the authority is due for renewal', alsoTrust: [authority] }
  }
  if (isDue(leaf.certificate, nowMs, times)) {
    return { type: 'issueLeaf', reason: 'the certificate is due for renewal' }
  }
  if (haveAllChangedOver && former.length > 0) {
    return { type: 'dropAuthorities', reason: 'every replica has changed over', bundle: [authority] }
  }
  return { type: 'keep' }
}

function isDue(pem: string, nowMs: number, { renewAfter }: CertificateTimes): boolean {
  const certificate = parseCertificate(pem)
  if (certificate === undefined) return true
  const { issuedAtMs, lifetimeMs } = issueOf(certificate)
  return nowMs >= issuedAtMs + lifetimeMs * renewAfter
}

function ageMs(pem: string, nowMs: number): number {
  const certificate = parseCertificate(pem)
  return certificate === undefined ? 0 : nowMs - issueOf(certificate).issuedAtMs
}

function stillUseful(pems: readonly string[], nowMs: number): string[] {
  const valid = [...new Set(pems)].filter((pem) => {
    const certificate = parseCertificate(pem)
    return certificate !== undefined && isValidAt(certificate, nowMs)
  })
  return valid.slice(0, longestTail)
}
