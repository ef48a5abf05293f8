/** The moment in RFC 3339 with milliseconds, for the fields of ours. */
export function toInstant(ms: number): string {
  return new Date(ms).toISOString()
}

/** The moment in RFC 3339 with whole seconds, as the original operator writes its fields. */
export function toSecond(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z')
}

/** Epoch milliseconds of a stored moment; undefined when it is missing or no moment. */
export function fromInstant(text: string | null | undefined): number | undefined {
  if (text == null) return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : ms
}
