import { mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir, setupLog, withLock } from './cache.ts'
import { runCommand } from './command.ts'
import { docker, ensureDocker, hasImage } from './docker.ts'
import { ensurePrograms, isDebian } from './machine.ts'
import { runStep, type Progress } from './progress.ts'

const image = 'flink-operator-debian:bookworm'

/**
 * The name of a small Debian 12 image in the engine (82 MB), made from Debian's packages where it is missing.
 *
 * Every image of the tests and the quickstart starts from it, because none can be pulled.
 */
export const ensureDebianBase = async (progress?: Progress): Promise<string> => {
  await ensureDocker(progress)
  if (await hasImage(image)) return image
  return withLock('debian-base', async () => {
    if (await hasImage(image)) return image
    const archive = join(cacheDir(), 'debian-bookworm.tar')
    if (!existsSync(archive)) await makeArchive(archive, progress)
    const logFile = setupLog('debian-base')
    await docker(['import', archive, image], { logFile })
    return image
  })
}

const makeArchive = async (archive: string, progress: Progress | undefined): Promise<void> => {
  await ensurePrograms(
    [
      { program: 'debootstrap', debianPackage: 'debootstrap' },
      ...(isDebian()
        ? []
        : [
            {
              program: '/usr/share/keyrings/debian-archive-keyring.gpg',
              debianPackage: 'debian-archive-keyring',
            },
          ]),
    ],
    progress,
  )
  const logFile = setupLog('debian-base')
  await runStep(
    progress,
    { name: 'Make a Debian base image', typicalMs: 35_000, logFile },
    async (detail) => {
      await mkdir(cacheDir(), { recursive: true })
      const work = await mkdtemp(join(cacheDir(), '.unfinished-debian-'))
      try {
        const root = join(work, 'root')
        await runCommand(
          'debootstrap',
          ['--variant=minbase', '--include=ca-certificates', 'bookworm', root, ...(await mirror())],
          { logFile, onLine: detail },
        )
        await runCommand(
          'tar',
          ['-C', root, ...leftOut.map((path) => `--exclude=${path}`), '-cf', join(work, 'root.tar'), '.'],
          { logFile },
        )
        await rename(join(work, 'root.tar'), archive)
      } finally {
        await rm(work, { recursive: true, force: true })
      }
    },
  )
}

/** What nobody reads in a container: half of the size. */
const leftOut = [
  './usr/share/doc/*',
  './usr/share/man/*',
  './usr/share/locale/*',
  './usr/share/info/*',
  './var/cache/apt/*',
  './var/lib/apt/lists/*',
]

/** The mirror that a Debian machine is set to; elsewhere debootstrap knows one itself. */
const mirror = async (): Promise<string[]> => {
  if (!isDebian()) return []
  const folder = '/etc/apt/sources.list.d'
  const names = existsSync(folder) ? (await readdir(folder)).sort() : []
  const files = [...names.map((name) => join(folder, name)), '/etc/apt/sources.list'].filter((file) =>
    existsSync(file),
  )
  for (const file of files) {
    const text = await readFile(file, 'utf8')
    if (!/debian/.test(text)) continue
    const [, url] = /^URIs:\s*(\S+)/m.exec(text) ?? /^deb\s+(?:\[[^\]]*\]\s*)?(\S+)\s/m.exec(text) ?? []
    if (url) return [url]
  }
  return []
}
