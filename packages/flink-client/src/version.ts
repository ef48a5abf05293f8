/** A Flink release, as far as the client needs to know it. */
export interface FlinkVersion {
  /** As the JobManager spells it, such as `1.20.5`, `2.0-preview1`, `1.17.2-vendor-3` or `<unknown>`. */
  text: string
  major: number
  minor: number
  /** False when the JobManager does not tell and the version was concluded from what else it shows. */
  isCertain: boolean
}

/** What a version brought, and what the client does by it. @see openapi/rest.yaml for paths and fields */
const since = {
  /** `jobId` in the run request. */
  chosenJobId: [1, 8],
  /** `POST /jobs/:jobid/stop`. */
  stop: [1, 9],
  /** POST on `/jars/:jarid/plan`. */
  planByPost: [1, 9],
  /** `triggerId` in savepoint and stop requests: a repeat is recognised (FLINK-24208). */
  chosenTriggerId: [1, 15],
  /** `formatType` in savepoint and stop requests. */
  savepointFormat: [1, 15],
  /** `restoreMode` in the run request. */
  claimMode: [1, 15],
  /** `GET /jobs/:jobid/status`. */
  jobStatus: [1, 16],
  /** `POST /jobs/:jobid/checkpoints`. */
  triggerCheckpoint: [1, 17],
  /** `flinkConfiguration` in the run request. */
  runConfiguration: [1, 17],
  /** GET and PUT `/jobs/:jobid/resource-requirements`. */
  resourceRequirements: [1, 18],
  /** `claimMode` in place of `restoreMode`. */
  claimModeByThatName: [1, 20],
  /** `programArgs` is ignored without a word from here on. */
  programArgsListOnly: [2, 0],
  /** `/applications` and `run-application`. */
  applications: [2, 3],
} as const satisfies Record<string, readonly [number, number]>

export type Feature = keyof typeof since

/** Whether a JobManager of this version has a feature. */
export function supports({ major, minor }: FlinkVersion, feature: Feature): boolean {
  const [sinceMajor, sinceMinor] = since[feature]
  return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor)
}

/** The version that brought a feature, such as `1.15`. */
export function sinceVersion(feature: Feature): string {
  return since[feature].join('.')
}

/** @returns undefined when the text does not begin with `major.minor`. */
export function parseFlinkVersion(text: string): FlinkVersion | undefined {
  const match = /^(\d{1,4})\.(\d{1,4})(?![\d])/.exec(text)
  if (match === null) return undefined
  return { text, major: Number(match[1]), minor: Number(match[2]), isCertain: true }
}

/**
 * Builds of one's own may say `<unknown>`. The switches of the dashboard then tell the least version it can be; the
 * requests of that version are understood by every later one, but for `programArgs`, which the client then sends as a
 * list in any case.
 */
export function leastVersion(text: string, features: Readonly<Record<string, unknown>>): FlinkVersion {
  const [major, minor] =
    'web-rescale' in features
      ? [1, 18]
      : 'web-history' in features
        ? [1, 16]
        : 'web-cancel' in features
          ? [1, 14]
          : [1, 9]
  return { text, major, minor, isCertain: false }
}
