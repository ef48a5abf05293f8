import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseQuantity } from './quantity.ts'

const nanos = 1_000_000_000n

describe('a quantity', () => {
  test.each<[string | number, bigint]>([
    ['1', nanos],
    [2, 2n * nanos],
    ['500m', nanos / 2n],
    ['0.5', nanos / 2n],
    ['.5', nanos / 2n],
    ['5.', 5n * nanos],
    ['1Ki', 1024n * nanos],
    ['1.5Gi', 1536n * 1024n * 1024n * nanos],
    ['1k', 1000n * nanos],
    ['1e3', 1000n * nanos],
    ['12E2', 1200n * nanos],
    ['5e-3', 5n * (nanos / 1000n)],
    ['-1', -nanos],
    ['+1n', 1n],
    ['0.1n', 1n],
  ])('%s is read', (text, expected) => {
    expect(parseQuantity(text)).toBe(expected)
  })

  test.each(['', '.', '-', '1gb', '1 Gi', '1e', 'Ki', '1e1000', '1..2'])('%j is none', (text) => {
    expect(parseQuantity(text)).toBeUndefined()
  })

  test('of whole bytes is the same in every spelling', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 50n }), (bytes) => {
        const spellings = [`${bytes}`, `${bytes}.000`, `${bytes}000m`, `${bytes}e0`, `${bytes * 1024n}`]
        const [plain, decimals, thousandths, exponent, kibi] = spellings.map(parseQuantity)
        expect([decimals, thousandths, exponent]).toEqual([plain, plain, plain])
        expect(parseQuantity(`${bytes}Ki`)).toBe(kibi)
      }),
    )
  })
})
