/** What a value of an answer must be. */
export type Shape =
  | { kind: 'string' | 'integer' | 'double' | 'boolean' | 'anyObject' }
  | { kind: 'named'; name: string }
  | { kind: 'nullable' | 'items' | 'values'; of: Shape }
  | { kind: 'object'; fields: readonly Field[] }

export interface Field {
  key: string
  shape: Shape
  isRequired: boolean
}

/**
 * Reads the short form of `generated/shapes.ts`: the fields of an object, blanks apart, as `name:kind`, or `name?:kind`
 * where the field may be absent; or `=kind` for what is no object with known fields. A kind is `s`, `i`, `d`, `b`, `o` or
 * the name of another shape, then `[]` for a list of it, `{}` for a map to it, `|` where null is meant.
 */
export function parseShape(text: string): Shape {
  if (text.startsWith('=')) return parseKind(text.slice(1))
  const fields = text.split(' ').filter((field) => field !== '')
  return { kind: 'object', fields: fields.map(parseField) }
}

function parseField(text: string): Field {
  const at = text.lastIndexOf(':')
  const isRequired = text[at - 1] !== '?'
  return { key: text.slice(0, isRequired ? at : at - 1), shape: parseKind(text.slice(at + 1)), isRequired }
}

const leaves = {
  s: { kind: 'string' },
  i: { kind: 'integer' },
  d: { kind: 'double' },
  b: { kind: 'boolean' },
  o: { kind: 'anyObject' },
} as const

function parseKind(text: string): Shape {
  if (text.endsWith('|')) return { kind: 'nullable', of: parseKind(text.slice(0, -1)) }
  if (text.endsWith('[]')) return { kind: 'items', of: parseKind(text.slice(0, -2)) }
  if (text.endsWith('{}')) return { kind: 'values', of: parseKind(text.slice(0, -2)) }
  return text in leaves ? leaves[text as keyof typeof leaves] : { kind: 'named', name: text }
}
