import { describe, expect, test } from 'vitest'
import { errorOfStatus, isAlreadyExists, isConflict, isGone } from './errors.ts'

const action = 'patch deployments default/word-count'

describe('a status', () => {
  test.each([
    [401, 'Unauthorized', 'Unauthorized'],
    [403, 'Forbidden', 'Forbidden'],
    [404, 'NotFound', 'NotFound'],
    [409, 'AlreadyExists', 'AlreadyExists'],
    [409, 'Conflict', 'Conflict'],
    [410, 'Expired', 'Gone'],
    [410, 'Gone', 'Gone'],
    [422, 'Invalid', 'Invalid'],
    [400, 'BadRequest', 'Invalid'],
    [429, 'TooManyRequests', 'TooManyRequests'],
    [500, 'InternalError', 'ServerUnavailable'],
    [503, 'ServiceUnavailable', 'ServerUnavailable'],
    [504, 'Timeout', 'Timeout'],
    [418, undefined, 'Unexpected'],
  ])('%d %s is %s', (statusCode, reason, code) => {
    const error = errorOfStatus(action, statusCode, reason === undefined ? {} : { reason })
    expect(error.code).toBe(code)
    expect(error.statusCode).toBe(statusCode)
  })

  test.each([
    [409, false],
    [422, false],
    [429, false],
    [500, true],
    [504, true],
  ])('%d leaves open whether a write happened: %s', (statusCode, expected) => {
    expect(errorOfStatus(action, statusCode, {}).mayHaveHappened).toBe(expected)
  })

  test('has its wait from the header, or else from its details', () => {
    const body = { details: { retryAfterSeconds: 3 } }
    expect(errorOfStatus(action, 429, body).retryAfterMs).toBe(3000)
    expect(errorOfStatus(action, 429, body, 7000).retryAfterMs).toBe(7000)
  })
})

test('a guard knows its own kind only', () => {
  const error: unknown = errorOfStatus(action, 409, { reason: 'AlreadyExists' })
  expect([isAlreadyExists(error), isConflict(error), isGone(error)]).toEqual([true, false, false])
})

describe('a message', () => {
  test.each([
    ['a Go struct', 'core.PodTemplateSpec{Spec:core.PodSpec{Env:"hunter2"}}'],
    ['a map', 'map[string]interface {}{"password":"hunter2"}'],
    ['JSON', '{"password":"hunter2: x"}'],
  ])('does not quote %s', (_, value) => {
    const message = `Job.batch "x" is invalid: spec.template: Invalid value: ${value}: field is immutable`
    const error = errorOfStatus(action, 422, { reason: 'Invalid', message })
    expect(error.message).toBe(
      `${action}: 422 Invalid: Job.batch "x" is invalid: spec.template: Invalid value: …: field is immutable`,
    )
  })

  test('quotes a short value', () => {
    const message = 'metadata.name: Invalid value: "A": must be lower case'
    expect(errorOfStatus(action, 422, { message }).message).toContain(
      'Invalid value: "A": must be lower case',
    )
  })

  test('is one line of at most a kibibyte of the server’s text', () => {
    const error = errorOfStatus(action, 500, { message: `line\nline ${'x'.repeat(5000)}` })
    expect(error.message).not.toContain('\n')
    expect(Buffer.byteLength(error.message)).toBeLessThan(1024 + 100)
  })
})
