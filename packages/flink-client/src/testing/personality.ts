/** What a version of Flink is like, seen over REST. Written from real answers, apart from the tables of the client. */
export interface Personality {
  version: string
  /** Whether this version is that one or later. */
  from: (version: string) => boolean
  /** `fields` on versions from this one on, else nothing. */
  since: <Fields extends object>(version: string, fields: Fields) => Partial<Fields>
  /** `fields` on versions up to this one, else nothing. */
  until: <Fields extends object>(version: string, fields: Fields) => Partial<Fields>
}

export function personalityOf(version: string): Personality {
  const number = numberOf(version)
  const from = (other: string) => number >= numberOf(other)
  return {
    version,
    from,
    since: (first, fields) => (from(first) ? fields : {}),
    until: (last, fields) => (number <= numberOf(last) ? fields : {}),
  }
}

function numberOf(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10))
  return major * 1_000 + minor
}
