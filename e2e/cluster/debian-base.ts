import { chmod, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cacheDir, setupLog, withLock } from './cache.ts'
import { runCommand } from './command.ts'
import { docker, ensureDocker, hasImage } from './docker.ts'
import { ensurePrograms, isDebian } from './machine.ts'
import { plainProgress, runStep, type Progress } from './progress.ts'

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

/** @throws when we are not root, with the command to type, which needs neither Docker nor anything of root's own */
export const makeArchive = async (archive: string, progress: Progress | undefined): Promise<void> => {
  if (process.getuid?.() !== 0) {
    throw new Error(
      'Making the Debian base image needs root, once (debootstrap). ' +
        `Type: sudo ${process.execPath} ${import.meta.filename} ${archive} - and then run this again.`,
    )
  }
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
  const logFile = setupLog('debian-archive')
  await runStep(
    progress,
    { name: 'Make a Debian base image', typicalMs: 35_000, logFile },
    async (detail) => {
      const work = join(dirname(archive), '.unfinished-debian')
      await removeWork(work)
      try {
        await mkdir(work, { recursive: true })
        const root = join(work, 'root')
        await runCommand(
          'debootstrap',
          ['--variant=minbase', '--include=ca-certificates', 'bookworm', root, ...(await mirror(logFile))],
          { logFile, onLine: detail },
        )
        await runCommand(
          'tar',
          ['-C', root, ...leftOut.map((path) => `--exclude=${path}`), '-cf', join(work, 'root.tar'), '.'],
          { logFile },
        )
        // Whoever asked for it is to read it, whatever root's umask is.
        await chmod(join(work, 'root.tar'), 0o644)
        await rename(join(work, 'root.tar'), archive)
      } finally {
        await removeWork(work)
      }
    },
  )
}

/** Also what a killed debootstrap left, and has mounted in there. */
const removeWork = async (work: string): Promise<void> => {
  const mounted = (await readFile('/proc/self/mounts', 'utf8'))
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
  for (const path of mounted.filter((path) => path.startsWith(`${work}/`)).reverse())
    await runCommand('umount', [path])
  await rm(work, { recursive: true, force: true })
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

/**
 * The mirror that a Debian machine is set to; elsewhere debootstrap knows one itself.
 *
 * apt is asked, since others' packages have "debian" in their addresses as well.
 */
const mirror = async (logFile: string): Promise<string[]> => {
  if (!isDebian()) return []
  const filter = ['Origin: Debian', 'Label: Debian', 'Created-By: Packages']
  const ask = () => runCommand('apt-get', ['indextargets', '--format', '$(REPO_URI)', ...filter], { logFile })
  let addresses = await ask()
  if (addresses === '') {
    // Images of containers come without the lists, and apt knows the origin from them. One broken source is enough to fail.
    await runCommand('apt-get', ['update'], { logFile }).catch(() => undefined)
    addresses = await ask()
  }
  return firstUsable(addresses)
}

/** apt also takes a list of mirrors, a folder or a CD, which debootstrap does not. */
export const firstUsable = (addresses: string): string[] =>
  addresses
    .split('\n')
    .filter((address) => /^https?:/.test(address))
    .slice(0, 1)

if (import.meta.main) {
  const [, , archive] = process.argv
  if (archive === undefined) throw new Error('Usage: debian-base.ts ARCHIVE')
  await makeArchive(
    archive,
    plainProgress((line) => console.log(line)),
  )
}
