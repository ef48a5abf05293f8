import { vi } from 'vitest'

/** Waits until a check no longer throws. Generous, since only a failure takes that long. */
export async function eventually(check: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 30_000, interval: 20 })
}
