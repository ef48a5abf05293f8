/** A deep copy of plain data: objects, arrays and what has no parts. Several times as fast as `structuredClone`. */
export function copy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copy) as T
  const copied: Record<string, unknown> = {}
  for (const key in value) copied[key] = copy(value[key])
  return copied as T
}
