import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const repository = join(import.meta.dirname, '..')
const documents = globSync('**/*.md', {
  cwd: repository,
  exclude: (name) => name.startsWith('.') || ['node_modules', 'artifacts'].includes(name),
}).sort()
const read = (path: string) => readFileSync(join(repository, path), 'utf8')
const withoutCode = (text: string) => text.replaceAll(/^```.*?^```$/gms, '')

/** As GitHub makes them: the second heading of the same words ends with `-1`. */
function anchorsOf(document: string): string[] {
  const seen = new Map<string, number>()
  return [...withoutCode(read(document)).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const anchor = words.replaceAll(/[^\p{L}\p{N}_ -]/gu, '').replaceAll(' ', '-')
    const before = seen.get(anchor) ?? 0
    seen.set(anchor, before + 1)
    return before === 0 ? anchor : `${anchor}-${before}`
  })
}

test('links between the documents lead to a file, and to a heading in it', () => {
  const links = documents.flatMap((document) =>
    [...withoutCode(read(document)).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^https?:/.test(target))
      .map((target) => ({ document, target })),
  )
  expect(links.length).toBeGreaterThan(100)
  const broken = links.filter(({ document, target }) => {
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? document : relative(repository, join(repository, dirname(document), path))
    if (!existsSync(join(repository, file))) return true
    return anchor !== undefined && !anchorsOf(file).includes(anchor)
  })
  expect(broken).toEqual([])
})

test('every document of docs can be reached from the README', () => {
  const reached = new Set(['README.md'])
  for (const document of reached)
    for (const [, target = ''] of read(document).matchAll(/\]\(([^)#\s]+\.md)/g))
      reached.add(join(dirname(document), target))
  expect(documents.filter((document) => document.startsWith('docs/') && !reached.has(document))).toEqual([])
})

test('files that the documents name are there', () => {
  const named = documents.flatMap((document) =>
    [...read(document).matchAll(/`((?:apps|charts|docs|e2e|examples|packages|tools)\/[\w./-]+)`/g)].map(
      ([, path = '']) => ({ document, path }),
    ),
  )
  expect(named.length).toBeGreaterThan(50)
  const missing = named.filter(({ document, path }) => {
    // Some speak of what is beside them.
    const places = [repository, join(repository, dirname(document))]
    return !places.some((place) => existsSync(join(place, path)))
  })
  expect(missing).toEqual([])
})

describe('what the documents say to type', () => {
  const scriptsOf = (folder: string) =>
    Object.keys((JSON.parse(read(join(folder, 'package.json'))) as { scripts?: object }).scripts ?? {})

  test('names scripts that exist', () => {
    const wanted = documents.flatMap((document) =>
      [...read(document).matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)(?: -w ([a-z0-9/-]+))?/g)].map(
        ([, script = '', workspace]) => ({ document, script, workspace }),
      ),
    )
    expect(wanted.length).toBeGreaterThan(20)
    const missing = wanted.filter(({ document, script, workspace }) => {
      // A package's own README speaks of its own scripts.
      const ownPackage = /^(?:packages|apps)\/[^/]+/.exec(document)?.[0]
      const folders =
        workspace === undefined ? ['.', ...(ownPackage === undefined ? [] : [ownPackage])] : [workspace]
      return !folders.some((folder) => scriptsOf(folder).includes(script))
    })
    expect(missing).toEqual([])
  })

  test('sets values that the chart has', () => {
    const values = read('charts/flink-operator/README.md')
    const wanted = documents.flatMap((document) =>
      [...read(document).matchAll(/--set '?([a-zA-Z.]+)=/g)].map(([, key = '']) => ({ document, key })),
    )
    expect(wanted.length).toBeGreaterThan(10)
    expect(wanted.filter(({ key }) => !values.includes(`| \`${key}\` |`))).toEqual([])
  })
})
