// @peculiar/x509 resolves its parts through tsyringe, which throws at import unless this comes first.
import 'reflect-metadata'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { createPrivateKey, type webcrypto } from 'node:crypto'
import { backdateMs } from './backdate.ts'
import { type KeyPair } from './key-pair.ts'

const ecdsaP256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

export interface Validity {
  nowMs: number
  lifetimeMs: number
}

/** A certificate authority of its own: P-256, may sign leaves only, no further authorities. */
export async function issueAuthority({ nowMs, lifetimeMs }: Validity): Promise<KeyPair> {
  const keys = await generateKeys()
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=flink-operator-webhook-ca',
    serialNumber: randomSerialNumber(),
    ...period({ nowMs, lifetimeMs }),
    keys,
    signingAlgorithm: ecdsaP256,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: pem(certificate), key: await privateKeyPem(keys.privateKey) }
}

/**
 * A serving certificate for `names`, signed by `authority`. The names stand in subjectAltName: Go's TLS, and so the
 * API server, reads no common name. It never outlives its authority.
 */
export async function issueLeaf(
  authority: KeyPair,
  { names, nowMs, lifetimeMs }: Validity & { names: readonly string[] },
): Promise<KeyPair> {
  const issuer = new X509Certificate(authority.certificate)
  const keys = await generateKeys()
  const { notBefore, notAfter } = period({ nowMs, lifetimeMs })
  const certificate = await X509CertificateGenerator.create({
    subject: 'CN=flink-operator-webhook',
    issuer: issuer.subject,
    serialNumber: randomSerialNumber(),
    notBefore: notBefore < issuer.notBefore ? issuer.notBefore : notBefore,
    notAfter: notAfter > issuer.notAfter ? issuer.notAfter : notAfter,
    publicKey: keys.publicKey,
    signingKey: await importPrivateKey(authority.key),
    signingAlgorithm: ecdsaP256,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer),
    ],
  })
  return { certificate: pem(certificate), key: await privateKeyPem(keys.privateKey) }
}

function period({ nowMs, lifetimeMs }: Validity): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(nowMs - backdateMs(lifetimeMs)), notAfter: new Date(nowMs + lifetimeMs) }
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ecdsaP256, true, ['sign', 'verify'])
}

/** 127 random bits: RFC 5280, 4.1.2.2 wants a positive integer, so the top bit stays clear. */
function randomSerialNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return Buffer.from(bytes).toString('hex')
}

function pem(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key))
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString()
}

async function importPrivateKey(key: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(key).export({ format: 'der', type: 'pkcs8' })
  return crypto.subtle.importKey('pkcs8', new Uint8Array(der), ecdsaP256, false, ['sign'])
}
