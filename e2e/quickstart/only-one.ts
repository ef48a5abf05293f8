import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { Socket } from 'node:net'
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
    // Ctrl-C reaches the whole foreground group: the lock must outlast whoever is still cleaning up.
    detached: true,
  })
  const isHeld = await Promise.race([
    once(holder.stdout, 'data').then(() => true),
    once(holder, 'exit').then(() => false),
  ])
  // It is held for as long as this process lives, which must not live for it.
  holder.unref()
  for (const pipe of [holder.stdin, holder.stdout]) if (pipe instanceof Socket) pipe.unref()
  return isHeld
}
