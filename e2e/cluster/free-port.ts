import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A port of 127.0.0.1 on which nothing listens now.
 *
 * It lies below the kernel's ephemeral range, so no outgoing connection takes it, and a server that is killed finds
 * it again when it comes back.
 */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(10_000, 30_000)
    const server = createServer()
    const outcome = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!outcome) continue
    server.close()
    await once(server, 'close')
    return port
  }
}
