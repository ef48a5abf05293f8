import { jsonSchemas, type FlinkApplication, type JsonSchema, type JsonType } from '@flink-operator/api'
import { type Problem } from './rule.ts'
import { sayValue } from './say-value.ts'
import { withoutUnsafeFields } from './without-unsafe-fields.ts'

/** An object of unknown shape as a FlinkApplication, and what in its spec has a wrong type, bound or pattern. */
export interface ReadApplication {
  /**
   * Without the values of a wrong type. Where something is required, it is there: the empty string or the smallest
   * number if nothing better was found. Objects in lists keep their index.
   */
  readonly app: FlinkApplication
  readonly problems: readonly Problem[]
}

/**
 * Checks an object against the schemas of packages/api, as the API server does with the CustomResourceDefinition. Thus
 * a rule may trust the types of what it reads, and an object that was stored under another schema is judged too.
 */
export function readApplication(input: unknown): ReadApplication {
  const { value, problems: unsafe } = withoutUnsafeFields(input)
  const problems: Problem[] = []
  const schema = schemaNamed('#/components/schemas/FlinkApplication')
  const app = readValue(value, schema, '', problems) ?? stand(schema)
  // The metadata is the API server's to judge, and the status the operator's own.
  const isOfSpec = ({ path }: Problem): boolean => path === 'spec' || path.startsWith('spec.')
  return { app: app as FlinkApplication, problems: [...unsafe, ...problems].filter(isOfSpec) }
}

function readValue(value: unknown, schema: JsonSchema, path: string, problems: Problem[]): unknown {
  if (schema.$ref !== undefined) return readValue(value, schemaNamed(schema.$ref), path, problems)
  if (!isOfTypeOf(value, schema)) {
    const expected = typesOf(schema).map((type) => typeNames[type])
    problems.push({ path, message: `This must be ${expected.join(' or ')}, not ${sayValue(value)}.` })
    return undefined
  }
  if (Array.isArray(value)) return readList(value, schema, path, problems)
  if (isRecord(value)) return readObject(value, schema, path, problems)
  const message = brokenBound(value, schema)
  if (message === undefined) return value
  problems.push({ path, message })
  return undefined
}

/** The list itself if nothing in it has to be left out, as in nearly every case. */
function readList(
  values: readonly unknown[],
  schema: JsonSchema,
  path: string,
  problems: Problem[],
): readonly unknown[] {
  const { items } = schema
  if (items === undefined) return values
  const keys = schema['x-kubernetes-list-map-keys']
  const seen = new Set<unknown>()
  let copy: unknown[] | undefined
  for (const [index, value] of values.entries()) {
    const elementPath = `${path}[${index}]`
    const element = readValue(value, items, elementPath, problems) ?? stand(items)
    if (element !== value) copy ??= values.slice(0, index)
    if (element === undefined) continue
    copy?.push(element)
    if (keys === undefined || !isRecord(element)) continue
    const key = keys.length === 1 ? element[keys[0] ?? ''] : sayKey(element, keys)
    if (seen.has(key)) {
      const message = `There is another entry with the ${keys.join()} ${sayKey(element, keys)}.`
      problems.push({ path: elementPath, message })
    }
    seen.add(key)
  }
  return copy ?? values
}

const sayKey = (element: Readonly<Record<string, unknown>>, keys: readonly string[]): string =>
  keys.map((name) => JSON.stringify(element[name])).join()

/** The object itself if nothing in it has to be left out or stood in for, as in nearly every case. */
function readObject(
  value: Readonly<Record<string, unknown>>,
  schema: JsonSchema,
  path: string,
  problems: Problem[],
): Readonly<Record<string, unknown>> {
  let copy: Record<string, unknown> | undefined
  for (const name of Object.keys(value)) {
    const child = value[name]
    const property = own(schema.properties, name)
    const childSchema = property ?? schema.additionalProperties
    if (childSchema === undefined) continue
    if (child === null && isDroppedWhenNull(childSchema)) {
      put((copy ??= { ...value }), name, undefined)
      continue
    }
    const childPath = property === undefined ? `${path}[${name}]` : join(path, name)
    const read = readValue(child, childSchema, childPath, problems)
    if (read !== child) put((copy ??= { ...value }), name, read)
  }
  for (const name of schema.required ?? []) {
    if (own(copy ?? value, name) !== undefined) continue
    if (value[name] === undefined || value[name] === null) {
      problems.push({ path: join(path, name), message: 'This is required.' })
    }
    const property = own(schema.properties, name)
    if (property !== undefined) put((copy ??= { ...value }), name, stand(property))
  }
  return copy ?? value
}

function put(object: Record<string, unknown>, name: string, child: unknown): void {
  if (child === undefined) Reflect.deleteProperty(object, name)
  else {
    // Plain assignment of the key __proto__ would set the prototype.
    Object.defineProperty(object, name, {
      value: child,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
}

/**
 * The API server takes null for "not set", except where several types are allowed: there it knows no schema, and keeps
 * what it gets.
 */
function isDroppedWhenNull({ type }: JsonSchema): boolean {
  return type === undefined || typeof type === 'string'
}

/** What stands for a required value that is not there. */
function stand(schema: JsonSchema): unknown {
  if (schema.$ref !== undefined) return stand(schemaNamed(schema.$ref))
  switch (schema.type) {
    case 'object':
      return readObject({}, schema, '', [])
    case 'string':
      return ''
    case 'integer':
    case 'number':
      return schema.minimum ?? 0
    default:
      return undefined
  }
}

const schemas = new Map(
  Object.entries(jsonSchemas).map(([name, schema]) => [`#/components/schemas/${name}`, schema]),
)

function schemaNamed(reference: string): JsonSchema {
  const schema = schemas.get(reference)
  if (schema === undefined) throw new Error(`packages/api has no schema ${reference}.`)
  return schema
}

function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isOfTypeOf(value: unknown, schema: JsonSchema): boolean {
  if (typeof schema.type === 'string' && schema['x-kubernetes-int-or-string'] !== true)
    return isOfType(value, schema.type)
  const types = typesOf(schema)
  return types.length === 0 || types.some((type) => isOfType(value, type))
}

function typesOf(schema: JsonSchema): readonly JsonType[] {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string']
  if (schema.type === undefined) return []
  return typeof schema.type === 'string' ? [schema.type] : schema.type
}

const typeNames: Record<JsonType, string> = {
  object: 'an object',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  null: 'null',
}

function isOfType(value: unknown, type: JsonType): boolean {
  switch (type) {
    case 'object':
      return isRecord(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    case 'null':
      return value === null
    default:
      return typeof value === type
  }
}

function brokenBound(value: unknown, schema: JsonSchema): string | undefined {
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return `This must be one of ${schema.enum.map(sayValue).join(', ')}, not ${sayValue(value)}.`
  }
  if (typeof value === 'number') {
    const { minimum, maximum = schema.format === 'int32' ? 2 ** 31 - 1 : undefined } = schema
    if (minimum !== undefined && value < minimum) return `This must be at least ${minimum}, not ${value}.`
    if (maximum !== undefined && value > maximum) return `This must be at most ${maximum}, not ${value}.`
  }
  if (typeof value !== 'string') return undefined
  if (schema.pattern !== undefined && !patternOf(schema.pattern).test(value)) {
    // The only pattern of the API.
    return `This must be a quantity such as 500m, 1Gi or 1.5G, not ${sayValue(value)}.`
  }
  return undefined
}

const patterns = new Map<string, RegExp>()

function patternOf(source: string): RegExp {
  const pattern = patterns.get(source) ?? new RegExp(source, 'u')
  patterns.set(source, pattern)
  return pattern
}
