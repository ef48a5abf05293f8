import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { tar } from './tar.ts'

const list = (archive: Buffer) =>
  execFileSync('tar', ['--list', '--verbose', '--numeric-owner', '--utc', '--full-time'], {
    input: archive,
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' '))

describe('tar', () => {
  test('is read by tar: folders first, owner root, times 0', () => {
    const archive = tar([
      { path: 'usr/local/bin/node', content: Buffer.from('#!'), mode: 0o755 },
      { path: 'app/main.mjs', content: Buffer.from('x'.repeat(513)), mode: 0o644 },
    ])
    expect(list(archive)).toEqual([
      'drwxr-xr-x 0/0 0 1970-01-01 00:00:00 app/',
      '-rw-r--r-- 0/0 513 1970-01-01 00:00:00 app/main.mjs',
      'drwxr-xr-x 0/0 0 1970-01-01 00:00:00 usr/',
      'drwxr-xr-x 0/0 0 1970-01-01 00:00:00 usr/local/',
      'drwxr-xr-x 0/0 0 1970-01-01 00:00:00 usr/local/bin/',
      '-rwxr-xr-x 0/0 2 1970-01-01 00:00:00 usr/local/bin/node',
    ])
  })

  test('gives the content back', () => {
    const archive = tar([{ path: 'a', content: Buffer.from('héllo'), mode: 0o644 }])
    expect(execFileSync('tar', ['--extract', '--to-stdout', 'a'], { input: archive, encoding: 'utf8' })).toBe(
      'héllo',
    )
  })

  test('does not depend on the order of the files', () => {
    const files = ['a/1', 'a/2', 'b'].map((path) => ({ path, content: Buffer.from(path), mode: 0o644 }))
    expect(tar(files).equals(tar(files.toReversed()))).toBe(true)
  })

  test('refuses a path that the format has no place for', () => {
    expect(() => tar([{ path: 'x'.repeat(101), content: Buffer.alloc(0), mode: 0o644 }])).toThrow(/too long/)
  })
})
