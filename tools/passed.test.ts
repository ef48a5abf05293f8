import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
  rmSync(checkout, { recursive: true })
})

test.each([
  { path: 'packages/reconciler/src/index.ts', starts: ['unit', 'e2e'] },
  { path: 'e2e/stories/rollback.ts', starts: ['unit', 'e2e'] },
  { path: 'e2e/lifecycle.test.ts', starts: ['unit', 'e2e'] },
  { path: 'packages/kube-runtime/src/lease.integration.test.ts', starts: ['unit', 'e2e'] },
  { path: 'package-lock.json', starts: ['unit', 'e2e'] },
  { path: 'packages/reconciler/src/index.test.ts', starts: ['unit'] },
  { path: 'e2e/figures.unit.test.ts', starts: ['unit'] },
  { path: 'docs/install.md', starts: ['unit'] },
  { path: 'packages/api/dist/index.js', starts: [] },
])('a change of $path starts $starts again', ({ path, starts }) => {
  write(path, 'before')
  const before = bothInputs()
  expect(bothInputs()).toEqual(before)
  write(path, 'after')
  const after = bothInputs()
  expect(Object.keys(after).filter((part) => after[part] !== before[part])).toEqual(starts)
})

test('a setting of the tests starts them again, the place of the cache does not', () => {
  vi.stubEnv('FLINK_OPERATOR_E2E_OTHER_FLINK', undefined)
  const before = bothInputs()
  vi.stubEnv('FLINK_OPERATOR_CACHE', '/elsewhere')
  expect(bothInputs()).toEqual(before)
  vi.stubEnv('FLINK_OPERATOR_E2E_OTHER_FLINK', '1')
  expect(inputsOf('e2e', checkout)).not.toBe(before['e2e'])
})

test('without a checkout nothing is known of the inputs', () => {
  rmSync(join(checkout, '.git'), { recursive: true })
  expect(inputsOf('unit', checkout)).toBeUndefined()
})

function write(path: string, content: string): void {
  mkdirSync(dirname(join(checkout, path)), { recursive: true })
  writeFileSync(join(checkout, path), content)
}

function bothInputs(): Record<string, string | undefined> {
  return { unit: inputsOf('unit', checkout), e2e: inputsOf('e2e', checkout) }
}
