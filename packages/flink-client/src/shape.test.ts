import { expect, test } from 'vitest'
import { shapes } from './generated/shapes.ts'
import { parseShape, type Shape } from './shape.ts'

test('fields may be absent, lists, maps, null and other shapes', () => {
  const { fields } = parseShape('a:s b?:i c:Other d?:d{} e:Other[] f?:Other| @g:b') as Extract<
    Shape,
    { kind: 'object' }
  >
  expect(fields).toEqual([
    { key: 'a', shape: { kind: 'string' }, isRequired: true },
    { key: 'b', shape: { kind: 'integer' }, isRequired: false },
    { key: 'c', shape: { kind: 'named', name: 'Other' }, isRequired: true },
    { key: 'd', shape: { kind: 'values', of: { kind: 'double' } }, isRequired: false },
    { key: 'e', shape: { kind: 'items', of: { kind: 'named', name: 'Other' } }, isRequired: true },
    { key: 'f', shape: { kind: 'nullable', of: { kind: 'named', name: 'Other' } }, isRequired: false },
    { key: '@g', shape: { kind: 'boolean' }, isRequired: true },
  ])
})

test('what is no object with known fields begins with an equals sign', () => {
  expect(parseShape('=Other{}')).toEqual({ kind: 'values', of: { kind: 'named', name: 'Other' } })
  expect(parseShape('')).toEqual({ kind: 'object', fields: [] })
})

test('every shape that another names is there', () => {
  const names = Object.values(shapes).flatMap((text) =>
    Array.from(text.matchAll(/[:=]([A-Z]\w*)/g), ([, name]) => name),
  )
  expect(names.filter((name) => name === undefined || !(name in shapes))).toEqual([])
})
