/**
 * A double as Go's `%v` prints it: the shortest digits that read back to it, with an exponent of at least two
 * digits when the decimal exponent is below -4 or above 5 (`1e-05`, `1.2345678e+07`).
 */
export function formatGoFloat(value: number): string {
  if (Object.is(value, -0)) return '-0'
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  if (exponent >= -4 && exponent <= 5) return String(value)
  const sign = exponent < 0 ? '-' : '+'
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
}
