import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, relative } from 'node:path'

/** The folder outside the repository that holds what is built once: `FLINK_OPERATOR_CACHE`, or one in the user's cache. */
export const cacheDir = (): string =>
  process.env['FLINK_OPERATOR_CACHE'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'flink-operator')

/** Where a step that sets something up writes its log. */
export const setupLog = (name: string): string => {
  const file = join(cacheDir(), 'logs', `${name}.log`)
  mkdirSync(dirname(file), { recursive: true })
  return file
}

/**
 * A short name for what something is made of: 12 hex digits over texts and the content of files and folders.
 *
 * File names count relative to the folder that was given, so a checkout elsewhere finds the same parts. Whether a file
 * can be executed counts, since images keep it; who else may read it does not, since that is the umask of the checkout.
 */
export const contentKey = (parts: {
  readonly texts?: readonly string[]
  readonly paths?: readonly string[]
}): string => {
  const hash = createHash('sha256')
  for (const text of parts.texts ?? []) hash.update(`${text}\0`)
  for (const path of parts.paths ?? []) {
    for (const file of filesBelow(path))
      hash
        // No name of a file ends with a slash.
        .update(`${relative(path, file)}${isExecutable(file) ? '/' : ''}\0`)
        .update(readFileSync(file))
        .update('\0')
  }
  return hash.digest('hex').slice(0, 12)
}

const isExecutable = (file: string): boolean => (statSync(file).mode & 0o100) !== 0

const filesBelow = (path: string): string[] =>
  statSync(path).isFile()
    ? [path]
    : readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()

/**
 * Does the work while no other process does the same: the second one waits for the first.
 *
 * The lock is the kernel's, held by a `flock` that reads from us, so it ends with this process however that ends.
 */
export const withLock = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const file = join(cacheDir(), 'locks', name)
  mkdirSync(dirname(file), { recursive: true })
  const holder = spawn('flock', [file, 'sh', '-c', 'echo locked; cat >/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Ctrl-C reaches the whole foreground group: the lock must outlast whoever is still cleaning up.
    detached: true,
  })
  const held = await Promise.race([
    once(holder.stdout, 'data').then(() => true),
    once(holder, 'close').then(() => false),
  ])
  if (!held) throw new Error(`Could not lock ${file}: flock (Debian package util-linux) ended early`)
  try {
    return await work()
  } finally {
    const ended = once(holder, 'close')
    holder.stdin.end()
    await ended
  }
}
