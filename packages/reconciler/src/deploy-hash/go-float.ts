/**
 * A double as Go's `%v` prints it: the shortest digits that read back to it, with an exponent of at least two
 * digits when the decimal exponent is below -4 or above 5 (`1e-05`, `1.2345678e+07`).
 */
export function formatGoFloat(value: number): string {
  if (Object.is(value, -0)) return '-0'
  const text = value.toExponential()
  const exponent = Number(text.slice(text.indexOf('e') + 1))
  if (exponent >= -4 && exponent <= 5) return String(value)
  return text.replace(/(?<=[+-])\d$/, '0$&')
}
