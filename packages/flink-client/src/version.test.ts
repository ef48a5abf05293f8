import { describe, expect, test } from 'vitest'
import { leastVersion, parseFlinkVersion, supports, type Feature } from './version.ts'

test.each([
  ['1.20.5', 1, 20],
  ['2.0-preview1', 2, 0],
  ['1.18-SNAPSHOT', 1, 18],
  ['1.17.2-vendor-3', 1, 17],
])('%s is a version', (text, major, minor) => {
  expect(parseFlinkVersion(text)).toEqual({ text, major, minor, isCertain: true })
})

test.each(['<unknown>', '', 'Flink 1.20', '1', '12345.1'])('%j is none', (text) => {
  expect(parseFlinkVersion(text)).toBeUndefined()
})

test.each<[feature: Feature, last: string, first: string]>([
  ['chosenJobId', '1.7.2', '1.8.0'],
  ['stop', '1.8.3', '1.9.0'],
  ['chosenTriggerId', '1.14.6', '1.15.0'],
  ['claimModeByThatName', '1.19.3', '1.20.0'],
  ['programArgsListOnly', '1.20.5', '2.0.0'],
])('%s is not in %s and is in %s', (feature, last, first) => {
  const has = (text: string) => supports(parseFlinkVersion(text) ?? leastVersion(text, {}), feature)
  expect([has(last), has(first)]).toEqual([false, true])
})

describe('a build that does not tell its version', () => {
  test.each<[features: string[], least: string]>([
    [['web-submit'], '1.9'],
    [['web-submit', 'web-cancel'], '1.14'],
    [['web-submit', 'web-cancel', 'web-history'], '1.16'],
    [['web-submit', 'web-cancel', 'web-history', 'web-rescale'], '1.18'],
  ])('with %j is at least %s', (features, least) => {
    const { major, minor, isCertain } = leastVersion(
      '<unknown>',
      Object.fromEntries(features.map((name) => [name, true])),
    )
    expect([`${major}.${minor}`, isCertain]).toEqual([least, false])
  })
})
