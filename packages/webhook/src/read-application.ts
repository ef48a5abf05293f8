import { jsonSchemas, type FlinkApplication, type JsonSchema, type JsonType } from '@flink-operator/api'
import { type Problem } from './rule.ts'
import { sayValue } from './say-value.ts'

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
export function readApplication(value: unknown): ReadApplication {
  const problems: Problem[] = []
  const schema = schemaNamed('#/components/schemas/FlinkApplication')
  const app = readValue(value, schema, '', problems) ?? stand(schema)
  // The metadata is the API server's to judge, and the status the operator's own.
  const isOfSpec = ({ path }: Problem): boolean => path === 'spec' || path.startsWith('spec.')
  return { app: app as FlinkApplication, problems: problems.filter(isOfSpec) }
}

function readValue(value: unknown, schema: JsonSchema, path: string, problems: Problem[]): unknown {
  if (schema.$ref !== undefined) return readValue(value, schemaNamed(schema.$ref), path, problems)
  const types = typesOf(schema)
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    const message = `This must be ${types.map((type) => typeNames[type]).join(' or ')}, not ${sayValue(value)}.`
    problems.push({ path, message })
    return undefined
  }
  if (Array.isArray(value)) return readList(value, schema, path, problems)
  if (isRecord(value)) return readObject(value, schema, path, problems)
  const message = brokenBound(value, schema)
  if (message === undefined) return value
  problems.push({ path, message })
  return undefined
}

function readList(values: unknown[], schema: JsonSchema, path: string, problems: Problem[]): unknown[] {
  const { items } = schema
  if (items === undefined) return values
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  const seen = new Set<string>()
  const result: unknown[] = []
  for (const [index, value] of values.entries()) {
    const elementPath = `${path}[${index}]`
    const element = readValue(value, items, elementPath, problems) ?? stand(items)
    if (element === undefined) continue
    result.push(element)
    if (keys.length === 0 || !isRecord(element)) continue
    const key = keys.map((name) => JSON.stringify(element[name])).join()
    if (seen.has(key)) {
      problems.push({ path: elementPath, message: `There is another entry with the ${keys.join()} ${key}.` })
    }
    seen.add(key)
  }
  return result
}

function readObject(
  value: Readonly<Record<string, unknown>>,
  schema: JsonSchema,
  path: string,
  problems: Problem[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  const add = (name: string, child: unknown): void => {
    // Plain assignment of the key __proto__ would set the prototype.
    Object.defineProperty(result, name, {
      value: child,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  for (const [name, child] of Object.entries(value)) {
    const property = own(schema.properties, name)
    const childSchema = property ?? schema.additionalProperties
    if (child === null && childSchema !== undefined && isDroppedWhenNull(childSchema)) continue
    const childPath =
      property === undefined && childSchema !== undefined ? `${path}[${name}]` : join(path, name)
    const read = childSchema === undefined ? child : readValue(child, childSchema, childPath, problems)
    if (read !== undefined) add(name, read)
  }
  for (const name of schema.required ?? []) {
    if (Object.hasOwn(result, name)) continue
    if (value[name] === undefined || value[name] === null) {
      problems.push({ path: join(path, name), message: 'This is required.' })
    }
    const property = own(schema.properties, name)
    if (property !== undefined) add(name, stand(property))
  }
  return result
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

function schemaNamed(reference: string): JsonSchema {
  const schema = jsonSchemas[reference.replace('#/components/schemas/', '')]
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
