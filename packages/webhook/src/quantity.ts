/**
 * A Kubernetes quantity in billionths of its unit, as exact as Kubernetes keeps it. Undefined if it is none.
 *
 * The deploy hash reads quantities by itself, in packages/reconciler: it has to spell them as the original operator does and
 * to be blind where that is, and must never change because a rule wants to know more.
 */
export function parseQuantity(quantity: string | number): bigint | undefined {
  const match = syntax.exec(String(quantity).trim())
  if (match === null) return undefined
  const [, sign, integer = '', fraction = '', suffix = ''] = match
  if (integer === '' && fraction === '') return undefined
  const exponent = /^[eE](.+)$/.exec(suffix)?.[1]
  const decimalPower = exponent === undefined ? (decimalSuffixes.get(suffix) ?? 0) : Number(exponent)
  if (Math.abs(decimalPower) > 100) return undefined
  let nanos = BigInt(`${integer}${fraction}`)
  const multiple = binarySuffixes.get(suffix)
  if (multiple !== undefined) nanos *= multiple
  const power = 9 - fraction.length + decimalPower
  nanos = power >= 0 ? nanos * 10n ** BigInt(power) : roundUp(nanos, 10n ** BigInt(-power))
  return sign === '-' ? -nanos : nanos
}

const syntax = /^([+-])?(\d{0,100})(?:\.(\d{0,100}))?((?:[KMGTPE]i)|[numkMGTPE]|[eE][+-]?\d{1,4})?$/

const binarySuffixes = new Map(
  ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, index) => [suffix, 1024n ** BigInt(index + 1)]),
)

const decimalSuffixes = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
])

const roundUp = (value: bigint, divisor: bigint): bigint => (value + divisor - 1n) / divisor

const nanosPerUnit = 1_000_000_000n

export const quantityOfBytes = (bytes: number): bigint => BigInt(bytes) * nanosPerUnit
