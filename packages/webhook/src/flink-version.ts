/** A version of Flink as the operator compares it: `1.11-SNAPSHOT` comes before `1.11`. */
export interface FlinkVersion {
  readonly major: number
  readonly minor: number
  /** All numbers, `major` and `minor` among them. */
  readonly segments: readonly number[]
  readonly isPreRelease: boolean
}

/** The syntax of hashicorp/go-version 1.2.1, by which the original operator chooses the memory keys. */
const syntax =
  /^v?(\d+(?:\.\d+)*?)(-(\d+[0-9A-Za-z\-~]*(\.[0-9A-Za-z\-~]+)*)|(-?([A-Za-z\-~]+[0-9A-Za-z\-~]*(\.[0-9A-Za-z\-~]+)*)))?(\+([0-9A-Za-z\-~]+(\.[0-9A-Za-z\-~]+)*))?$/

/** Undefined if there is none or it cannot be read: both count as older than 1.11. */
export function parseFlinkVersion(text: string | undefined): FlinkVersion | undefined {
  // A longer text is no version, and not worth the time that a regular expression takes for it.
  if (text === undefined || text.length > 100) return undefined
  const match = syntax.exec(text)
  if (match?.[1] === undefined) return undefined
  const segments = match[1].split('.').map(Number)
  const [major = 0, minor = 0] = segments
  return { major, minor, segments, isPreRelease: match[2] !== undefined }
}

/** Whether the version is that release or a later one. */
export function isAtLeast(version: FlinkVersion | undefined, ...release: readonly number[]): boolean {
  if (version === undefined) return false
  const length = Math.max(version.segments.length, release.length)
  for (let index = 0; index < length; index++) {
    const difference = (version.segments[index] ?? 0) - (release[index] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return !version.isPreRelease
}
