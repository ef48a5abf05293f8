import { describe, expect, test } from 'vitest'
import { findUnsafeStructure, parseReviewRequest } from './review-request.ts'

const parse = (body: unknown) => parseReviewRequest(Buffer.from(JSON.stringify(body)))

describe('parseReviewRequest', () => {
  test('gives the request of a review', () => {
    const request = { uid: 'u1', operation: 'CREATE', object: {} }
    expect(parse({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request })).toEqual(request)
  })

  test.each([
    [
      'the version before',
      { apiVersion: 'admission.k8s.io/v1beta1', kind: 'AdmissionReview', request: {} },
      /no AdmissionReview/,
    ],
    ['another kind', { apiVersion: 'admission.k8s.io/v1', kind: 'Pod' }, /no AdmissionReview/],
    ['a list', [], /no AdmissionReview/],
    [
      'a review without a request',
      { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview' },
      /no request/,
    ],
    [
      'a request without a uid',
      { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request: { operation: 'CREATE' } },
      /no request/,
    ],
  ])('refuses %s', (_title, body, message) => {
    expect(() => parse(body)).toThrow(message)
  })

  test('refuses what is no JSON', () => {
    expect(() => parseReviewRequest(Buffer.from('{'))).toThrow(/no JSON/)
  })
})

describe('findUnsafeStructure', () => {
  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))

  test('lets a deep object pass, up to the limit', () => {
    expect(findUnsafeStructure(nested(64), { depthLimit: 64 })).toBeUndefined()
  })

  test('refuses one level more', () => {
    expect(findUnsafeStructure(nested(65), { depthLimit: 64 })).toMatch(/deeper than 64 levels/)
  })

  test('is not hurt by a million levels', () => {
    expect(findUnsafeStructure(nested(1_000_000), { depthLimit: 64 })).toMatch(/deeper than 64 levels/)
  })

  test('refuses a key __proto__ anywhere', () => {
    expect(
      findUnsafeStructure(JSON.parse('{"spec":{"list":[{"__proto__":{"a":1}}]}}'), { depthLimit: 64 }),
    ).toMatch(/__proto__/)
  })

  test('lets other keys of Object.prototype pass, since they are data', () => {
    expect(
      findUnsafeStructure({ labels: { constructor: 'x', toString: 'y' } }, { depthLimit: 64 }),
    ).toBeUndefined()
  })
})
