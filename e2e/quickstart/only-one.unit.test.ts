import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isOnlyOne } from './only-one.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'only-one-test-'))
  vi.stubEnv('FLINK_OPERATOR_CACHE', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

test('a second one of a name is refused, and one of another name is not', async () => {
  expect(await isOnlyOne('node')).toBe(true)
  expect(await isOnlyOne('node')).toBe(false)
  expect(await isOnlyOne('other')).toBe(true)
})

test('it does not keep its process, and ends with it', async () => {
  const program = `
    import { isOnlyOne } from ${JSON.stringify(join(import.meta.dirname, 'only-one.ts'))}
    console.log(await isOnlyOne('ended'))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    timeout: 20_000,
  })
  expect(stdout).toBe('true\n')
  await vi.waitFor(async () => expect(await isOnlyOne('ended')).toBe(true), 5_000)
})
