import { type Problem } from './rule.ts'

/** More than any type of Kubernetes has. What walks by calling itself would end its stack at some thousands. */
const depthLimit = 64

const protoUnsupported = { message: 'The key __proto__ is not supported.', remedy: 'Remove it.' }

type Fields = Readonly<Record<string, unknown>>

/**
 * An object of unknown shape, emptied of every field that nobody should walk: nested too deep, or with the one key in it
 * that JavaScript does not treat as data. Where the schema ends, the API server stores both.
 *
 * @returns the object itself if all its fields are safe, as in nearly every case
 */
export function withoutUnsafeFields(value: unknown): { value: unknown; problems: Problem[] } {
  const problems: Problem[] = []
  const safe = (field: unknown, path: string): unknown => {
    const found = path === 'spec.__proto__' ? protoUnsupported : findUnsafe(field)
    if (found === undefined) return field
    problems.push({ path, ...found })
    return Array.isArray(field) ? [] : {}
  }
  const safeSpec = (spec: unknown): unknown =>
    isFields(spec) ? mapFields(spec, (field, name) => safe(field, `spec.${name}`)) : safe(spec, 'spec')
  return {
    value: isFields(value)
      ? mapFields(value, (field, name) => (name === 'spec' ? safeSpec(field) : safe(field, name)))
      : safe(value, ''),
    problems,
  }
}

/** The object itself if `change` changes nothing. */
function mapFields(fields: Fields, change: (field: unknown, name: string) => unknown): Fields {
  let copy: Record<string, unknown> | undefined
  for (const name of Object.keys(fields)) {
    const field = change(fields[name], name)
    if (field !== fields[name]) (copy ??= { ...fields })[name] = field
  }
  return copy ?? fields
}

/** It turns back where the depth is too great, so that cannot harm it. */
function findUnsafe(value: unknown, depth = 1): Pick<Problem, 'message' | 'remedy'> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > depthLimit)
    return { message: `This is nested deeper than ${depthLimit} levels.`, remedy: 'Flatten it.' }
  if (Object.hasOwn(value, '__proto__')) return protoUnsupported
  for (const child of Object.values(value)) {
    const found = findUnsafe(child, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
