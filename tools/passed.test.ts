import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { inputsOf } from './passed.mjs'

let checkout: string

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'passed-'))
  execFileSync('git', ['init', '--quiet', checkout])
  write('.gitignore', 'dist/\n')
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  rmSync(checkout, { recursive: true })
})

test.each([
  { path: 'packages/reconciler/src/index.ts', starts: ['explorer', 'unit', 'e2e'] },
  { path: 'e2e/stories/rollback.ts', starts: ['explorer', 'unit', 'e2e'] },
  { path: 'e2e/lifecycle.test.ts', starts: ['explorer', 'unit', 'e2e'] },
  { path: 'packages/kube-runtime/src/lease.integration.test.ts', starts: ['explorer', 'unit', 'e2e'] },
  { path: 'package-lock.json', starts: ['explorer', 'unit', 'e2e'] },
  { path: 'packages/reconciler/src/index.test.ts', starts: ['explorer', 'unit'] },
  { path: 'e2e/figures.unit.test.ts', starts: ['unit'] },
  { path: 'docs/install.md', starts: ['unit'] },
  { path: 'packages/api/dist/index.js', starts: [] },
])('a change of $path starts $starts again', ({ path, starts }) => {
  write(path, 'before')
  const before = allInputs()
  expect(allInputs()).toEqual(before)
  write(path, 'after')
  const after = allInputs()
  expect(Object.keys(after).filter((part) => after[part] !== before[part])).toEqual(starts)
})

test('a setting of the tests starts them again, the place of the cache does not', () => {
  vi.stubEnv('FLINK_OPERATOR_E2E_OTHER_FLINK', undefined)
  const before = allInputs()
  vi.stubEnv('FLINK_OPERATOR_CACHE', '/elsewhere')
  expect(allInputs()).toEqual(before)
  vi.stubEnv('FLINK_OPERATOR_E2E_OTHER_FLINK', '1')
  expect(inputsOf('e2e', checkout)).not.toBe(before['e2e'])
})

test.each([
  'DOCKER_HOST',
  'TESTCONTAINERS_HOST_OVERRIDE',
  'https_proxy',
  'NO_PROXY',
  'NODE_OPTIONS',
  'SSL_CERT_FILE',
])('another %s starts the tests again', (name) => {
  vi.stubEnv(name, undefined)
  const before = allInputs()
  vi.stubEnv(name, '--no-warnings')
  expect(inputsOf('e2e', checkout)).not.toBe(before['e2e'])
})

test('a script that is no longer executable starts the tests again', () => {
  write('run.sh', 'exit')
  chmodSync(join(checkout, 'run.sh'), 0o755)
  const before = allInputs()
  chmodSync(join(checkout, 'run.sh'), 0o644)
  expect(inputsOf('e2e', checkout)).not.toBe(before['e2e'])
})

test('another Go starts again what is built with it, and no Go is no failure', () => {
  const tools = join(checkout, 'dist')
  write('dist/go', '#!/bin/sh\necho go1.0')
  chmodSync(join(tools, 'go'), 0o755)
  const path = process.env['PATH']
  const before = allInputs()
  vi.stubEnv('PATH', `${tools}:${path}`)
  const after = allInputs()
  expect(after['unit']).toBe(before['unit'])
  expect(after['e2e']).not.toBe(before['e2e'])
  rmSync(join(tools, 'go'))
  for (const tool of ['git', 'node']) {
    write(`dist/${tool}`, `#!/bin/sh\nPATH='${path}' exec ${tool} "$@"`)
    chmodSync(join(tools, tool), 0o755)
  }
  vi.stubEnv('PATH', tools)
  expect(inputsOf('e2e', checkout)).toEqual(expect.any(String))
})

test('what cannot be kept is told, and fails nothing', async () => {
  write('cache', 'a file, where a folder is to be')
  vi.stubEnv('FLINK_OPERATOR_CACHE', join(checkout, 'cache'))
  vi.resetModules()
  const { inputsOf, keepPassed } = await import('./passed.mjs')
  const log = vi.spyOn(console, 'log').mockReturnValue(undefined)
  keepPassed('unit', inputsOf('unit', checkout), {}, checkout)
  expect(log).toHaveBeenCalledWith(expect.stringContaining('That unit has passed is not kept'))
})

test('without a checkout nothing is known of the inputs', () => {
  rmSync(join(checkout, '.git'), { recursive: true })
  expect(inputsOf('unit', checkout)).toBeUndefined()
})

function write(path: string, content: string): void {
  mkdirSync(dirname(join(checkout, path)), { recursive: true })
  writeFileSync(join(checkout, path), content)
}

function allInputs(): Record<string, string | undefined> {
  return {
    explorer: inputsOf('explorer', checkout),
    unit: inputsOf('unit', checkout),
    e2e: inputsOf('e2e', checkout),
  }
}
