import { createPrivateKey, X509Certificate } from 'node:crypto'

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  certificate: string
  key: string
}

/** The certificate, or `undefined` where the text is none. */
export function parseCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

/** True when both parts parse and belong together. */
export function isSoundKeyPair({ certificate, key }: KeyPair): boolean {
  try {
    return parseCertificate(certificate)?.checkPrivateKey(createPrivateKey(key)) ?? false
  } catch {
    return false
  }
}

/** When the certificate was valid first and last, in Unix milliseconds. */
export function validity(certificate: X509Certificate): { fromMs: number; untilMs: number } {
  return { fromMs: certificate.validFromDate.getTime(), untilMs: certificate.validToDate.getTime() }
}

export function isValidAt(certificate: X509Certificate, nowMs: number): boolean {
  const { fromMs, untilMs } = validity(certificate)
  return fromMs <= nowMs && nowMs < untilMs
}

/** Names without an alternative `DNS:` entry are refused by Go's TLS, so only that list is asked. */
export function namesOf(certificate: X509Certificate): string[] {
  const entries = certificate.subjectAltName?.split(', ') ?? []
  return entries.filter((entry) => entry.startsWith('DNS:')).map((entry) => entry.slice('DNS:'.length))
}
