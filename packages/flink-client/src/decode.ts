import { type components } from './generated/rest.ts'
import { shapes } from './generated/shapes.ts'
import { parseShape, type Field, type Shape } from './shape.ts'

export type Schemas = components['schemas']
export type ShapeName = keyof typeof shapes & keyof Schemas

/**
 * Checks `value` in place against a shape and turns the strings "NaN", "Infinity" and "-Infinity", which Flink writes
 * for doubles that JSON cannot hold, into numbers. A null where none is meant stands for an absent field, as Flink writes
 * it. Unknown fields and unknown values of enumerations pass: every version of Flink adds some.
 *
 * @returns where it differs, such as `jobs[3].status is missing`; undefined when it fits.
 */
export function misfit(name: ShapeName, value: unknown): string | undefined {
  const found = check(shapeNamed(name), value, 0)
  return found?.startsWith(' ') === true ? `the body${found}` : found
}

const parsed = new Map<string, Shape>()

function shapeNamed(name: string): Shape {
  const known = parsed.get(name)
  if (known !== undefined) return known
  const shape = parseShape(shapes[name as ShapeName])
  parsed.set(name, shape)
  return shape
}

/** Nothing Flink sends is deeper; hostile nesting must not use up the stack. */
const maxDepth = 40

type Fields = Record<string, unknown>

/** What differs, after the path from here to there: ` is not a list`, `status is missing`, `[3].status is missing`. */
type Misfit = string | undefined

function check(shape: Shape, value: unknown, depth: number): Misfit {
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string' ? undefined : ' is not a text'
    case 'integer':
    case 'double':
      return typeof value === 'number' ? undefined : ' is not a number'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : ' is not true or false'
    case 'anyObject':
      return isObject(value) ? undefined : ' is not an object'
    case 'nullable':
      return value === null ? undefined : check(shape.of, value, depth)
    default:
      break
  }
  if (depth > maxDepth) return ' is nested too deeply'
  switch (shape.kind) {
    case 'named':
      return check(shapeNamed(shape.name), value, depth)
    case 'items':
      return Array.isArray(value) ? checkList(shape.of, value, depth) : ' is not a list'
    case 'values':
      return isObject(value) ? checkValues(shape.of, value, depth) : ' is not an object'
    case 'object':
      return isObject(value) ? checkFields(shape.fields, value, depth) : ' is not an object'
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function checkList(items: Shape, list: readonly unknown[], depth: number): Misfit {
  for (let index = 0; index < list.length; index++) {
    const found = check(items, list[index], depth + 1)
    if (found !== undefined) return below(`[${index}]`, found)
  }
  return undefined
}

function checkValues(values: Shape, fields: Fields, depth: number): Misfit {
  for (const key of Object.keys(fields)) {
    const found = check(values, fields[key], depth + 1)
    if (found !== undefined) return below(key, found)
  }
  return undefined
}

function checkFields(shape: readonly Field[], fields: Fields, depth: number): Misfit {
  for (const { key, shape: wanted, isRequired } of shape) {
    // No field has the name of something that every object inherits.
    const value = fields[key]
    if (value === undefined) {
      if (isRequired) return `${key} is missing`
      continue
    }
    const found = check(wanted, value, depth + 1)
    if (found === undefined) continue
    if (value === null && !isRequired) Reflect.deleteProperty(fields, key)
    else if (wanted.kind === 'double' && (value === 'NaN' || value === 'Infinity' || value === '-Infinity')) {
      fields[key] = Number(value)
    } else return below(key, found)
  }
  return undefined
}

function below(at: string, found: string): string {
  return `${at}${/^[ [.]/.test(found) ? '' : '.'}${found}`
}
