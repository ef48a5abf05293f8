import { setTimeout as pause } from 'node:timers/promises'

/**
 * Looks until there is something to see.
 *
 * @throws after `timeoutMs`, naming what was waited for and, if `describe` is given, what there was instead
 */
export async function until<T>(
  what: string,
  timeoutMs: number,
  look: () => Promise<T | undefined>,
  describe?: () => Promise<string> | string,
  pauseMs = 200,
): Promise<T> {
  const deadlineMs = performance.now() + timeoutMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > deadlineMs) {
      const instead = describe === undefined ? '' : `\nThere is: ${await describe()}`
      throw new Error(`Within ${timeoutMs / 1000} s it did not come about that ${what}.${instead}`)
    }
    await pause(pauseMs)
  }
}
