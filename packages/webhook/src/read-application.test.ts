import { describe, expect, test } from 'vitest'
import { readApplication } from './read-application.ts'

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

  test('may have a key called __proto__', () => {
    const { app } = read(JSON.parse('{"flinkConfig":{"__proto__":"x"}}'))
    expect(Object.keys(app.spec?.flinkConfig ?? {})).toEqual(['__proto__'])
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })
})
