import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from '../cluster/cache.ts'

/**
 * Refuses to go on while another process of this user holds the same name. The lock is the kernel's and ends with
 * this process, however that ends.
 *
 * @returns false when another one holds it
 */
export async function isOnlyOne(name: string): Promise<boolean> {
  const folder = join(cacheDir(), 'locks')
  mkdirSync(folder, { recursive: true })
  const holder = spawn('flock', ['--nonblock', join(folder, name), 'sh', '-c', 'echo held; cat >/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const isHeld = await Promise.race([
    once(holder.stdout, 'data').then(() => true),
    once(holder, 'exit').then(() => false),
  ])
  holder.unref()
  return isHeld
}
