import { describe, expect, test } from 'vitest'
import { describeFlags, readConfig } from './config.ts'

const inPod = { POD_NAMESPACE: 'flink-operator', POD_NAME: 'webhook-1' }

describe('readConfig', () => {
  test('needs nothing in a pod', () => {
    expect(readConfig([], inPod)).toMatchObject({
      port: 9443,
      certificates: 'own',
      namespace: 'flink-operator',
      instance: 'webhook-1',
      'authority-lifetime': 365 * 24 * 3_600_000,
      'certificate-lifetime': 7 * 24 * 3_600_000,
    })
  })

  test('prefers a flag to the environment', () => {
    expect(readConfig(['--namespace', 'other'], inPod).namespace).toBe('other')
  })

  test.each([
    ['an unknown flag', ['--prot=1'], /--prot/],
    ['a port out of range', ['--port=70000'], /--port: /],
    [
      'a number where a duration belongs',
      ['--drain-delay=5'],
      /--drain-delay: '5' is no duration; write it like/,
    ],
    ['an unknown source of certificates', ['--certificates=vault'], /--certificates: /],
  ])('refuses %s', (_title, args, message) => {
    expect(() => readConfig(args, inPod)).toThrow(message)
  })

  test('refuses own certificates without a namespace to keep them in', () => {
    expect(() => readConfig([], {})).toThrow(/--namespace is missing/)
  })
})

test('every flag says what it means', () => {
  expect(
    describeFlags().filter(({ meaning, byDefault }) => meaning === '' || byDefault === 'undefined'),
  ).toEqual([])
})
