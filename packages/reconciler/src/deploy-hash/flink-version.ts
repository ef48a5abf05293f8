/**
 * Whether Flink sizes its processes by `*.memory.process.size`, as it does since 1.11; before, and when the
 * version cannot be read, by `*.heap.size`. A pre-release of 1.11 (`1.11-SNAPSHOT`) counts as before.
 *
 * The reading and the order of versions are those of hashicorp/go-version 1.2.1, because they decide the hash.
 */
export function usesProcessMemory(flinkVersion: string): boolean {
  const version = parseVersion(flinkVersion)
  if (version === undefined) return false
  const [major = 0n, minor = 0n, ...rest] = version.segments
  if (major !== 1n) return major > 1n
  if (minor !== 11n) return minor > 11n
  // go-version compares pre-releases only between versions with equally many segments, at least three.
  const comparesPreRelease = rest.length <= 1 && rest.every((segment) => segment === 0n)
  return !(comparesPreRelease && version.preRelease !== '')
}

// Written without two quantifiers over the same characters in a row, so that it stays linear.
const versionPattern =
  /^v?(\d+(?:\.\d+)*?)(?:-(\d[0-9A-Za-z\-~]*(?:\.[0-9A-Za-z\-~]+)*)|-?([A-Za-z\-~][0-9A-Za-z\-~]*(?:\.[0-9A-Za-z\-~]+)*))?(?:\+[0-9A-Za-z\-~]+(?:\.[0-9A-Za-z\-~]+)*)?$/

const maxInt64 = 2n ** 63n - 1n

function parseVersion(text: string): { segments: bigint[]; preRelease: string } | undefined {
  const match = versionPattern.exec(text)
  if (match === null) return undefined
  const segments = (match[1] ?? '').split('.').map(BigInt)
  if (segments.some((segment) => segment > maxInt64)) return undefined
  return { segments, preRelease: match[3] ?? match[2] ?? '' }
}
