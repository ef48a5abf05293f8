import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFakeJobManager } from './testing/index.ts'

const packageFolder = new URL('..', import.meta.url).pathname
const readme = await readFile(join(packageFolder, 'README.md'), 'utf8')
const recipes = Array.from(
  readme.matchAll(/<!-- recipe: ([\w-]+); prints: ([^\n]+?) -->\s+```ts\n([\s\S]*?)```/g),
  ([, name = '', prints = '', code = '']) => ({ name, prints, code }),
)

test('there are five recipes, and the first is the example', async () => {
  expect(recipes).toHaveLength(5)
  const example = await readFile(join(packageFolder, 'examples/run-a-jar.ts'), 'utf8')
  expect(recipes[0]?.code).toBe(example)
  expect(example.split('\n').length - 1).toBeLessThan(30)
})

test('no recipe needs more than Node.js 22 has', () => {
  expect(recipes.filter(({ code }) => /\busing\b/.test(code))).toEqual([])
})

describe('the recipe', () => {
  let folder: string
  // Inside the package, so that it finds the package by its name.
  beforeAll(async () => void (folder = await mkdtemp(join(packageFolder, '.recipes-'))))
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test.each(recipes)(
    '$name runs as it stands, against 1.20 and 2.3',
    { timeout: 60_000 },
    async ({ name, prints, code }) => {
      const file = join(folder, `${name}.ts`)
      const jar = join(folder, `${name}.jar`)
      await writeFile(file, code)
      await writeFile(jar, 'PK')
      for (const version of ['1.20.5', '2.3.0']) {
        const flink = createFakeJobManager({
          version,
          timings: { startTasksMs: 50 },
          checkpointIntervalMs: 200,
        })
        flink.addJar('job.jar')
        if (name === 'replace-a-job') flink.addJob()
        await using server = await flink.serve()
        const { stdout } = await promisify(execFile)(
          process.execPath,
          ['--conditions=source', '--no-warnings', file, server.url, jar],
          { env: { PATH: process.env['PATH'], FLINK_URL: server.url } },
        )
        expect(stdout).toContain(prints)
      }
    },
  )
})
