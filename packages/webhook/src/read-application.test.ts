import { describe, expect, test } from 'vitest'
import { readApplication } from './read-application.ts'
import { validateStoredApplication } from './validate-application.ts'

const read = (spec: unknown): ReturnType<typeof readApplication> =>
  readApplication({ metadata: { name: 'a' }, spec })

describe('an object of unknown shape', () => {
  test('keeps what has the right type, known or not', () => {
    const spec = {
      image: 'i',
      jarName: 'j',
      parallelism: 2,
      unknown: { deep: [1] },
      volumes: [{ name: 'v', later: 1 }],
    }
    expect(read(spec)).toMatchObject({ app: { spec }, problems: [] })
  })

  test('loses what has a wrong type, and says so', () => {
    const { app, problems } = read({ image: 5, jarName: 'j', parallelism: 2, uiPort: 'x' })
    expect(app.spec).toEqual({ image: '', jarName: 'j', parallelism: 2 })
    expect(problems).toEqual([
      { path: 'spec.image', message: 'This must be text, not 5.' },
      { path: 'spec.uiPort', message: 'This must be an integer, not "x".' },
    ])
  })

  test('has everything that is required, found or not', () => {
    const { app, problems } = read({ volumes: [null, { emptyDir: {} }] })
    expect(app.spec).toEqual({
      image: '',
      jarName: '',
      parallelism: 1,
      volumes: [{ name: '' }, { name: '', emptyDir: {} }],
    })
    expect(problems.map(({ path }) => path)).toEqual([
      'spec.volumes[0]',
      'spec.volumes[1].name',
      'spec.volumes[1]',
      'spec.image',
      'spec.jarName',
      'spec.parallelism',
    ])
  })

  test('takes null in a known field for "not set"', () => {
    const { app, problems } = read({
      image: 'i',
      jarName: 'j',
      parallelism: 1,
      uiPort: null,
      flinkConfig: { a: null },
    })
    expect(app.spec).toEqual({ image: 'i', jarName: 'j', parallelism: 1, flinkConfig: {} })
    expect(problems).toEqual([
      { path: 'spec.flinkConfig[a]', message: 'This must be text or a number or true or false, not null.' },
    ])
  })

  test.each([undefined, null, 5, 'x', [], {}])('may be %j', (value) => {
    expect(readApplication(value).app.metadata.name).toBe('')
  })

  test('is not blamed for what its operator wrote', () => {
    expect(
      readApplication({ metadata: { name: 'a' }, status: { phase: 5, conditions: 'x' } }).problems,
    ).toEqual([])
  })

  describe.each([
    ['a field that nobody knows', (deep: unknown) => ({ nobodyKnows: deep }), 'spec.nobodyKnows'],
    ['a value of flinkConfig', (deep: unknown) => ({ flinkConfig: { a: deep } }), 'spec.flinkConfig'],
    ['where the schema ends', (deep: unknown) => ({ volumes: [{ name: 'v', later: deep }] }), 'spec.volumes'],
    ['the specification', (deep: unknown) => deep, 'spec'],
    ['a required field', (deep: unknown) => ({ image: deep }), 'spec.image'],
  ])('nested too deep in %s', (_, specWith, path) => {
    test.each([65, 9_000, 1_000_000])('by %i levels', (depth) => {
      const deep: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth))
      expect(read(specWith(deep)).problems).toContainEqual({
        path,
        message: 'This is nested deeper than 64 levels.',
        remedy: 'Flatten it.',
      })
      expect(() => validateStoredApplication({ spec: specWith(deep) })).not.toThrow()
    })
  })

  test('may be 64 levels deep', () => {
    const deep: unknown = JSON.parse('['.repeat(64) + ']'.repeat(64))
    expect(read({ image: 'i', jarName: 'j', parallelism: 2, nobodyKnows: deep }).problems).toEqual([])
  })

  test.each([
    ['spec.__proto__', '{"__proto__":{"image":"i"}}'],
    ['spec.flinkConfig', '{"flinkConfig":{"__proto__":"x"}}'],
    ['spec.volumes', '{"volumes":[{"name":"v","later":{"__proto__":{"a":1}}}]}'],
  ])('may not have a key called __proto__, whose value could become a prototype: %s', (path, spec) => {
    expect(read(JSON.parse(spec)).problems).toContainEqual({
      path,
      message: 'The key __proto__ is not supported.',
      remedy: 'Remove it.',
    })
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })

  test('may have other keys of Object.prototype, since they are data', () => {
    const flinkConfig = { constructor: 'x', toString: 'y' }
    const { app, problems } = read({ image: 'i', jarName: 'j', parallelism: 2, flinkConfig })
    expect(problems).toEqual([])
    expect(app.spec?.flinkConfig).toEqual(flinkConfig)
  })
})
