import { type components } from './generated/rest.ts'
import { shapes } from './generated/shapes.ts'

/**
 * What an answer must look like. `'@Name'` is another shape of the same table; in `optional`, null stands for absent.
 * Unknown fields and unknown values of enumerations pass: every Flink version adds some.
 */
export type Shape =
  | string
  | { nullable: Shape }
  | { items: Shape }
  | { values: Shape }
  | { required: Readonly<Record<string, Shape>>; optional: Readonly<Record<string, Shape>> }

export type Schemas = components['schemas']
export type ShapeName = keyof typeof shapes & keyof Schemas

/**
 * Checks `value` in place against a shape and turns the strings "NaN", "Infinity" and "-Infinity", which Flink writes
 * for doubles that JSON cannot hold, into numbers.
 *
 * @returns where it differs, such as `jobs[3].status is missing`; undefined when it fits.
 */
export function misfit(name: ShapeName, value: unknown): string | undefined {
  return check(`@${name}`, value, '', 0, () => undefined)
}

/** Nothing Flink sends is deeper; hostile nesting must not use up the stack. */
const maxDepth = 40

type Replace = (value: number) => void

function check(
  shape: Shape,
  value: unknown,
  at: string,
  depth: number,
  replace: Replace,
): string | undefined {
  if (depth > maxDepth) return `${at} is nested too deeply`
  if (typeof shape === 'string') return checkNamed(shape, value, at, depth, replace)
  if ('nullable' in shape)
    return value === null ? undefined : check(shape.nullable, value, at, depth, replace)
  if ('items' in shape) {
    if (!Array.isArray(value)) return wrong(at, 'a list')
    for (let index = 0; index < value.length; index++) {
      const found = check(
        shape.items,
        value[index],
        `${at}[${index}]`,
        depth + 1,
        (number) => (value[index] = number),
      )
      if (found !== undefined) return found
    }
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(at, 'an object')
  const fields = value as Record<string, unknown>
  if ('values' in shape) {
    for (const key of Object.keys(fields)) {
      const found = checkField(shape.values, fields, key, at, depth)
      if (found !== undefined) return found
    }
    return undefined
  }
  return checkObject(shape, fields, at, depth)
}

function checkObject(
  shape: Extract<Shape, { required: unknown }>,
  fields: Record<string, unknown>,
  at: string,
  depth: number,
): string | undefined {
  for (const key in shape.required) {
    if (!Object.hasOwn(fields, key)) return `${at === '' ? '' : `${at}.`}${key} is missing`
    const found = checkField(shape.required[key] ?? '', fields, key, at, depth)
    if (found !== undefined) return found
  }
  for (const key in shape.optional) {
    const field = shape.optional[key] ?? ''
    if (!Object.hasOwn(fields, key)) continue
    // Flink writes null for most absent values; the types here know only "absent" unless null has a meaning.
    if (fields[key] === null && !(typeof field === 'object' && 'nullable' in field)) {
      Reflect.deleteProperty(fields, key)
      continue
    }
    const found = checkField(field, fields, key, at, depth)
    if (found !== undefined) return found
  }
  return undefined
}

function checkField(shape: Shape, fields: Record<string, unknown>, key: string, at: string, depth: number) {
  const value = fields[key]
  // The common leaves are checked here, before the path for a message is built.
  if (
    shape === 'string' ? typeof value === 'string' : shape === 'integer' ? typeof value === 'number' : false
  ) {
    return undefined
  }
  const path = at === '' ? key : `${at}.${key}`
  return check(shape, value, path, depth + 1, (number) => (fields[key] = number))
}

function checkNamed(
  shape: string,
  value: unknown,
  at: string,
  depth: number,
  replace: Replace,
): string | undefined {
  switch (shape) {
    case 'string':
      return typeof value === 'string' ? undefined : wrong(at, 'a text')
    case 'integer':
      return typeof value === 'number' ? undefined : wrong(at, 'a number')
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrong(at, 'true or false')
    case 'double':
      if (typeof value === 'number') return undefined
      if (value !== 'NaN' && value !== 'Infinity' && value !== '-Infinity') return wrong(at, 'a number')
      replace(Number(value))
      return undefined
    default:
      return check(shapes[shape.slice(1) as ShapeName], value, at, depth, replace)
  }
}

function wrong(at: string, wanted: string): string {
  return `${at === '' ? 'the body' : at} is not ${wanted}`
}
