import { describe, expect, test } from 'vitest'
import { isAtLeast, parseFlinkVersion } from './flink-version.ts'

describe('a version', () => {
  test.each([
    ['1.20', 1, 20],
    ['v1.11.0', 1, 11],
    ['2', 2, 0],
    ['1.11+lyft', 1, 11],
    ['1.10.9-lyft20200101', 1, 10],
    ['1.12beta', 1, 12],
  ])('%s is read', (text, major, minor) => {
    expect(parseFlinkVersion(text)).toMatchObject({ major, minor })
  })

  test.each(['', 'latest', '1_20', '1.', '.1', '1..2', ' 1.20', `1.${'0'.repeat(200)}`])(
    '%j is none',
    (text) => {
      expect(parseFlinkVersion(text)).toBeUndefined()
    },
  )

  test.each([
    ['1.11', true],
    ['1.11.0', true],
    ['1.11+lyft', true],
    ['1.11.1-rc1', true],
    ['1.12-beta1', true],
    ['2', true],
    ['1.11-SNAPSHOT', false],
    ['1.11.0-rc1', false],
    ['1.10.9', false],
    ['1', false],
    ['bad', false],
  ])('%s is 1.11 or later: %s', (text, expected) => {
    expect(isAtLeast(parseFlinkVersion(text), 1, 11)).toBe(expected)
  })
})
