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

  it('throws for what is no JSON', () => {
    expect(() => readJson('{')).toThrow(SyntaxError)
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
