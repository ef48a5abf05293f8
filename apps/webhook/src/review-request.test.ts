import { describe, expect, test } from 'vitest'
import { parseReviewRequest } from './review-request.ts'

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
    [
      'an operation that there is not, which would become the label of a metric',
      {
        apiVersion: 'admission.k8s.io/v1',
        kind: 'AdmissionReview',
        request: { uid: 'u1', operation: 'create-7f3a' },
      },
      /operation .* is none/,
    ],
  ])('refuses %s', (_title, body, message) => {
    expect(() => parse(body)).toThrow(message)
  })

  test('refuses what is no JSON', () => {
    expect(() => parseReviewRequest(Buffer.from('{'))).toThrow(/no JSON/)
  })
})
