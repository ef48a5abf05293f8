import { describe, expect, test } from 'vitest'
import { type FlinkOption, type FlinkOptionType } from './flink-options.ts'
import { unreadableAs } from './flink-values.ts'

const option = (type: FlinkOptionType, values: readonly string[] = []): FlinkOption => ({
  key: 'k',
  type,
  values,
  majors: [1, 2],
})

const readable: readonly (readonly [FlinkOptionType, readonly string[]])[] = [
  ['boolean', ['true', 'FALSE', ' true ']],
  ['integer', ['0', '-1', '+5', '2147483647', '-2147483648']],
  ['long', ['9223372036854775807', '-9223372036854775808']],
  ['double', ['1', '0.5', '.5', '5.', '1e10', '1.5E-3', '1.0f', '2d']],
  ['float', ['0.1']],
  ['duration', ['10', '10ms', '10 s', '5 min', '1 h', '2days', '100 µs', '1 d']],
  ['memorysize', ['0', '512m', '512 mb', '1g', '1024k', '64 kibibytes', '1 t']],
  ['string', ['', 'anything at all']],
  ['list', ['a;b']],
  ['map', ['a:b,c:d']],
]

const unreadable: readonly (readonly [FlinkOptionType, readonly string[]])[] = [
  ['boolean', ['yes', '1', '']],
  ['integer', ['', '1.0', '2147483648', '-2147483649', '0x10', '1_000']],
  ['long', ['9223372036854775808', 'x']],
  ['double', ['', '.', '1,5', '40%']],
  ['duration', ['', '-1 s', '1.5 min', 'PT10S', '10 fortnights']],
  ['memorysize', ['', '-1m', '1.5g', '1Gi', '512 megabyte']],
]

describe('a value', () => {
  test.each(readable.flatMap(([type, values]) => values.map((value) => [type, value] as const)))(
    'that is a %s is read: %j',
    (type, value) => {
      expect(unreadableAs(option(type), value)).toBeUndefined()
    },
  )

  test.each(unreadable.flatMap(([type, values]) => values.map((value) => [type, value] as const)))(
    'that is no %s is not: %j',
    (type, value) => {
      expect(unreadableAs(option(type), value)).toBeTypeOf('string')
    },
  )

  test('of an enumeration may be written in any case', () => {
    const mode = option('enum', ['EXACTLY_ONCE', 'AT_LEAST_ONCE'])
    expect(unreadableAs(mode, 'exactly_once')).toBeUndefined()
    expect(unreadableAs(mode, 'exactly-once')).toBe('one of EXACTLY_ONCE, AT_LEAST_ONCE')
  })

  test('that the image replaces cannot be judged', () => {
    expect(unreadableAs(option('integer'), '${SLOTS}')).toBeUndefined()
  })
})
