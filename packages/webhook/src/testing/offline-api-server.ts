import { Environment } from '@marcbachmann/cel-js'
import { Ajv } from 'ajv'
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { parse } from 'yaml'
import { parseQuantity } from '../quantity.ts'

/** What an API server with our CustomResourceDefinition refuses, found out without one. */
export interface OfflineApiServer {
  /**
   * The names of the rules that a write breaks: those of our CEL rules, `schema` for everything else. As with the real
   * one, CEL is asked only when the types are right.
   */
  refusals(app: object, old?: object): string[]
}

interface Structural {
  type?: string
  nullable?: boolean
  properties?: Record<string, Structural>
  additionalProperties?: Structural
  items?: Structural
  'x-kubernetes-int-or-string'?: boolean
  'x-kubernetes-list-map-keys'?: string[]
  'x-kubernetes-validations'?: Validation[]
}

interface Validation {
  rule: string
  message: string
  optionalOldSelf?: boolean
}

interface Crd {
  spec: { versions: { schema: { openAPIV3Schema: Structural } }[] }
}

const crdFile = new URL('../../../api/crds/flinkapplications.flink.k8s.io.yaml', import.meta.url)

export function createOfflineApiServer(): OfflineApiServer {
  const crd = parse(readFileSync(crdFile, 'utf8')) as Crd
  const schema = crd.spec.versions[0]?.schema.openAPIV3Schema ?? {}
  const ajv = new Ajv({ strict: false, validateFormats: false })
  const hasRightTypes = ajv.compile(schema)
  const environment = kubernetesEnvironment()
  const compiled = new Map<string, ReturnType<Environment['parse']>>()

  const holds = ({ rule }: Validation, self: unknown, oldSelf: unknown): boolean => {
    const evaluate = compiled.get(rule) ?? environment.parse(plain(rule))
    compiled.set(rule, evaluate)
    try {
      return evaluate({ self, oldSelf, hasOldSelf: oldSelf !== undefined }) === true
    } catch {
      // The API server refuses what a rule cannot be asked about.
      return false
    }
  }

  const visit = (node: Structural, value: unknown, old: unknown, broken: Set<string>): void => {
    if (value === undefined || value === null) return
    for (const validation of node['x-kubernetes-validations'] ?? []) {
      const isTransition = validation.rule.includes('oldSelf')
      if (isTransition && validation.optionalOldSelf !== true && old === undefined) continue
      // The API server does not ask again about what has not changed.
      if (!isTransition && old !== undefined && isDeepStrictEqual(value, old)) continue
      const oldSelf =
        old === undefined ? undefined : asCel(old, node, { isOptional: validation.optionalOldSelf === true })
      if (!holds(validation, asCel(value, node, { isOptional: false }), oldSelf))
        broken.add(nameIn(validation.message))
    }
    if (Array.isArray(value)) {
      const keys = node['x-kubernetes-list-map-keys'] ?? []
      if (
        keys.length > 0 &&
        hasDuplicates(value, keys) &&
        !(Array.isArray(old) && hasDuplicates(old, keys))
      ) {
        broken.add('schema')
      }
      for (const element of value) if (node.items !== undefined) visit(node.items, element, undefined, broken)
      return
    }
    if (typeof value !== 'object') return
    const oldObject = (typeof old === 'object' && old !== null ? old : {}) as Record<string, unknown>
    for (const [name, child] of Object.entries(value)) {
      const childNode = node.properties?.[name] ?? node.additionalProperties
      if (childNode !== undefined) visit(childNode, child, oldObject[name], broken)
    }
  }

  return {
    refusals(app, old) {
      const read = withoutNulls(app, schema)
      if (!hasRightTypes(read)) return ['schema']
      const broken = new Set<string>()
      visit(schema, read, old, broken)
      return broken.has('schema') ? ['schema'] : [...broken].sort()
    },
  }
}

/** The API server drops a null from every field that it knows and that cannot be null. */
function withoutNulls(value: unknown, node: Structural): unknown {
  if (Array.isArray(value)) return value.map((element) => withoutNulls(element, node.items ?? {}))
  if (typeof value !== 'object' || value === null) return value
  const result: Record<string, unknown> = {}
  for (const [name, child] of Object.entries(value)) {
    const childNode = node.properties?.[name] ?? node.additionalProperties
    if (childNode === undefined) result[name] = child
    else if (child !== null || childNode.nullable === true) result[name] = withoutNulls(child, childNode)
  }
  return result
}

const nameIn = (message: string): string => /\[(\w+)\]$/.exec(message)?.[1] ?? message

const hasDuplicates = (list: readonly unknown[], keys: readonly string[]): boolean =>
  new Set(list.map((element) => JSON.stringify(keys.map((key) => (element as Record<string, unknown>)[key]))))
    .size < list.length

/**
 * A value as the API server hands it to CEL: integers apart from other numbers, unknown fields left out, names escaped and as
 * they are. In an optional oldSelf it knows no schema any more, and so no name that is escaped (Kubernetes 1.34).
 */
function asCel(value: unknown, node: Structural, { isOptional }: { isOptional: boolean }): unknown {
  const child = (itsValue: unknown, itsNode: Structural): unknown => asCel(itsValue, itsNode, { isOptional })
  if (typeof value === 'number') return node.type === 'number' ? value : BigInt(value)
  if (Array.isArray(value)) return value.map((element) => child(element, node.items ?? {}))
  if (typeof value !== 'object' || value === null) return value
  const { properties = {}, additionalProperties } = node
  if (additionalProperties !== undefined) {
    return new Map(
      Object.entries(value).map(([key, itsValue]) => [key, child(itsValue, additionalProperties)]),
    )
  }
  const result: Record<string, unknown> = {}
  for (const [name, itsValue] of Object.entries(value)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (property === undefined) continue
    const inCel = child(itsValue, property)
    result[name] = inCel
    if (!isOptional) result[escaped(name)] = inCel
  }
  return result
}

/** @see https://kubernetes.io/docs/reference/using-api/cel/#escaping */
const escaped = (name: string): string =>
  name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__')

/**
 * This implementation of CEL cannot ask has() of what a call returns, so the optional is taken apart before. And its
 * int() takes texts that the API server's does not.
 */
const plain = (rule: string): string =>
  rule
    .replaceAll('oldSelf.hasValue()', 'hasOldSelf')
    .replaceAll('oldSelf.value()', 'oldSelf')
    .replaceAll(/\bint\(/g, 'strictInt(')

class Quantity {
  readonly nanos: bigint
  constructor(nanos: bigint) {
    this.nanos = nanos
  }
}

function kubernetesEnvironment(): Environment {
  return new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
  })
    .registerType('Quantity', Quantity)
    .registerFunction('quantity(string): Quantity', (text: string) => {
      const nanos = parseQuantity(text)
      if (nanos === undefined) throw new Error(`${text} is no quantity`)
      return new Quantity(nanos)
    })
    .registerFunction('strictInt(dyn): int', (value: string | bigint) => {
      if (typeof value === 'bigint') return value
      if (!/^[+-]?\d+$/.test(value)) throw new Error(`${value} is no integer`)
      return BigInt(value.replace('+', ''))
    })
    .registerFunction('Quantity.isLessThan(Quantity): bool', (a: Quantity, b: Quantity) => a.nanos < b.nanos)
}
