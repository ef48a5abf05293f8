import { expect, test } from 'vitest'
import { covers } from './apply.ts'

test.each([
  ['the same', { a: 1 }, { a: 1 }, true],
  ['with defaults added', { a: 1, status: {} }, { a: 1 }, true],
  [
    'with defaults added inside a list',
    { list: [{ name: 'x', protocol: 'TCP' }] },
    { list: [{ name: 'x' }] },
    true,
  ],
  ['with a value changed', { a: { b: 1 } }, { a: { b: 2 } }, false],
  ['with a field missing', {}, { a: 1 }, false],
  ['with an item more in a list', { list: [1, 2] }, { list: [1] }, false],
  ['where nothing is desired', { a: 1 }, { a: undefined }, true],
  ['with an object where a value was', { a: {} }, { a: 'x' }, false],
])('an object %s', (_, actual, desired, expected) => {
  expect(covers(actual, desired)).toBe(expected)
})
