import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheDir, contentKey, setupLog, withLock } from '../cluster/cache.ts'
import { runCommand } from '../cluster/command.ts'
import { docker, hasImage } from '../cluster/docker.ts'
import { runStep, type Progress, type Step } from '../cluster/progress.ts'

/** The Dockerfiles, and what goes into the images as it is. */
export const imageFolder = join(import.meta.dirname, 'image')

export interface Recipe {
  /** Like `flink:1.20.5`; the image's name adds a hash of everything that it is made from. */
  readonly name: string
  /** A file of {@link imageFolder}. */
  readonly dockerfile: string
  readonly args: Readonly<Record<string, string>>
  /** What the build sees, by the path that it has there. A folder of the cache counts by its name, other files by content. */
  readonly context: Readonly<Record<string, string>>
  readonly step: Omit<Step, 'logFile'>
}

/**
 * The name of an image that is built by Docker's engine where it lacks it, like
 * `flink-operator-test/flink:1.20.5-0f3a9c1e`. An image of this name is the right one, on any machine.
 *
 * @throws {CommandError} when the build fails, with the last lines of its log
 */
export const ensureImage = async (recipe: Recipe, progress: Progress | undefined): Promise<string> => {
  const dockerfile = join(imageFolder, recipe.dockerfile)
  const parts = Object.entries(recipe.context)
  const isCached = (path: string): boolean => path.startsWith(cacheDir())
  const key = contentKey({
    texts: [
      JSON.stringify(recipe.args),
      ...parts.flatMap(([name, path]) => [name, isCached(path) ? path.slice(cacheDir().length) : '']),
    ],
    paths: [dockerfile, ...parts.map(([, path]) => path).filter((path) => !isCached(path))],
  })
  const ref = `flink-operator-test/${recipe.name}-${key.slice(0, 8)}`
  if (await hasImage(ref)) return ref
  return withLock(`image-${key}`, async () => {
    if (await hasImage(ref)) return ref
    const logFile = setupLog(`image-${recipe.name.replace(':', '-')}`)
    await runStep(progress, { ...recipe.step, logFile }, async () => {
      // Of a build that was killed, it is still there; nobody else uses it while we hold the lock.
      const context = join(cacheDir(), `.context-${key}`)
      await rm(context, { recursive: true, force: true })
      try {
        await mkdir(context, { recursive: true })
        await build(ref, dockerfile, recipe, context, logFile)
      } finally {
        await rm(context, { recursive: true, force: true })
      }
    })
    return ref
  })
}

const build = async (
  ref: string,
  dockerfile: string,
  recipe: Recipe,
  context: string,
  logFile: string,
): Promise<void> => {
  for (const [name, path] of Object.entries(recipe.context)) {
    await cp(path, join(context, name), { recursive: true, preserveTimestamps: true })
  }
  // Other users run what is in the image, and under a strict umask a checkout gives them no rights.
  await runCommand('chmod', ['-R', 'a+rX', context], { logFile })
  const args = Object.entries(recipe.args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`])
  await docker(['build', '--tag', ref, '--file', dockerfile, ...args, context], { logFile })
}
