import { type X509Certificate } from 'node:crypto'
import { isSoundKeyPair, isValidAt, namesOf, parseCertificate, type KeyPair } from './key-pair.ts'

/**
 * All that the replicas share, as it stands in their Secret.
 *
 * The first certificate of the bundle is the authority in use and belongs to `authorityKey`; the others are former
 * ones that a replica may still answer with.
 */
export interface CertificateSet {
  /** PEM certificates, newest first. */
  bundle: readonly string[]
  authorityKey: string
  leaf: KeyPair
}

/** `Secret.data`: base64 by key. */
export type SecretData = Readonly<Record<string, string>>

/** The key names are those of a cert-manager Secret, so that people and tools find what they expect. */
export function toSecretData({ bundle, authorityKey, leaf }: CertificateSet): SecretData {
  return {
    'ca.crt': encode(bundle.join('')),
    'ca.key': encode(authorityKey),
    'tls.crt': encode(leaf.certificate),
    'tls.key': encode(leaf.key),
  }
}

/** The set in a Secret, or why there is none in it that could be served for `names`. */
export function fromSecretData(
  data: SecretData,
  { names, nowMs }: { names: readonly string[]; nowMs: number },
): { set: CertificateSet } | { fault: string } {
  const text = (key: string): string => decode(data[key] ?? '')
  const bundle = splitPem(text('ca.crt'))
  const set = {
    bundle,
    authorityKey: text('ca.key'),
    leaf: { certificate: text('tls.crt'), key: text('tls.key') },
  }
  const missing = ['ca.crt', 'ca.key', 'tls.crt', 'tls.key'].filter((key) => !data[key])
  if (missing.length > 0) return { fault: `it has no ${missing.join(', no ')}` }
  const fault = faultOf(set, { names, nowMs })
  return fault === undefined ? { set } : { fault }
}

function faultOf(
  { bundle, authorityKey, leaf }: CertificateSet,
  { names, nowMs }: { names: readonly string[]; nowMs: number },
): string | undefined {
  const authorities = bundle.map(parseCertificate)
  const [current] = authorities
  if (current === undefined || authorities.includes(undefined))
    return 'ca.crt is not a list of PEM certificates'
  if (!current.ca) return 'the first certificate in ca.crt is no authority'
  if (!isSoundKeyPair({ certificate: bundle[0] ?? '', key: authorityKey }))
    return 'ca.key does not belong to ca.crt'
  if (!isValidAt(current, nowMs))
    return `ca.crt is valid from ${current.validFrom} to ${current.validTo} only`
  const served = parseCertificate(leaf.certificate)
  if (served === undefined) return 'tls.crt is not a PEM certificate'
  if (!isSoundKeyPair(leaf)) return 'tls.key does not belong to tls.crt'
  if (!isIssuedBy(served, current)) return 'tls.crt is not signed by ca.crt'
  if (!isValidAt(served, nowMs)) return `tls.crt is valid from ${served.validFrom} to ${served.validTo} only`
  const uncovered = names.filter((name) => !namesOf(served).includes(name))
  if (uncovered.length > 0) return `tls.crt is not made out for ${uncovered.join(', ')}`
  return undefined
}

export function isIssuedBy(leaf: X509Certificate, authority: X509Certificate): boolean {
  return leaf.checkIssued(authority) && leaf.verify(authority.publicKey)
}

/** The PEM certificates in a text, each with its closing line break. */
export function splitPem(text: string): string[] {
  return (text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (pem) => `${pem}\n`,
  )
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8')
}
