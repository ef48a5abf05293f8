import { type components } from './generated/rest.ts'
import { shapes } from './generated/shapes.ts'
import { parseShape, type Leaf, type Shape } from './shape.ts'

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
  if (typeof shape === 'string') return checkLeaf(shape, value)
  if (depth > maxDepth) return ' is nested too deeply'
  if ('named' in shape) return check(shapeNamed(shape.named), value, depth)
  if ('nullable' in shape) return value === null ? undefined : check(shape.nullable, value, depth)
  if ('items' in shape) return checkList(shape.items, value, depth)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ' is not an object'
  const fields = value as Fields
  if ('required' in shape) return checkObject(shape, fields, depth)
  for (const key of Object.keys(fields)) {
    const found = checkField(shape.values, fields, key, depth)
    if (found !== undefined) return found
  }
  return undefined
}

function checkList(items: Shape, value: unknown, depth: number): Misfit {
  if (!Array.isArray(value)) return ' is not a list'
  for (let index = 0; index < value.length; index++) {
    const found = check(items, value[index], depth + 1)
    if (found !== undefined) return `[${index}]${/^[ [.]/.test(found) ? '' : '.'}${found}`
  }
  return undefined
}

function checkObject(
  { required, optional }: Extract<Shape, { required: unknown }>,
  fields: Fields,
  depth: number,
): Misfit {
  for (const [key, shape] of required) {
    if (!Object.hasOwn(fields, key)) return `${key} is missing`
    const found = checkField(shape, fields, key, depth)
    if (found !== undefined) return found
  }
  for (const [key, shape] of optional) {
    if (!Object.hasOwn(fields, key)) continue
    if (fields[key] === null && !(typeof shape === 'object' && 'nullable' in shape)) {
      Reflect.deleteProperty(fields, key)
      continue
    }
    const found = checkField(shape, fields, key, depth)
    if (found !== undefined) return found
  }
  return undefined
}

function checkField(shape: Shape, fields: Fields, key: string, depth: number): Misfit {
  const value = fields[key]
  if (shape === 'double' && (value === 'NaN' || value === 'Infinity' || value === '-Infinity')) {
    fields[key] = Number(value)
    return undefined
  }
  const found = check(shape, value, depth + 1)
  return found === undefined ? undefined : `${key}${/^[ [.]/.test(found) ? '' : '.'}${found}`
}

function checkLeaf(shape: Leaf, value: unknown): Misfit {
  switch (shape) {
    case 'string':
      return typeof value === 'string' ? undefined : ' is not a text'
    case 'integer':
    case 'double':
      return typeof value === 'number' ? undefined : ' is not a number'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : ' is not true or false'
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? undefined
        : ' is not an object'
  }
}
