import { describe, expect, it } from 'vitest'
import { usesProcessMemory } from './flink-version.ts'

describe('usesProcessMemory', () => {
  it.for([
    '1.11',
    'v1.11',
    '1.11.0',
    '1.11.1',
    '1.12-beta1',
    '1.16',
    '2.0',
    '2',
    '1.11+lyft',
    '1.11.1-SNAPSHOT',
    '1.011',
    '1.11.0.1-SNAPSHOT',
    '1.11.0.0-SNAPSHOT',
    '10.0',
    '9223372036854775807.0',
    '1.12-',
  ])('%s is sized by its process', (version) => {
    expect(usesProcessMemory(version)).toBe(true)
  })

  it.for([
    '1.10',
    '1',
    '0.11',
    '1.9.1',
    '1.11-SNAPSHOT',
    '1.11.0-rc1',
    '1.11beta',
    '1.11-1',
    '1.11-rc1+build',
    '1.10.9-lyft20200101',
    '0',
    '1.2.11',
  ])('%s is sized by its heap', (version) => {
    expect(usesProcessMemory(version)).toBe(false)
  })

  it.for([
    '',
    'bad',
    '1.',
    '.1',
    '1.11.',
    '1..11',
    ' 1.12',
    '1.12 ',
    '1.12\n',
    'V1.12',
    '1.12+',
    '9223372036854775808.0',
    '1.12_1',
  ])('%o cannot be read, so the heap is sized', (version) => {
    expect(usesProcessMemory(version)).toBe(false)
  })

  it('reads the longest text in no time', () => {
    for (const part of ['1', '1.', 'a', '-', 'a.', '+a']) {
      expect(usesProcessMemory(`1-${part.repeat(100_000)}!`)).toBe(false)
    }
  })
})
