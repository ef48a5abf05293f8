import { type KeyPair } from './certificates/key-pair.ts'
import { type Renewal } from './certificates/renewal.ts'

/** Where the certificate that we serve comes from: our own authority, or files that somebody else keeps. */
export interface CertificateSource {
  /** Looks once, and mends or reloads what has changed. Never rejects: what went wrong is in `problems`. */
  sync: () => Promise<void>
  /** When to look again. */
  nextSyncInMs: () => number
  /** What is served now. */
  current: () => KeyPair | undefined
  /** Sentences that say why the API server cannot, or will soon not, trust us. None: ready. */
  problems: () => readonly string[]
  /** When the certificates in use end, in Unix milliseconds. */
  expiry: () => { leafMs?: number; authorityMs?: number }
}

export interface CertificateSourceEvents {
  /** A certificate to answer new connections with. */
  onServe: (leaf: KeyPair) => void
  /** Something went wrong that has not been reported just before. */
  onProblem: (problem: string) => void
  onRenewal: (renewal: Exclude<Renewal, { type: 'keep' }>) => void
}

export interface RunningCertificates {
  /** Resolves after the look in progress, if any. */
  stop: () => Promise<void>
}

/** Syncs now, and again and again until stopped. */
export function keepInSync(source: CertificateSource): RunningCertificates {
  const stopping = new AbortController()
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      await source.sync()
      await sleep(source.nextSyncInMs(), stopping.signal)
    }
  })()
  return {
    stop: () => {
      stopping.abort()
      return loop
    },
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
