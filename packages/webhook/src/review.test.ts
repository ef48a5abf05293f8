import { applyPatch } from 'rfc6902'
import { describe, expect, test } from 'vitest'
import { reviewMutation, reviewValidation } from './review.ts'
import { rightResource } from './testing/index.ts'

const wrong = { ...rightResource, spec: { ...rightResource.spec, rpcPort: 8081, imagePullPolicy: 'Always' } }
const collision =
  'Port 8081 is also that of uiPort. Give each of rpcPort, blobPort, queryPort, uiPort and metricsQueryPort a number of its own. [portsCollide]'

describe('a review by the validating webhook', () => {
  test('lets a right application in', () => {
    expect(reviewValidation({ operation: 'CREATE', object: rightResource })).toEqual({ allowed: true })
  })

  test('refuses as the API server refuses a built-in kind', () => {
    expect(reviewValidation({ operation: 'CREATE', name: '', object: wrong })).toEqual({
      allowed: false,
      status: {
        code: 422,
        reason: 'Invalid',
        message: `spec.rpcPort: ${collision}`,
        details: {
          name: 'wordcount',
          group: 'flink.k8s.io',
          kind: 'FlinkApplication',
          causes: [{ reason: 'FieldValueInvalid', field: 'spec.rpcPort', message: collision }],
        },
      },
      auditAnnotations: { errors: 'portsCollide' },
    })
  })

  test('warns about what the stored object has already', () => {
    expect(reviewValidation({ operation: 'UPDATE', object: wrong, oldObject: wrong })).toEqual({
      allowed: true,
      warnings: [`spec.rpcPort: ${collision}`],
      auditAnnotations: { warnings: 'portsCollide' },
    })
  })

  test.each([
    ['a deletion', { operation: 'DELETE', object: null, oldObject: wrong }],
    ['a status', { operation: 'UPDATE', subResource: 'status', object: wrong, oldObject: rightResource }],
    [
      'the loss of a finalizer',
      {
        operation: 'UPDATE',
        object: { ...wrong, metadata: { ...wrong.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } },
        oldObject: rightResource,
      },
    ],
  ])('has nothing to say about %s', (_, request) => {
    expect(reviewValidation(request)).toEqual({ allowed: true })
  })

  test('knows the format of the operator’s Ingresses', () => {
    const request = { operation: 'CREATE', object: rightResource }
    expect(reviewValidation(request, { ingressUrlFormat: '{{$jobCluster}}.example.org' }).allowed).toBe(true)
    expect(reviewValidation(request, { ingressUrlFormat: 'https://{{$jobCluster}}' }).allowed).toBe(false)
  })
})

describe('a review by the mutating webhook', () => {
  test('fills in what a new application does not say', () => {
    const spec = { ...rightResource.spec, deleteMode: 'None' }
    const { patch = '', ...rest } = reviewMutation({
      operation: 'CREATE',
      object: { ...rightResource, spec },
    })
    expect(rest).toEqual({ allowed: true, patchType: 'JSONPatch' })
    const app = structuredClone({ ...rightResource, spec })
    applyPatch(
      app,
      JSON.parse(Buffer.from(patch, 'base64').toString('utf8')) as Parameters<typeof applyPatch>[1],
    )
    expect(app.spec).toEqual({
      ...spec,
      deploymentMode: 'Dual',
      scaleMode: 'NewCluster',
      maxCheckpointRestoreAgeSeconds: 3600,
    })
  })

  test.each([
    ['an update', { operation: 'UPDATE', object: rightResource, oldObject: rightResource }],
    ['a deletion', { operation: 'DELETE', object: null, oldObject: rightResource }],
    ['an application without a specification', { operation: 'CREATE', object: { metadata: {} } }],
    ['a specification that is a list', { operation: 'CREATE', object: { spec: [] } }],
  ])('leaves %s as it is', (_, request) => {
    expect(reviewMutation(request)).toEqual({ allowed: true })
  })
})
