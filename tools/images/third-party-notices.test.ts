import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { thirdPartyNotices } from './third-party-notices.ts'

let repository: string
beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'flink-operator-notices-'))
})
afterEach(() => rmSync(repository, { recursive: true }))

function packaged(folder: string, manifest: object, files: Record<string, string> = {}): string {
  mkdirSync(join(repository, folder), { recursive: true })
  const all = { 'package.json': JSON.stringify(manifest), ...files }
  for (const [name, content] of Object.entries(all)) writeFileSync(join(repository, folder, name), content)
  return folder
}

test('names each package once, with its version, its licence and the texts that it carries', () => {
  const a = { name: 'a', version: '1.0.0', license: 'MIT' }
  const text = thirdPartyNotices(repository, [
    packaged('node_modules/a', a, { LICENSE: 'Text of a\r\nin two lines\n\n', 'index.js': 'no licence' }),
    packaged(
      'node_modules/b',
      { name: '@s/b', version: '2.0.0', license: 'Apache-2.0' },
      {
        NOTICE: 'Notice of b',
        'license.md': 'Text of b',
      },
    ),
    packaged('node_modules/b/node_modules/a', a, { LICENSE: 'Text of a\nin two lines' }),
  ])
  const line = '-'.repeat(80)
  expect(text.split(`\n${line}\n\n`).slice(1)).toEqual([
    'a 1.0.0, MIT\n\nText of a\nin two lines\n',
    '@s/b 2.0.0, Apache-2.0\n\nNotice of b\n\nText of b\n',
  ])
})

test.each([
  ['as a text', 'Ann <ann@example.com>', 'Ann <ann@example.com>'],
  ['as an object', { name: 'Ann' }, 'Ann'],
])('a package without a text has its author named, %s', (_title, author, named) => {
  const folder = packaged('node_modules/c', { name: 'c', version: '3.0.0', license: 'MIT', author })
  expect(thirdPartyNotices(repository, [folder])).toContain(
    `c 3.0.0, MIT\n\nIt carries no text of its licence. Author: ${named}\n`,
  )
})

test.each([
  ['no licence', {}, /does not say its licence/],
  ['neither text nor author', { license: 'MIT' }, /neither a text of its licence nor an author/],
])('a package with %s must not be bundled', (_title, more, message) => {
  const folder = packaged('node_modules/d', { name: 'd', version: '4.0.0', ...more })
  expect(() => thirdPartyNotices(repository, [folder])).toThrow(message)
})
