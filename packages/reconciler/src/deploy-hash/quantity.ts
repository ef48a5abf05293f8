/**
 * A Kubernetes resource quantity, read and printed as k8s.io/apimachinery v0.24 does. Its printing is part of
 * the deploy hash, and so is its blindness: `originalBytes` is 0 where Go's `AsInt64` gives up.
 */
export interface Quantity {
  /** How Go prints it again: `1024Mi` becomes `1Gi`, `1500Mi` stays. */
  readonly text: string
  /** What `AsInt64` gives: 0 for anything with a fraction of one, for `1.5Gi` and beyond 64 bits. */
  readonly originalBytes: bigint
  /** The value in whole units, rounded up. */
  readonly wholeUnits: bigint
}

type Format = 'binary' | 'decimal' | 'exponent'

interface Suffix {
  readonly format: Format
  /** Of 2 for the binary format, of 10 otherwise. */
  readonly exponent: number
}

/** digits · 10^scale; every quantity is a finite decimal, the binary ones too. */
interface Decimal {
  readonly digits: bigint
  readonly scale: number
}

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
const decimalSuffixOf = new Map([...decimalSuffixes].map(([suffix, exponent]) => [exponent, suffix]))
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

const quantityPattern = /^([+-]?)(\d*)(?:\.(\d*))?((?:[eEinumkKMGTP]+[+-]?\d*)?)$/
const maxFastDigits = 18
const smallestScale = -9
const maxInt64 = 2n ** 63n - 1n
const minInt64 = -(2n ** 63n)
// Beyond this Go would compute for minutes; nobody has so many bytes.
const largestSlowScale = 1_000

/** @returns undefined when the text is no quantity. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = quantityPattern.exec(text)
  if (text === '' || match === null) return undefined
  const [, sign = '', wholeText = '', fraction = '', suffixText = ''] = match
  const suffix = parseSuffix(suffixText)
  if (suffix === undefined) return undefined
  const whole = wholeText.replace(/^0+/, '') || '0'
  const negative = sign === '-'

  if (isFast(suffix, whole, fraction)) {
    const shifted = whole + fraction
    const scale = suffix.format === 'binary' ? 0 : suffix.exponent - fraction.length
    const magnitude = BigInt(shifted) * (suffix.format === 'binary' ? 2n ** BigInt(suffix.exponent) : 1n)
    const value = { digits: negative ? -magnitude : magnitude, scale }
    return {
      text: keepsSpelling(suffix, scale, shifted) ? text : print(suffix.format, value),
      originalBytes: fastBytes(value),
      wholeUnits: wholeUnits(value),
    }
  }
  if (wholeText === '' && fraction === '') return undefined
  if (Math.abs(suffix.exponent) > largestSlowScale) return undefined
  const value = slowValue(suffix, whole, fraction)
  const signed = { ...value, digits: negative ? -value.digits : value.digits }
  return { text: print(suffix.format, signed), originalBytes: 0n, wholeUnits: wholeUnits(signed) }
}

function parseSuffix(text: string): Suffix | undefined {
  const decimal = decimalSuffixes.get(text)
  if (decimal !== undefined) return { format: 'decimal', exponent: decimal }
  const binary = binarySuffixes.indexOf(text)
  if (binary > 0) return { format: 'binary', exponent: binary * 10 }
  if (!/^[eE][+-]?\d+$/.test(text)) return undefined
  const exponent = BigInt(text.slice(1))
  if (exponent > maxInt64 || exponent < minInt64) return undefined
  return { format: 'exponent', exponent: Number(BigInt.asIntN(32, exponent)) }
}

function isFast({ format, exponent }: Suffix, whole: string, fraction: string): boolean {
  if (format === 'binary') {
    return fraction === '' && 15 - whole.length - Math.trunc((exponent * 3) / 10) - 1 >= 0
  }
  return whole.length + fraction.length <= maxFastDigits && exponent - fraction.length >= smallestScale
}

function keepsSpelling({ format }: Suffix, scale: number, shifted: string): boolean {
  if (format === 'binary') return (BigInt(shifted) & 7n) !== 0n
  return scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0')
}

/** Rounds up at 1e-9 and caps a binary value at the largest 64-bit integer, so that asking for a bit gives a bit. */
function slowValue(suffix: Suffix, whole: string, fraction: string): Decimal {
  const isBinary = suffix.format === 'binary'
  const digits = BigInt(whole + fraction) * (isBinary ? 2n ** BigInt(suffix.exponent) : 1n)
  const scale = (isBinary ? 0 : suffix.exponent) - fraction.length
  const nanos = scaledTo(digits, scale, smallestScale)
  const one = 10n ** 9n
  const capped = isBinary && nanos > maxInt64 * one ? maxInt64 * one : nanos
  return { digits: capped, scale: smallestScale }
}

/** digits · 10^(scale − target), rounded away from zero. */
function scaledTo(digits: bigint, scale: number, target: number): bigint {
  if (scale >= target) return digits * 10n ** BigInt(scale - target)
  const divisor = 10n ** BigInt(target - scale)
  const quotient = digits / divisor
  return digits % divisor === 0n ? quotient : quotient + (digits < 0n ? -1n : 1n)
}

function wholeUnits({ digits, scale }: Decimal): bigint {
  return scale > largestSlowScale ? maxInt64 : scaledTo(digits, scale, 0)
}

function fastBytes({ digits, scale }: Decimal): bigint {
  if (scale < 0 || scale > maxFastDigits) return 0n
  const bytes = digits * 10n ** BigInt(scale)
  return bytes > maxInt64 || bytes < minInt64 ? 0n : bytes
}

function print(format: Format, value: Decimal): string {
  if (value.digits === 0n) return '0'
  if (format === 'binary') {
    const integer = scaledTo(value.digits, value.scale, 0)
    const isInteger = scaledTo(integer, 0, value.scale) === value.digits
    if (isInteger && (integer >= 1024n || integer <= -1024n)) return printBinary(integer)
  }
  return printDecimal(format, value)
}

function printBinary(value: bigint): string {
  let mantissa = value
  let count = 0
  while (mantissa % 1024n === 0n) {
    mantissa /= 1024n
    count++
  }
  return `${mantissa}${binarySuffixes[count] ?? ''}`
}

function printDecimal(format: Format, value: Decimal): string {
  let { digits, scale } = value
  while (digits % 10n === 0n) {
    digits /= 10n
    scale++
  }
  while (scale % 3 !== 0) {
    digits *= 10n
    scale--
  }
  if (format === 'exponent') return scale === 0 ? `${digits}` : `${digits}e${scale}`
  return `${digits}${decimalSuffixOf.get(scale) ?? ''}`
}
