/** A value as JSON, cut so that a message stays readable. */
export function sayValue(value: unknown): string {
  const text = (JSON.stringify(value) as string | undefined) ?? 'nothing'
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`
}
