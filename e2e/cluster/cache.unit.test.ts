import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cacheDir, contentKey, withLock } from './cache.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cache-test-'))
  vi.stubEnv('FLINK_OPERATOR_CACHE', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

test.each([
  ['FLINK_OPERATOR_CACHE as it is', { FLINK_OPERATOR_CACHE: '/a', XDG_CACHE_HOME: '/b' }, '/a'],
  [
    'a folder in XDG_CACHE_HOME',
    { FLINK_OPERATOR_CACHE: undefined, XDG_CACHE_HOME: '/b' },
    '/b/flink-operator',
  ],
])('the cache is %s', (_what, variables, expected) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  expect(cacheDir()).toBe(expected)
})

describe('a content key', () => {
  const write = (checkout: string, files: Record<string, string>): string => {
    const path = join(folder, checkout)
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(join(path, name, '..'), { recursive: true })
      writeFileSync(join(path, name), content)
    }
    return path
  }
  const files = { 'a.txt': 'one', 'deep/b.txt': 'two' }

  test('is the same for the same files elsewhere', () => {
    const [here, there] = [write('here', files), write('there', files)]
    expect(contentKey({ paths: [here] })).toBe(contentKey({ paths: [there] }))
  })

  test.each([
    ['a file changes', { ...files, 'deep/b.txt': 'three' }],
    ['a file is renamed', { 'a.txt': 'one', 'deep/c.txt': 'two' }],
    ['a file is added', { ...files, 'c.txt': '' }],
    ['text moves from one file to the next', { 'a.txt': 'onet', 'deep/b.txt': 'wo' }],
  ])('changes when %s', (_what, changed) => {
    expect(contentKey({ paths: [write('changed', changed)] })).not.toBe(
      contentKey({ paths: [write('files', files)] }),
    )
  })

  test.each([
    ['changes', 'can be executed', 0o755, false],
    ['is the same', 'was checked out under another umask', 0o600, true],
  ])('%s when a file %s', (_what, _when, mode, isSame) => {
    const path = write('files', files)
    chmodSync(join(path, 'a.txt'), 0o644)
    const before = contentKey({ paths: [path] })
    chmodSync(join(path, 'a.txt'), mode)
    expect(contentKey({ paths: [path] }) === before).toBe(isSame)
  })

  test('changes with the texts', () => {
    expect(contentKey({ texts: ['go1.24'] })).not.toBe(contentKey({ texts: ['go1.25'] }))
  })
})

describe('a lock', () => {
  test('lets one work at a time', async () => {
    const events: string[] = []
    const work = (name: string) => async (): Promise<void> => {
      events.push(`${name} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      events.push(`${name} ends`)
    }
    await Promise.all([withLock('one', work('first')), withLock('one', work('second'))])
    expect(events.map((event) => event.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends'])
  })

  test('is free again after an error', async () => {
    await expect(withLock('one', () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk')
    await expect(withLock('one', () => Promise.resolve('done'))).resolves.toBe('done')
  })

  test('is free again when its holder is killed', async () => {
    const program = `
      import { withLock } from ${JSON.stringify(join(import.meta.dirname, 'cache.ts'))}
      await withLock('one', () => new Promise(() => { console.log('held'); setInterval(() => undefined, 1000) }))`
    const args = ['--input-type=module', '--eval', program]
    const holder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(holder.stdout, 'data')
    const second = withLock('one', () => Promise.resolve('done'))

    holder.kill('SIGKILL')

    await expect(second).resolves.toBe('done')
  })
})
