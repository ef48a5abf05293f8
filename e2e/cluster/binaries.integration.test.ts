import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ensureKubeBinaries } from './binaries.ts'
import { type ProgressEvent } from './progress.ts'

let cache: string
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'binaries-test-'))
  vi.stubEnv('FLINK_OPERATOR_CACHE', cache)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(cache, { recursive: true })
})

/** Builds the two smallest programs and notes what was announced. */
const ensure = async (): Promise<{ folder: string; announced: string[] }> => {
  const events: ProgressEvent[] = []
  const folder = await ensureKubeBinaries({
    only: ['pause', 'echo'],
    progress: (event) => events.push(event),
  })
  return { folder, announced: events.filter(({ type }) => type === 'started').map(({ step }) => step.name) }
}

test('what is missing is built, and a second run builds nothing', async () => {
  const first = await ensure()
  expect(first.announced).toEqual(['Build the pause program', 'Build the echo program'])
  expect(statSync(join(first.folder, 'echo')).mode & 0o111).not.toBe(0)
  expect(await ensure()).toEqual({ folder: first.folder, announced: [] })
})

test('two at once build once', async () => {
  const both = await Promise.all([ensure(), ensure()])
  expect(both.flatMap(({ announced }) => announced).sort()).toEqual([
    'Build the echo program',
    'Build the pause program',
  ])
})

test('what an interrupted build left is neither used nor kept', async () => {
  const { folder } = await ensure()
  rmSync(join(folder, 'echo'))
  mkdirSync(join(folder, '.unfinished-1'))
  writeFileSync(join(folder, '.unfinished-1', 'echo'), 'half a bina')
  expect((await ensure()).announced).toEqual(['Build the echo program'])
  expect(readdirSync(folder).sort()).toEqual(['echo', 'pause'])
})

test('a missing Go is named', async () => {
  vi.stubEnv('PATH', '/nowhere')
  await expect(ensure()).rejects.toThrow('Go is missing')
})
