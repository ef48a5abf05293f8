import { describe, expect, test } from 'vitest'
import { deployments, namespaces, pods } from './built-in.ts'
import { keyOf, pathOf, refOf } from './resource.ts'

test.each([
  [pods, {}, '/api/v1/pods'],
  [pods, { namespace: 'n' }, '/api/v1/namespaces/n/pods'],
  [pods, { namespace: 'n', name: 'p', subresource: 'log' }, '/api/v1/namespaces/n/pods/p/log'],
  [deployments, { namespace: 'n', name: 'd' }, '/apis/apps/v1/namespaces/n/deployments/d'],
  [namespaces, { name: 'n' }, '/api/v1/namespaces/n'],
  [pods, { namespace: 'n', name: 'a/b?c' }, '/api/v1/namespaces/n/pods/a%2Fb%3Fc'],
])('%j at %j is %s', (resource, where, path) => {
  expect(pathOf(resource, where)).toBe(path)
})

describe('what would reach the whole collection is refused', () => {
  test.each([
    ['an empty name', { namespace: 'n', name: '' }, '"" is no name of a Pod'],
    ['a name of dots', { namespace: 'n', name: '..' }, '".." is no name of a Pod'],
    ['an empty namespace', { namespace: '', name: 'p' }, '"" is no namespace of a Pod'],
    ['no namespace', { name: 'p' }, 'Pod p lives in a namespace, but none was given'],
  ])('%s', (_, where, message) => {
    expect(() => pathOf(pods, where)).toThrow(message)
  })

  test('a namespace of a cluster-wide object', () => {
    expect(() => pathOf(namespaces, { namespace: 'n', name: 'x' })).toThrow('Namespace is cluster-wide')
  })
})

test('a key names its object', () => {
  for (const ref of [{ namespace: 'n', name: 'a' }, { name: 'cluster-wide' }])
    expect(refOf(keyOf(ref))).toEqual(ref)
})
