import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainText } from './plain-text.ts'

test.each([
  ['control characters become one space', 'a\r\n\tb\u0000c', 'a b c'],
  ['escape sequences of terminals lose their escape', '\u001b[31mred\u001b[0m', '[31mred [0m'],
  ['line separators become a space', 'a\u2028b', 'a b'],
  ['what fits is left alone', 'päßt', 'päßt'],
])('%s', (_, text, expected) => {
  expect(plainText(text, 64)).toBe(expected)
})

test('what is too long is cut between characters', () => {
  expect(plainText('ääää', 7)).toBe('ää…')
  expect(plainText('😀😀😀', 11)).toBe('😀😀…')
})

test('the result never has more bytes than asked for, and stays as it is when done again', () => {
  const character = fc.constantFrom('a', 'ä', '…', '😀', ' ', '\n', '\u0000', '\u2028', '\ud800')
  const text = fc.array(character, { maxLength: 80 }).map((characters) => characters.join(''))
  fc.assert(
    fc.property(text, fc.integer({ min: 3, max: 60 }), (text, maxBytes) => {
      const plain = plainText(text, maxBytes)
      expect(Buffer.byteLength(plain)).toBeLessThanOrEqual(maxBytes)
      expect(plainText(plain, maxBytes)).toBe(plain)
    }),
  )
})
