import { describe, expect, test } from 'vitest'
import { type Rule, type Schema } from './open-api.ts'
import { structuralSchema, validation } from './structural-schema.ts'

const convert = (schema: Schema, schemas: Record<string, Schema> = {}): unknown =>
  structuralSchema(schema, schemas, 'Test')

describe('a structural schema', () => {
  test('has what is referred to in its place, under the description beside the reference', () => {
    const schemas: Record<string, Schema> = {
      Port: { type: 'integer', minimum: 1, description: 'Any port.' },
    }
    expect(convert({ $ref: '#/components/schemas/Port', description: 'This port.' }, schemas)).toEqual({
      type: 'integer',
      minimum: 1,
      description: 'This port.',
    })
  })

  test('says nullable where OpenAPI 3.1 allows null', () => {
    expect(convert({ type: ['string', 'null'], format: 'date-time' })).toEqual({
      type: 'string',
      format: 'date-time',
      nullable: true,
    })
  })

  test('spells out what an integer or a string is', () => {
    expect(convert({ 'x-kubernetes-int-or-string': true, pattern: 'x' })).toEqual({
      anyOf: [{ type: 'integer' }, { type: 'string' }],
      'x-kubernetes-int-or-string': true,
      pattern: 'x',
    })
  })

  test('bounds a number of 32 bits, because the API server ignores the format', () => {
    expect(convert({ type: 'integer', format: 'int32' })).toMatchObject({ maximum: 2147483647 })
    expect(convert({ type: 'integer', format: 'int32', maximum: 5 })).toMatchObject({ maximum: 5 })
  })

  test('takes x-flink-crd instead, and leaves x-flink-values out', () => {
    const schema: Schema = {
      type: 'object',
      description: 'Anything.',
      additionalProperties: { type: ['string', 'number'] },
      'x-flink-crd': { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    }
    expect(convert(schema)).toEqual({
      type: 'object',
      description: 'Anything.',
      'x-kubernetes-preserve-unknown-fields': true,
    })
    expect(convert({ type: 'string', 'x-flink-values': ['a'] })).toEqual({ type: 'string' })
  })

  test.each<[string, Schema, string]>([
    ['a reference to nothing', { $ref: '#/components/schemas/None' }, 'Test: no schema is called None.'],
    [
      'two types',
      { type: ['string', 'number'] },
      'Test: a structural schema has one type, not string or number.',
    ],
    [
      'an unknown keyword',
      { oneOf: [] } as Schema,
      'Test: the keyword oneOf has no place in a structural schema.',
    ],
    [
      'a fault deep inside',
      { type: 'object', properties: { list: { type: 'array', items: { const: 1 } as Schema } } },
      'Test.list[]: the keyword const has no place in a structural schema.',
    ],
  ])('is not made of %s', (_, schema, message) => {
    expect(() => convert(schema)).toThrow(message)
  })
})

describe('a rule', () => {
  const rule: Rule = {
    name: 'tooMany',
    rule: 'self.a < 5',
    message: 'Five is too many.',
    remedy: 'Take four.',
  }

  test('says cause, remedy and name', () => {
    expect(validation(rule)).toEqual({
      rule: 'self.a < 5',
      message: 'Five is too many. Take four. [tooMany]',
      reason: 'FieldValueInvalid',
    })
  })

  test('may find its words in the object', () => {
    expect(validation({ ...rule, messageExpression: "'Five: ' + self.name" })).toMatchObject({
      message: 'Five is too many. Take four. [tooMany]',
      messageExpression: `'Five: ' + self.name + " Take four. [tooMany]"`,
    })
  })

  test('that ratchets lets pass what the stored object has already', () => {
    expect(validation({ ...rule, ratchet: true })).toMatchObject({
      rule: '(self.a < 5) || (oldSelf.hasValue() && !(oldSelf.value().a < 5))',
      optionalOldSelf: true,
    })
  })

  test('that can be asked of some values only says nothing about others', () => {
    expect(validation({ ...rule, onlyIf: 'has(self.a)', ratchet: true })).toMatchObject({
      rule: '!(has(self.a)) || (self.a < 5) || (oldSelf.hasValue() && !(oldSelf.value().a < 5))',
    })
  })

  test('that looks at new objects only leaves updates alone', () => {
    expect(validation({ ...rule, ratchet: 'onlyOnCreate' })).toMatchObject({
      rule: 'oldSelf.hasValue() || (self.a < 5)',
    })
  })
})
