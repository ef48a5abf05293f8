import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Json, readJson } from './json.ts'
import { objectHash } from './object-hash.ts'

describe('objectHash', () => {
  it.for<[Json, string]>([
    [null, '1b16b1df538ba12d'],
    ['', '0bfe935e70c321c7'],
    ['foo', 'a6a6e5e783c363cd'],
    ['é', '8010ad7aab1c3fb1'],
    [true, '7dc96f776c8423e5'],
    [false, 'c02c0b965e023abe'],
    [0, '60101d8c9cb98841'],
    [-0, '60101d8c9cb98841'],
    [1, 'f01adc732390ab02'],
    [3, '9f41f97955b96353'],
    [-1.5, 'd3bf49f1fa2d77f1'],
    [8081, 'abc92ded49bc3cca'],
    [[], 'acac86c0e609ca90'],
    [{}, '18ac3e7343f01689'],
    [['a', 1, null], 'f735a17a05bf7958'],
    [{ b: 1, a: 'x' }, 'e853d977915e5676'],
    [{ creationTimestamp: null }, '167cde9203fac691'],
  ])('of %o begins with %s, as in the Go library', ([value, digest]) => {
    expect(objectHash(value).toString('hex').slice(0, 16)).toBe(digest)
  })

  it.for([
    [0.5, '+-1:1'],
    [0.25, '+-2:1'],
    [0.75, '+0:011'],
    [0.3125, '+-1:0101'],
    [-4, '-2:1'],
    [2 ** 63, '+63:1'],
  ] as const)('takes %d as %s', ([value, normalForm]) => {
    expect(objectHash(value)).toEqual(createHash('sha256').update(`f${normalForm}`).digest())
  })

  it('takes a number for a double, however it was written', () => {
    const same = ['1', '1.0', '10e-1', '0.1e1'].map((text) => objectHash(readJson(text)).toString('hex'))
    expect(new Set(same).size).toBe(1)
    expect(objectHash(readJson('9007199254740993'))).toEqual(objectHash(9007199254740992))
  })

  it('refuses a number beyond a double', () => {
    expect(() => objectHash({ a: 1e400 })).toThrow('Infinity has no normal form.')
  })

  it('keeps the order of a list', () => {
    expect(objectHash([1, 2])).not.toEqual(objectHash([2, 1]))
  })

  it('remembers no more keys than it has room for, and is right without', () => {
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`key${index}`, index]))
    expect(objectHash(many)).toEqual(objectHash(Object.fromEntries(Object.entries(many).reverse())))
  })
})
