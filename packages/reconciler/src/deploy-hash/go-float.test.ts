import { describe, expect, it } from 'vitest'
import { formatGoFloat } from './go-float.ts'

describe('formatGoFloat', () => {
  it.for([
    [0, '0'],
    [-0, '-0'],
    [1, '1'],
    [-1.5, '-1.5'],
    [0.1, '0.1'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [5e-324, '5e-324'],
    [123456.7, '123456.7'],
    [999999.5, '999999.5'],
    [1000000, '1e+06'],
    [12345678.9, '1.23456789e+07'],
    [-1e21, '-1e+21'],
    [1e100, '1e+100'],
  ] as const)('prints %d as %s', ([value, text]) => {
    expect(formatGoFloat(value)).toBe(text)
  })
})
