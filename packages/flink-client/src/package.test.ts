import { readFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const packageFolder = new URL('..', import.meta.url).pathname
const manifest = JSON.parse(await readFile(`${packageFolder}package.json`, 'utf8')) as {
  scripts: Record<string, string>
  dependencies: Record<string, string>
  files: string[]
}

test('the client is under 60 kB without undici', async () => {
  const { outputFiles } = await build({
    entryPoints: [`${packageFolder}src/index.ts`],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    external: ['undici'],
    conditions: ['source'],
    write: false,
  })
  expect(outputFiles[0]?.contents.byteLength).toBeLessThan(60_000)
})

test('it runs nothing when it is installed, and needs two packages', () => {
  expect(Object.keys(manifest.scripts).filter((name) => /install|prepare/.test(name))).toEqual([])
  expect(Object.keys(manifest.dependencies)).toEqual(['openapi-fetch', 'undici'])
})

test('its licence and that of what it depends on go with it', async () => {
  expect(await readFile(`${packageFolder}LICENSE`, 'utf8')).toContain('Apache License')
  const notice = await readFile(`${packageFolder}NOTICE`, 'utf8')
  for (const name of Object.keys(manifest.dependencies)) {
    const installed = JSON.parse(
      await readFile(new URL(import.meta.resolve(`${name}/package.json`)), 'utf8'),
    ) as { license: string }
    expect(notice).toMatch(new RegExp(`${name} +${installed.license} `))
  }
})

test('the client has a method for every path of the description', async () => {
  const description = await readFile(`${packageFolder}openapi/rest.yaml`, 'utf8')
  const paths = Array.from(description.matchAll(/^ {2}(\/\S*):$/gm), ([, path]) => path ?? '')
  const sources = [
    'applications',
    'checkpoints',
    'cluster',
    'data-sets',
    'jars',
    'jobs',
    'metrics',
    'rescaling',
    'savepoints',
    'task-managers',
    'vertices',
  ]
  const text = (
    await Promise.all(sources.map((name) => readFile(`${packageFolder}src/${name}.ts`, 'utf8')))
  ).join('')
  expect(paths.filter((path) => !text.includes(`'${path}'`))).toEqual([])
})
