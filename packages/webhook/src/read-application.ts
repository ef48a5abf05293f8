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
  const problems: FoundProblem[] = []
  const app = readValue(value, application, problems) ?? stand(application)
  // The metadata is the API server's to judge, and the status the operator's own.
  const isOfSpec = ({ path }: Problem): boolean => path === 'spec' || path.startsWith('spec.')
  return { app: app as FlinkApplication, problems: [...unsafe, ...problems].filter(isOfSpec) }
}

/**
 * Reads a value of any kind. The paths of its problems begin at the value itself: whoever holds it puts its own part
 * before them, so nothing is put together as long as there are no problems.
 */
function readValue(value: unknown, field: Field, problems: FoundProblem[]): unknown {
  if (!isOfTypeOf(value, field)) {
    const expected = field.types.map((type) => typeNames[type])
    problems.push({ path: '', message: `This must be ${expected.join(' or ')}, not ${sayValue(value)}.` })
    return undefined
  }
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value)
      ? readList(value, field, problems)
      : readObject(value as Readonly<Record<string, unknown>>, field, problems)
  }
  const message = brokenBound(value, field.schema)
  if (message === undefined) return value
  problems.push({ path: '', message })
  return undefined
}

interface FoundProblem {
  path: string
  readonly message: string
}

/** Puts where a value is before the paths of what was found in it. */
function placeProblems(problems: FoundProblem[], first: number, place: string): void {
  for (const problem of problems.slice(first)) {
    const isPlaced = problem.path === '' || problem.path.startsWith('[')
    problem.path = isPlaced ? place + problem.path : `${place}.${problem.path}`
  }
}

/** The list itself if nothing in it has to be left out, as in nearly every case. */
function readList(
  values: readonly unknown[],
  { items, schema }: Field,
  problems: FoundProblem[],
): readonly unknown[] {
  if (items === undefined) return values
  const keys = schema['x-kubernetes-list-map-keys']
  const seen = new Set<unknown>()
  let copy: unknown[] | undefined
  for (const [index, value] of values.entries()) {
    const before = problems.length
    const element = readValue(value, items, problems) ?? stand(items)
    if (problems.length > before) placeProblems(problems, before, `[${index}]`)
    if (element !== value) copy ??= values.slice(0, index)
    if (element === undefined) continue
    copy?.push(element)
    if (keys === undefined || !isRecord(element)) continue
    const key = keys.length === 1 ? element[keys[0] ?? ''] : sayKey(element, keys)
    if (seen.has(key)) {
      const message = `There is another entry with the ${keys.join()} ${sayKey(element, keys)}.`
      problems.push({ path: `[${index}]`, message })
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
  { properties, others, required }: Field,
  problems: FoundProblem[],
): Readonly<Record<string, unknown>> {
  let copy: Record<string, unknown> | undefined
  for (const name of Object.keys(value)) {
    const child = value[name]
    const property = properties.get(name)
    const field = property ?? others
    if (field === undefined) continue
    if (child === null && field.isDroppedWhenNull) {
      put((copy ??= { ...value }), name, undefined)
      continue
    }
    const before = problems.length
    const read = readValue(child, field, problems)
    if (problems.length > before) placeProblems(problems, before, property === undefined ? `[${name}]` : name)
    if (read !== child) put((copy ??= { ...value }), name, read)
  }
  for (const name of required) {
    if (own(copy ?? value, name) !== undefined) continue
    if (value[name] === undefined || value[name] === null) {
      problems.push({ path: name, message: 'This is required.' })
    }
    const property = properties.get(name)
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

/** What stands for a required value that is not there. */
function stand(field: Field): unknown {
  switch (field.schema.type) {
    case 'object':
      return readObject({}, field, [])
    case 'string':
      return ''
    case 'integer':
    case 'number':
      return field.schema.minimum ?? 0
    default:
      return undefined
  }
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isOfTypeOf(value: unknown, { types }: Field): boolean {
  if (types.length === 0) return true
  for (const type of types) if (isOfType(value, type)) return true
  return false
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

/** A schema made ready for reading, once and for all: references followed, and what reading asks of it at hand. */
interface Field {
  /** Without a reference. */
  readonly schema: JsonSchema
  /** None if every type is allowed. */
  readonly types: readonly JsonType[]
  readonly properties: ReadonlyMap<string, Field>
  /** What the properties without a schema of their own are; undefined if nothing is said of them. */
  readonly others: Field | undefined
  readonly items: Field | undefined
  readonly required: readonly string[]
  readonly isDroppedWhenNull: boolean
}

const application = fieldOf({ $ref: '#/components/schemas/FlinkApplication' })

function fieldOf(schema: JsonSchema): Field {
  const isDroppedWhenNull = takesNullForUnset(schema)
  if (schema.$ref !== undefined) return { ...fieldOf(schemaNamed(schema.$ref)), isDroppedWhenNull }
  const { properties = {}, additionalProperties, items, required = [] } = schema
  return {
    schema,
    types: typesOf(schema),
    properties: new Map(Object.entries(properties).map(([name, property]) => [name, fieldOf(property)])),
    others: additionalProperties && fieldOf(additionalProperties),
    items: items && fieldOf(items),
    required,
    isDroppedWhenNull,
  }
}

/**
 * The API server takes null for "not set", except where several types are allowed: there it knows no schema, and keeps
 * what it gets.
 */
function takesNullForUnset({ type }: JsonSchema): boolean {
  return type === undefined || typeof type === 'string'
}

function schemaNamed(reference: string): JsonSchema {
  const schema = jsonSchemas[reference.replace('#/components/schemas/', '')]
  if (schema === undefined) throw new Error(`packages/api has no schema ${reference}.`)
  return schema
}

function typesOf(schema: JsonSchema): readonly JsonType[] {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string']
  if (schema.type === undefined) return []
  return typeof schema.type === 'string' ? [schema.type] : schema.type
}
