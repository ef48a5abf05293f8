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
  return check(shapeNamed(name), value, '', 0, () => undefined)
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

type Replace = (value: number) => void
type Fields = Record<string, unknown>

function check(
  shape: Shape,
  value: unknown,
  at: string,
  depth: number,
  replace: Replace,
): string | undefined {
  if (typeof shape === 'string') return checkLeaf(shape, value, at, replace)
  if (depth > maxDepth) return `${at} is nested too deeply`
  if ('named' in shape) return check(shapeNamed(shape.named), value, at, depth, replace)
  if ('nullable' in shape)
    return value === null ? undefined : check(shape.nullable, value, at, depth, replace)
  if ('items' in shape) return checkList(shape.items, value, at, depth)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(at, 'an object')
  const fields = value as Fields
  if ('required' in shape) return checkObject(shape, fields, at, depth)
  for (const key of Object.keys(fields)) {
    const found = checkField(shape.values, fields, key, at, depth)
    if (found !== undefined) return found
  }
  return undefined
}

function checkList(items: Shape, value: unknown, at: string, depth: number): string | undefined {
  if (!Array.isArray(value)) return wrong(at, 'a list')
  const list: unknown[] = value
  for (let index = 0; index < list.length; index++) {
    const found = check(items, list[index], `${at}[${index}]`, depth + 1, (number) => (list[index] = number))
    if (found !== undefined) return found
  }
  return undefined
}

function checkObject(
  { required, optional }: Extract<Shape, { required: unknown }>,
  fields: Fields,
  at: string,
  depth: number,
): string | undefined {
  for (const [key, shape] of required) {
    if (!Object.hasOwn(fields, key)) return `${pathOf(at, key)} is missing`
    const found = checkField(shape, fields, key, at, depth)
    if (found !== undefined) return found
  }
  for (const [key, shape] of optional) {
    if (!Object.hasOwn(fields, key)) continue
    if (fields[key] === null && !(typeof shape === 'object' && 'nullable' in shape)) {
      Reflect.deleteProperty(fields, key)
      continue
    }
    const found = checkField(shape, fields, key, at, depth)
    if (found !== undefined) return found
  }
  return undefined
}

function checkField(
  shape: Shape,
  fields: Fields,
  key: string,
  at: string,
  depth: number,
): string | undefined {
  const value = fields[key]
  // The common leaves are checked here, before the path for a message is built.
  if (shape === 'string' ? typeof value === 'string' : shape === 'integer' && typeof value === 'number')
    return undefined
  return check(shape, value, pathOf(at, key), depth + 1, (number) => (fields[key] = number))
}

function checkLeaf(shape: Leaf, value: unknown, at: string, replace: Replace): string | undefined {
  switch (shape) {
    case 'string':
      return typeof value === 'string' ? undefined : wrong(at, 'a text')
    case 'integer':
      return typeof value === 'number' ? undefined : wrong(at, 'a number')
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrong(at, 'true or false')
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? undefined
        : wrong(at, 'an object')
    case 'double':
      return checkDouble(value, at, replace)
  }
}

function checkDouble(value: unknown, at: string, replace: Replace): string | undefined {
  if (typeof value === 'number') return undefined
  if (value !== 'NaN' && value !== 'Infinity' && value !== '-Infinity') return wrong(at, 'a number')
  replace(Number(value))
  return undefined
}

function pathOf(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`
}

function wrong(at: string, wanted: string): string {
  return `${at === '' ? 'the body' : at} is not ${wanted}`
}
