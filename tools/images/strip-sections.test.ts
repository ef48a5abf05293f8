import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stripSections } from './strip-sections.ts'

test('the program that remains is smaller and runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strip-sections-'))
  try {
    const stripped = stripSections(readFileSync(process.execPath))
    expect(stripped.length).toBeLessThan(readFileSync(process.execPath).length)
    const program = join(folder, 'node')
    writeFileSync(program, stripped)
    chmodSync(program, 0o755)
    expect(
      execFileSync(program, ['--eval', 'process.stdout.write(String(6 * 7))'], { encoding: 'utf8' }),
    ).toBe('42')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('refuses what is no such program', () => {
  expect(() => stripSections(Buffer.from('#!/bin/sh\n'.repeat(20)))).toThrow(
    'not a 64-bit little-endian ELF program',
  )
})
