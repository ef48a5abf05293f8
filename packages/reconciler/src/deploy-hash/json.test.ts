import { describe, expect, it } from 'vitest'
import { isJsonObject, isRawNumber, numberText, rawInteger, readJson, toNumber } from './json.ts'

describe('readJson', () => {
  it.for(['1.0', '0.10', '1e3', '-0', '9007199254740993', '1E400', '12345678901234567890'])(
    'keeps the spelling of %s',
    (text) => {
      const [number] = readJson(`[${text}]`) as [ReturnType<typeof rawInteger>]
      expect(isRawNumber(number)).toBe(true)
      expect(numberText(number)).toBe(text)
      expect(JSON.stringify([number])).toBe(`[${text}]`)
    },
  )

  it.for(['0', '1', '-7', '0.5', '9007199254740991'])('gives %s as the number it is', (text) => {
    expect(readJson(text)).toBe(Number(text))
    expect(numberText(Number(text))).toBe(text)
  })

  it('reads everything else as JSON.parse does', () => {
    const text = '{"a":["b",true,null,{"__proto__":"c"}],"1":"2"}'
    expect(readJson(text)).toEqual(JSON.parse(text))
  })

  it.for([
    String.raw`{"a\\b\"c\/\b\f\n\r\t\u003c\ud83d\ude00\ud800":"a\\b\"c\/\b\f\n\r\t\u003c\ud83d\ude00\ud800"}`,
    String.raw`["\\u0041","\\\\n","\ue000q","\ue000\ue001\ue002\ue003","\\","\"",true,-1]`,
    '{"\ue0000":"\ue003","\ue001\ue002":["\ue003\ue0033\ue000u"]}',
    String.raw`{"__proto__":"\n","b\"":[{"c\n":null}]}`,
  ])('reads the escapes of %s as JSON.parse does', (text) => {
    expect(JSON.stringify(readJson(text))).toBe(JSON.stringify(JSON.parse(text)))
  })

  it('takes no key for another that was read before, as JSON.parse of Node.js 24 does', () => {
    readJson(String.raw`{"\\":1}`)
    readJson(String.raw`{"k":"x","a\\":1}`)
    expect(Object.keys(readJson(String.raw`{"\u0061":1}`) as object)).toEqual(['a'])
    expect(Object.keys(readJson(String.raw`{"k":"x","a\n":1.0}`) as object)).toEqual(['k', 'a\n'])
  })

  it.for([
    '{',
    '"\\x"',
    '"\\u12g4"',
    '"\\u12"',
    '"\\"',
    '{"\\x":1}',
    '{\\"a":1}',
    '"\n"',
    '"\\\n"',
    '"\\s"',
    '"\\0"',
    '\ue000',
  ])('throws for what is no JSON: %j', (text) => {
    expect(() => readJson(text)).toThrow(SyntaxError)
  })
})

describe('a raw number', () => {
  it('is a number and no object', () => {
    expect(toNumber(rawInteger(2n ** 63n))).toBe(2 ** 63)
    expect(toNumber(7)).toBe(7)
    expect(isJsonObject(rawInteger(1n))).toBe(false)
  })

  it.for([
    [{}, true],
    [{ rawJSON: '1' }, true],
    [[], false],
    [null, false],
    ['a', false],
    [1, false],
  ] as const)('is not %o', ([value, isObject]) => {
    expect(isRawNumber(value)).toBe(false)
    expect(isJsonObject(value)).toBe(isObject)
  })
})
