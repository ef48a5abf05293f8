import { access, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheDir, withLock } from '../cluster/cache.ts'

/**
 * A folder of the cache, filled by `make` where it is missing.
 *
 * It appears under its name once it is whole, so an interrupted run leaves nothing half made; of two processes at
 * once, one waits for the other.
 *
 * @param name says what the folder is made of, by a hash
 * @param make creates the folder that it is given
 */
export const ensureFolder = async (
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> => {
  const folder = join(cacheDir(), name)
  if (await exists(folder)) return folder
  return withLock(name, async () => {
    if (await exists(folder)) return folder
    const unfinished = join(cacheDir(), `.unfinished-${name}`)
    await rm(unfinished, { recursive: true, force: true })
    await make(unfinished)
    await rename(unfinished, folder)
    return folder
  })
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
