import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheDir, contentKey, setupLog, withLock } from '../cluster/cache.ts'
import { ensureDebianBase } from '../cluster/debian-base.ts'
import { docker, hasImage } from '../cluster/docker.ts'
import { runStep, type Progress, type Step } from '../cluster/progress.ts'
import { ensureFlinkDist, ensureJava11 } from './dist.ts'
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
        dist: { path: await ensureFlinkDist(version, progress), isNamedByContent: true },
        image: { path: join(imageFolder, 'files') },
      },
      step: { name: `Build the image of Flink ${version}`, typicalMs: 8_000 },
    },
    progress,
  )
  return { ref, version }
}

const imageFolder = join(import.meta.dirname, 'image')
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
      context: { java: { path: await ensureJava11(progress), isNamedByContent: true } },
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
        lib: {
          path: join(await ensureFlinkDist(compiledAgainst[jobs], progress), 'lib'),
          isNamedByContent: true,
        },
        jobs: { path: join(jobsFolder, jobs) },
        shared: { path: join(jobsFolder, 'shared') },
      },
      step: { name: 'Compile the test jobs', typicalMs: 10_000 },
    },
    progress,
  )

interface Recipe {
  readonly name: string
  /** A file of `image/`. */
  readonly dockerfile: string
  readonly args: Readonly<Record<string, string>>
  /** What the build sees, by the name that it has there. */
  readonly context: Readonly<Record<string, { readonly path: string; readonly isNamedByContent?: boolean }>>
  readonly step: Omit<Step, 'logFile'>
}

const ensureImage = async (recipe: Recipe, progress: Progress | undefined): Promise<string> => {
  const dockerfile = join(imageFolder, recipe.dockerfile)
  const parts = Object.entries(recipe.context)
  const key = contentKey({
    texts: [
      JSON.stringify(recipe.args),
      ...parts.flatMap(([name, part]) =>
        part.isNamedByContent ? [name, part.path.slice(cacheDir().length)] : [name],
      ),
    ],
    paths: [dockerfile, ...parts.filter(([, part]) => !part.isNamedByContent).map(([, part]) => part.path)],
  })
  const ref = `flink-operator-test/${recipe.name}-${key.slice(0, 8)}`
  if (await hasImage(ref)) return ref
  return withLock(`image-${key}`, async () => {
    if (await hasImage(ref)) return ref
    const logFile = setupLog(`image-${recipe.name.replace(':', '-')}`)
    await runStep(progress, { ...recipe.step, logFile }, () => build(ref, dockerfile, recipe, logFile))
    return ref
  })
}

const build = async (ref: string, dockerfile: string, recipe: Recipe, logFile: string): Promise<void> => {
  await mkdir(cacheDir(), { recursive: true })
  const context = await mkdtemp(join(cacheDir(), '.image-'))
  try {
    for (const [name, { path }] of Object.entries(recipe.context)) {
      await cp(path, join(context, name), { recursive: true, preserveTimestamps: true })
    }
    const args = Object.entries(recipe.args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`])
    await docker(['build', '--tag', ref, '--file', dockerfile, ...args, context], { logFile })
  } finally {
    await rm(context, { recursive: true, force: true })
  }
}
