import { join } from 'node:path'
import { ensureDebianBase } from '../cluster/debian-base.ts'
import { type Progress } from '../cluster/progress.ts'
import { ensureImage, imageFolder } from './built-image.ts'
import { ensureFlinkDist, ensureJava11 } from './dist.ts'
import { ensureStreamingExamples } from './streaming-examples.ts'
import { flinkReleases, type FlinkVersion } from './versions.ts'

export interface FlinkImage {
  /** The name that `docker run` and a pod know it by, like `flink-operator-test/flink:1.20.5-0f3a9c1e`. */
  readonly ref: string
  readonly version: FlinkVersion
}

/**
 * An image with Flink and the test jobs, built by Docker's engine where it lacks it.
 *
 * It takes the arguments and variables of the official image; README.md beside this file says where they differ. Its
 * tag is a hash of everything that it is made from, so an image that exists is the right one.
 *
 * @throws {CommandError} when a download or a build fails, with the last lines of its log
 */
export const ensureFlinkImage = async (version: FlinkVersion, progress?: Progress): Promise<FlinkImage> => {
  const release = flinkReleases[version]
  const debian = await ensureDebianBase(progress)
  const java = await ensureJavaImage(debian, progress)
  const jobs = await ensureJobsImage(java, release.jobs, progress)
  const ref = await ensureImage(
    {
      name: `flink:${version}`,
      dockerfile: 'flink.Dockerfile',
      args: {
        DEBIAN: debian,
        JAVA: release.java === 17 ? java : await ensureJava11Image(debian, progress),
        JOBS: jobs,
        FLINK_VERSION: version,
        FLINK_CONF_FILE: release.confFile,
      },
      context: {
        dist: await ensureFlinkDist(version, progress),
        image: join(imageFolder, 'files'),
      },
      step: { name: `Build the image of Flink ${version}`, typicalMs: 25_000 },
    },
    progress,
  )
  return { ref, version }
}

const jobsFolder = join(import.meta.dirname, 'jobs')

const ensureJavaImage = (debian: string, progress: Progress | undefined): Promise<string> =>
  ensureImage(
    {
      name: 'java:17',
      dockerfile: 'java.Dockerfile',
      args: { DEBIAN: debian },
      context: {},
      step: { name: 'Install a JDK in an image and cut a runtime from it', typicalMs: 40_000 },
    },
    progress,
  )

const ensureJava11Image = async (debian: string, progress: Progress | undefined): Promise<string> =>
  ensureImage(
    {
      name: 'java:11',
      dockerfile: 'java-11.Dockerfile',
      args: { DEBIAN: debian },
      context: { java: await ensureJava11(progress) },
      step: { name: 'Put Java 11 in an image', typicalMs: 3_000 },
    },
    progress,
  )

/** The releases whose interfaces the jobs are compiled against: the classes then run on the later ones as they are. */
const compiledAgainst = { legacy: '1.13.6', current: '1.20.5' } as const

const ensureJobsImage = async (
  java: string,
  jobs: 'legacy' | 'current',
  progress: Progress | undefined,
): Promise<string> =>
  ensureImage(
    {
      name: `jobs:${jobs}`,
      dockerfile: 'jobs.Dockerfile',
      args: { JAVA: java, RELEASE: jobs === 'legacy' ? '8' : '11' },
      context: {
        lib: join(await ensureFlinkDist(compiledAgainst[jobs], progress), 'lib'),
        jobs: join(jobsFolder, jobs),
        ...(jobs === 'current' && {
          'jobs/state-machine/examples.jar': await ensureStreamingExamples(java, progress),
        }),
        shared: join(jobsFolder, 'shared'),
      },
      step: { name: 'Compile the test jobs', typicalMs: 10_000 },
    },
    progress,
  )
