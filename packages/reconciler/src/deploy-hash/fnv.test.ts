import { expect, it } from 'vitest'
import { fnv1a32Hex } from './fnv.ts'

it.for([
  [[], '811c9dc5'],
  [['a'], 'e40c292c'],
  [['foobar'], 'bf9cf968'],
  [['foo', 'bar'], 'bf9cf968'],
  [['cfx'], '0076912c'],
] as const)('fnv1a32Hex of %o is %s', ([parts, hash]) => {
  expect(fnv1a32Hex(...parts.map((part) => Buffer.from(part)))).toBe(hash)
})
