import { describe, expect, test } from 'vitest'
import { readDocument } from './document.ts'
import { type OpenApiDocument, type Schema } from './open-api.ts'
import { expandExpressions } from './expressions.ts'

const document = readDocument()
const { schemas } = document.components

describe('the document', () => {
  test('describes every field, so that kubectl can explain it', () => {
    const isDescribed = (schema: Schema): boolean =>
      schema.description !== undefined ||
      schemas[schema.$ref?.split('/').at(-1) ?? '']?.description !== undefined
    // What the API server itself says of the metadata is not ours to describe.
    const { ObjectMeta: _, OwnerReference: __, ...described } = schemas
    const undescribed = Object.entries(described).flatMap(([name, { properties = {}, 'x-flink-crd': crd }]) =>
      Object.entries({ ...properties, ...crd?.properties })
        .filter(
          ([property, schema]) =>
            `${name}.${property}` !== 'FlinkApplication.metadata' && !isDescribed(schema),
        )
        .map(([property]) => `${name}.${property}`),
    )
    expect(undescribed).toEqual([])
    expect(schemas['Toleration']?.properties?.['key']?.description).toBe(
      'Key is the taint key that the toleration applies to.',
    )
  })

  test('knows quantities that the Kubernetes models call text', () => {
    const isQuantity = { 'x-kubernetes-int-or-string': true }
    expect(schemas['EmptyDirVolumeSource']?.properties?.['sizeLimit']).toMatchObject(isQuantity)
    expect(schemas['ResourceFieldSelector']?.properties?.['divisor']).toMatchObject(isQuantity)
    for (const name of ['ResourceRequirements', 'VolumeResourceRequirements']) {
      expect(schemas[name]?.properties?.['requests']?.additionalProperties).toMatchObject(isQuantity)
    }
  })

  test('prunes nothing inside of a Kubernetes type, and requires only what the original did', () => {
    const required: Record<string, string[] | undefined> = {}
    for (const name of ['Volume', 'EnvVar', 'Toleration', 'PodSecurityContext', 'PodAffinityTerm']) {
      expect(schemas[name]?.['x-kubernetes-preserve-unknown-fields']).toBe(true)
      required[name] = schemas[name]?.required
    }
    expect(required).toEqual({
      Volume: ['name'],
      EnvVar: ['name'],
      Toleration: undefined,
      PodSecurityContext: undefined,
      PodAffinityTerm: undefined,
    })
  })
})

test('original operator defect D45: what a user may set is pruned or refused', () => {
  for (const name of ['PodSecurityContext', 'ResourceRequirements', 'Affinity', 'Volume', 'Toleration']) {
    expect(schemas[name]?.['x-kubernetes-preserve-unknown-fields'], name).toBe(true)
  }
  const spec = schemas['FlinkApplicationSpec']?.properties ?? {}
  expect(Object.keys(spec)).toEqual(
    expect.arrayContaining(['uiPort', 'forceRollback', 'tearDownVersionHash']),
  )
  expect(schemas['FlinkApplicationSpec']?.required ?? []).not.toContain('entryClass')
  expect(Object.keys(schemas['FlinkApplicationError']?.properties ?? {})).toContain('lastErrorUpdateTime')
})

describe('an expression', () => {
  const expanded = (rule: string): string => {
    const named = { name: 'n', rule, message: 'm', remedy: 'r' }
    const expressions = { port: '(has(it.port) ? it.port : 1)', ports: '[{{port of it}}]' }
    expandExpressions({
      ...document,
      'x-flink-expressions': expressions,
      components: { schemas: { Test: { type: 'object', 'x-flink-rules': [named] } } },
    } satisfies OpenApiDocument)
    return named.rule
  }

  test('stands for its text, with what it is asked of', () => {
    expect(expanded('{{ports of self.spec}}.size() == 1')).toBe(
      '[(has(self.spec.port) ? self.spec.port : 1)].size() == 1',
    )
  })

  test('must be defined', () => {
    expect(() => expanded('{{prots of self}}')).toThrow('Test: rule n: no expression is called "prots".')
  })
})
