import { describe, expect, test } from 'vitest'
import { isDnsLabel, isDnsName, isLabelKey, isLabelValue } from './dns.ts'

describe('names in Kubernetes', () => {
  test.each([
    ['a', true],
    ['a-1', true],
    ['1a', true],
    ['a'.repeat(63), true],
    ['', false],
    ['-a', false],
    ['a-', false],
    ['A', false],
    ['a.b', false],
    ['a'.repeat(64), false],
  ])('%s as a label of DNS: %s', (name, expected) => {
    expect(isDnsLabel(name)).toBe(expected)
  })

  test.each([
    ['a.b', true],
    ['a', true],
    ['a..b', false],
    ['.a', false],
    ['a_b', false],
    [Array.from({ length: 127 }, () => 'a').join('.'), true],
    [Array.from({ length: 128 }, () => 'a').join('.'), false],
  ])('%s as a name of DNS: %s', (name, expected) => {
    expect(isDnsName(name)).toBe(expected)
  })

  test.each([
    ['', true],
    ['A_b.c-1', true],
    ['-a', false],
    ['a b', false],
    ['é', false],
    ['a'.repeat(64), false],
  ])('%j as the value of a label: %s', (value, expected) => {
    expect(isLabelValue(value)).toBe(expected)
  })

  test.each([
    ['a', true],
    ['example.org/a', true],
    ['', false],
    ['/a', false],
    ['a/', false],
    ['a/b/c', false],
    ['A/b', false],
  ])('%j as the name of a label: %s', (key, expected) => {
    expect(isLabelKey(key)).toBe(expected)
  })
})
