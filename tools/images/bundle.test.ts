import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { billOfMaterials } from './bill-of-materials.ts'
import { bundle, packageFoldersOf } from './bundle.ts'
import { thirdPartyNotices } from './third-party-notices.ts'

const repository = join(import.meta.dirname, '../..')

describe('bundle', () => {
  test('gives equal bytes for equal sources, and names what is in it', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => bundle(repository, 'apps/webhook/src/main.ts')))
    expect([...one!.files.keys()].sort()).toEqual(['main.mjs', 'main.mjs.map'])
    expect(one!.files.get('main.mjs')!.equals(two!.files.get('main.mjs')!)).toBe(true)
    expect(one!.files.get('main.mjs.map')!.equals(two!.files.get('main.mjs.map')!)).toBe(true)
    expect(one!.packageFolders).toContain('node_modules/fastify')
    expect(one!.packageFolders).not.toContain('node_modules/typescript')

    const bill = JSON.parse(
      billOfMaterials(repository, {
        subject: { name: 'webhook', version: '1.0.0' },
        packageFolders: one!.packageFolders,
        foreign: [{ name: 'node', version: '24.0.0', purl: 'pkg:generic/node@24.0.0', license: 'MIT' }],
      }),
    ) as {
      components: {
        purl: string
        name: string
        version: string
        hashes?: { alg: string; content: string }[]
      }[]
    }
    const purls = bill.components.map(({ purl }) => purl)
    expect(purls).toEqual([...new Set(purls)])
    // It is installed more than once, in two versions.
    const places = one!.packageFolders.filter((folder) => folder.endsWith('/fast-uri'))
    expect(places.length).toBeGreaterThan(purls.filter((purl) => purl.startsWith('pkg:npm/fast-uri@')).length)
    const fastify = bill.components.find(({ name }) => name === 'fastify')
    expect(fastify?.purl).toBe(`pkg:npm/fastify@${fastify?.version ?? ''}`)
    expect(fastify?.hashes).toEqual([
      { alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) as string },
    ])

    const notices = thirdPartyNotices(repository, one!.packageFolders)
    expect(notices).toMatch(/\nfastify [\d.]+, MIT\n\nMIT License\n/)
    // The one package whose author has left the text out.
    expect(notices.match(/^.+\n\nIt carries no text of its licence.*/gm)).toEqual([
      expect.stringMatching(/^abstract-logging .+ Author: James Sumners/s) as string,
    ])
  }, 60_000)
})

test.each([
  ['our own sources', 'packages/api/src/index.ts', []],
  ['a package', 'node_modules/pino/lib/tools.js', ['node_modules/pino']],
  ['a package with a scope', 'node_modules/@peculiar/x509/build/x509.es.js', ['node_modules/@peculiar/x509']],
  [
    'a package inside another',
    'node_modules/a/node_modules/@b/c/index.js',
    ['node_modules/a/node_modules/@b/c'],
  ],
  ['a package of a workspace', 'apps/webhook/node_modules/a/index.js', ['apps/webhook/node_modules/a']],
])('packageFoldersOf: %s', (_title, input, folders) => {
  expect(packageFoldersOf([input])).toEqual(folders)
})
