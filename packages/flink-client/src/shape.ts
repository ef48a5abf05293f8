/** What has no parts that are looked at. */
export type Leaf = 'string' | 'integer' | 'double' | 'boolean' | 'object'

/** What a value of an answer must be. */
export type Shape =
  | Leaf
  | { named: string }
  | { nullable: Shape }
  | { items: Shape }
  | { values: Shape }
  | { required: ReadonlyMap<string, Shape>; optional: ReadonlyMap<string, Shape> }

/**
 * Reads the short form of `generated/shapes.ts`: the fields of an object, blanks apart, as `name:kind`, or `name?:kind`
 * where the field may be absent; or `=kind` for what is no object with known fields. A kind is `s`, `i`, `d`, `b`, `o` or
 * the name of another shape, then `[]` for a list of it, `{}` for a map to it, `|` where null is meant.
 */
export function parseShape(text: string): Shape {
  if (text.startsWith('=')) return parseKind(text.slice(1))
  const required = new Map<string, Shape>()
  const optional = new Map<string, Shape>()
  for (const field of text.split(' ')) {
    if (field === '') continue
    const at = field.lastIndexOf(':')
    const kind = parseKind(field.slice(at + 1))
    if (field[at - 1] === '?') optional.set(field.slice(0, at - 1), kind)
    else required.set(field.slice(0, at), kind)
  }
  return { required, optional }
}

const leaves = { s: 'string', i: 'integer', d: 'double', b: 'boolean', o: 'object' } as const

function parseKind(text: string): Shape {
  if (text.endsWith('|')) return { nullable: parseKind(text.slice(0, -1)) }
  if (text.endsWith('[]')) return { items: parseKind(text.slice(0, -2)) }
  if (text.endsWith('{}')) return { values: parseKind(text.slice(0, -2)) }
  return text in leaves ? leaves[text as keyof typeof leaves] : { named: text }
}
