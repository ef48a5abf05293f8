/** What a Flink can do that decisions depend on. */
export interface FlinkFeatures {
  /** `jobId` in `POST /jars/:jarid/run`: since 1.8. */
  takesJobId: boolean
  /** `triggerId` in savepoint and stop requests, so that asking twice is asking once: since 1.15 (FLINK-24208). */
  takesTriggerId: boolean
}

/** An unknown version counts as an old one: a field that an older server does not know makes it refuse (400). */
export function featuresOf(reported: string, declared: string | undefined): FlinkFeatures {
  const version = parse(reported) ?? parse(declared ?? '') ?? [1, 0]
  return { takesJobId: isAtLeast(version, 1, 8), takesTriggerId: isAtLeast(version, 1, 15) }
}

function parse(text: string): [number, number] | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?/.exec(text)
  return match ? [Number(match[1]), Number(match[2] ?? 0)] : undefined
}

function isAtLeast([major, minor]: [number, number], wantMajor: number, wantMinor: number): boolean {
  return major > wantMajor || (major === wantMajor && minor >= wantMinor)
}
