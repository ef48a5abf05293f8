import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isSoundKeyPair, isValidAt, parseCertificate, validity, type KeyPair } from './key-pair.ts'
import { type CertificateSource, type CertificateSourceEvents } from '../certificates.ts'

export interface MountedCertificatesOptions extends Pick<CertificateSourceEvents, 'onServe' | 'onProblem'> {
  /** Holds `tls.crt` and `tls.key`, as a mounted Secret of type kubernetes.io/tls does. */
  directory: string
  nowMs: () => number
  /** @default 10 seconds */
  pollMs?: number
}

/**
 * Certificates that somebody else keeps, such as cert-manager, which also fills in `caBundle`.
 *
 * The files are read every ten seconds: kubelet changes a mounted Secret by swapping a symbolic link above them, which
 * `fs.watch` does not see.
 */
export function mountedCertificates(options: MountedCertificatesOptions): CertificateSource {
  const { directory, nowMs, onServe, onProblem, pollMs = 10_000 } = options
  let served: KeyPair | undefined
  let servedHash: string | undefined
  let failure: string | undefined

  async function read(): Promise<string | undefined> {
    const [certificate, key] = await Promise.all(
      ['tls.crt', 'tls.key'].map((name) => readFile(join(directory, name), 'utf8')),
    )
    const pair: KeyPair = { certificate: certificate ?? '', key: key ?? '' }
    const hash = createHash('sha256').update(pair.certificate).update('\0').update(pair.key).digest('hex')
    if (hash === servedHash) return undefined
    // In the middle of a swap one file may be older than the other; the next look finds both new.
    if (!isSoundKeyPair(pair)) return `tls.crt and tls.key in ${directory} do not belong together`
    served = pair
    servedHash = hash
    onServe(pair)
    return undefined
  }

  return {
    async sync() {
      let problem: string | undefined
      try {
        problem = await read()
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error)
        problem = `cannot read the certificate in ${directory}: ${cause}`
      }
      if (problem !== undefined && problem !== failure) onProblem(problem)
      failure = problem
    },
    nextSyncInMs: () => (failure === undefined ? pollMs : Math.min(1_000, pollMs)),
    current: () => served,
    problems() {
      if (served === undefined) return [failure ?? 'the certificate has not been read yet']
      const certificate = parseCertificate(served.certificate)
      if (certificate !== undefined && isValidAt(certificate, nowMs())) return []
      return [`the certificate in ${directory} is not valid now`, ...(failure === undefined ? [] : [failure])]
    },
    expiry() {
      const certificate = served && parseCertificate(served.certificate)
      return certificate === undefined ? {} : { leafMs: validity(certificate).untilMs }
    },
  }
}
