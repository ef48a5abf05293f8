import { expect, test } from 'vitest'
import { shapes } from './generated/shapes.ts'
import { parseShape } from './shape.ts'

test('fields may be absent, lists, maps, null and other shapes', () => {
  expect(parseShape('a:s b?:i c:Other d?:d{} e:Other[] f?:Other| @g:b')).toEqual({
    required: new Map<string, unknown>([
      ['a', 'string'],
      ['c', { named: 'Other' }],
      ['e', { items: { named: 'Other' } }],
      ['@g', 'boolean'],
    ]),
    optional: new Map<string, unknown>([
      ['b', 'integer'],
      ['d', { values: 'double' }],
      ['f', { nullable: { named: 'Other' } }],
    ]),
  })
})

test('what is no object with known fields begins with an equals sign', () => {
  expect(parseShape('=Other{}')).toEqual({ values: { named: 'Other' } })
  expect(parseShape('')).toEqual({ required: new Map(), optional: new Map() })
})

test('every shape that another names is there', () => {
  const names = Object.values(shapes).flatMap((text) =>
    Array.from(text.matchAll(/[:=]([A-Z]\w*)/g), ([, name]) => name),
  )
  expect(names.filter((name) => name === undefined || !(name in shapes))).toEqual([])
})
