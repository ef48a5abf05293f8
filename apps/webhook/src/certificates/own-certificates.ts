import { fromSecretData, isIssuedBy, splitPem, toSecretData, type CertificateSet } from './certificate-set.ts'
import { issueAuthority, issueLeaf } from './issue.ts'
import { isValidAt, parseCertificate, validity, type KeyPair } from './key-pair.ts'
import { decideRenewal, type CertificateTimes, type Renewal } from './renewal.ts'
import { type ServerClock } from './server-clock.ts'
import { type SharedObjects, type StoredConfiguration } from './shared-objects.ts'
import { type CertificateSource, type CertificateSourceEvents } from '../certificates.ts'

export interface OwnCertificatesOptions extends CertificateSourceEvents {
  objects: SharedObjects
  /** DNS names that the API server calls us by. */
  names: readonly string[]
  times: CertificateTimes
  clock: ServerClock
}

/**
 * Certificates of our own authority, in a Secret that all replicas share.
 *
 * Every few seconds each replica reads the webhook configurations, then the Secret; renews what is due; publishes the
 * authorities; and serves the leaf. Guarantees:
 *
 * - A replica changes to a leaf of a new authority only after that has stood in every webhook configuration for
 *   `settleMs`, and the former authority stays there until every replica has changed over. So no request fails.
 * - The configurations are read before the Secret and written only if unchanged since, so a replica that was held up
 *   in between cannot put an outdated bundle over a newer one.
 * - A Secret that is missing or cannot be used is replaced. To renew all keys by hand, delete it.
 * - What cannot be mended from here (rights, a missing configuration) is told by `problems` and retried.
 */
export function ownCertificates(options: OwnCertificatesOptions): CertificateSource {
  const { objects, names, times, clock, onServe, onProblem, onRenewal } = options
  const { nowMs } = clock
  let served: CertificateSet | undefined
  /** On the monotonic clock, as is every time here that is not compared with a certificate's. */
  let syncedAtMs = performance.now()
  let failures: string[] = ['it has not been looked for yet']
  /** Since when each authority (PEM) is known to stand in every webhook configuration. */
  const publishedSinceMs = new Map<string, number>()

  async function sync(): Promise<void> {
    // Where the server cannot be asked for its time, what follows fails too and says more.
    await clock.refresh().catch(() => undefined)
    const found: string[] = []
    for (let attempt = 1; attempt <= 5; attempt++) {
      found.length = 0
      if (await syncOnce(found)) break
      if (attempt === 5) found.push('other replicas keep changing the shared objects')
    }
    if (found.length === 0) syncedAtMs = performance.now()
    if (found.join() !== failures.join()) for (const problem of found) onProblem(problem)
    failures = found
  }

  /** False where somebody else has written in between, so that all must be read again. */
  async function syncOnce(found: string[]): Promise<boolean> {
    const configurations = await readConfigurations(found)
    const secret = await objects.readSecret()
    const now = nowMs()
    const stored =
      secret === undefined
        ? { fault: 'it does not exist' }
        : fromSecretData(secret.data, { names, nowMs: now })
    const published = configurations.flatMap(({ webhooks }) =>
      webhooks.flatMap(({ caBundle }) => authoritiesIn(caBundle)),
    )
    const renewal = decideRenewal({
      stored,
      trusted: [...(served?.bundle ?? []), ...published],
      nowMs: now,
      times,
    })

    const set = await renew(stored, renewal, now)
    if (renewal.type !== 'keep') {
      const data = toSecretData(set)
      const isWritten =
        secret === undefined ? await objects.createSecret(data) : await objects.replaceSecret(data, secret)
      if (!isWritten) return false
      onRenewal(renewal)
    }
    if (!(await publish(set, configurations))) return false
    if (found.length === 0) rememberPublished(set)
    serveWhenSettled(set)
    return true
  }

  async function readConfigurations(found: string[]): Promise<StoredConfiguration[]> {
    const results = await Promise.allSettled(
      objects.configurationKinds.map((kind) => objects.readConfiguration(kind)),
    )
    return results.flatMap((result) => {
      if (result.status === 'fulfilled') return [result.value]
      found.push(messageOf(result.reason))
      return []
    })
  }

  async function renew(
    stored: { set: CertificateSet } | { fault: string },
    renewal: Renewal,
    now: number,
  ): Promise<CertificateSet> {
    if (renewal.type === 'issueAuthority' || 'fault' in stored) {
      const authority = await issueAuthority({ nowMs: now, lifetimeMs: times.authorityLifetimeMs })
      const alsoTrust = renewal.type === 'issueAuthority' ? renewal.alsoTrust : []
      return {
        bundle: [authority.certificate, ...alsoTrust],
        authorityKey: authority.key,
        leaf: await issueLeaf(authority, { names, nowMs: now, lifetimeMs: times.leafLifetimeMs }),
      }
    }
    const { set } = stored
    switch (renewal.type) {
      case 'keep':
        return set
      case 'dropAuthorities':
        return { ...set, bundle: renewal.bundle }
      case 'issueLeaf': {
        const authority: KeyPair = { certificate: set.bundle[0] ?? '', key: set.authorityKey }
        return {
          ...set,
          leaf: await issueLeaf(authority, { names, nowMs: now, lifetimeMs: times.leafLifetimeMs }),
        }
      }
    }
  }

  async function publish(
    { bundle }: CertificateSet,
    configurations: readonly StoredConfiguration[],
  ): Promise<boolean> {
    const caBundle = Buffer.from(bundle.join('')).toString('base64')
    const outdated = configurations.filter(({ webhooks }) =>
      webhooks.some((webhook) => webhook.caBundle !== caBundle),
    )
    const results = await Promise.all(
      outdated.map((configuration) => objects.publish(caBundle, configuration)),
    )
    return results.every(Boolean)
  }

  function rememberPublished({ bundle }: CertificateSet): void {
    for (const pem of publishedSinceMs.keys()) if (!bundle.includes(pem)) publishedSinceMs.delete(pem)
    for (const pem of bundle) if (!publishedSinceMs.has(pem)) publishedSinceMs.set(pem, performance.now())
  }

  function serveWhenSettled(set: CertificateSet): void {
    if (served?.leaf.certificate === set.leaf.certificate) {
      served = set
      return
    }
    if (served !== undefined && canStillBeServed(served, set) && settleLeftMs(set) > 0) return
    served = set
    onServe(set.leaf)
  }

  /** The API servers still trust the leaf that we answer with. */
  function canStillBeServed(old: CertificateSet, { bundle }: CertificateSet): boolean {
    const leaf = parseCertificate(old.leaf.certificate)
    if (leaf === undefined || !isValidAt(leaf, nowMs())) return false
    return bundle
      .map(parseCertificate)
      .some((authority) => authority !== undefined && isIssuedBy(leaf, authority))
  }

  function settleLeftMs({ bundle }: CertificateSet): number {
    const sinceMs = publishedSinceMs.get(bundle[0] ?? '')
    return sinceMs === undefined ? Infinity : sinceMs + times.settleMs - performance.now()
  }

  function problems(): string[] {
    if (served === undefined) return ['no certificate to serve yet', ...failures]
    const { untilMs } = validityOf(served.leaf)
    const result: string[] = []
    if (untilMs <= nowMs()) result.push(`the certificate expired at ${new Date(untilMs).toISOString()}`)
    if (!publishedSinceMs.has(served.bundle[0] ?? '')) {
      result.push('the authority has not been published in the webhook configurations')
    }
    const silentMs = performance.now() - syncedAtMs
    // Beyond this the other replicas may have dropped the authority of the leaf that we still serve.
    if (silentMs > times.overlapMs / 2)
      result.push(`no look at the shared objects succeeded for ${silentMs} ms`)
    return result.length === 0 ? [] : [...result, ...failures]
  }

  return {
    async sync() {
      try {
        await sync()
      } catch (error) {
        const problem = messageOf(error)
        if (failures.join() !== problem) onProblem(problem)
        failures = [problem]
      }
    },
    nextSyncInMs: () => (failures.length > 0 ? Math.min(1_000, times.pollMs) : times.pollMs),
    current: () => served?.leaf,
    problems,
    expiry: () =>
      served === undefined
        ? {}
        : {
            leafMs: validityOf(served.leaf).untilMs,
            authorityMs: validityOf({ certificate: served.bundle[0] ?? '' }).untilMs,
          },
  }
}

function validityOf({ certificate }: Pick<KeyPair, 'certificate'>): { untilMs: number } {
  const parsed = parseCertificate(certificate)
  return parsed === undefined ? { untilMs: 0 } : validity(parsed)
}

function authoritiesIn(caBundle: string): string[] {
  return splitPem(Buffer.from(caBundle, 'base64').toString('utf8')).filter((pem) => parseCertificate(pem)?.ca)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
