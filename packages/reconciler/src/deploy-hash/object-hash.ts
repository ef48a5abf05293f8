import { createHash } from 'node:crypto'
import { isRawNumber, type Json, toNumber } from './json.ts'

/**
 * The digest of a JSON value under Ben Laurie's objecthash: SHA-256 of one tag byte and the content, so that
 * the order of keys does not matter and the order of lists does. Every number is a double.
 *
 * @see https://github.com/benlaurie/objecthash
 */
export function objectHash(value: Json): Buffer {
  if (value === null) return sha256('n')
  if (typeof value === 'string') return sha256(`u${value}`)
  if (typeof value === 'boolean') return sha256(value ? 'b1' : 'b0')
  if (typeof value === 'number') return sha256(`f${normalForm(value)}`)
  if (isRawNumber(value)) return sha256(`f${normalForm(toNumber(value))}`)
  if (Array.isArray(value)) return sha256('l', ...value.map(objectHash))
  const entries = Object.entries(value).map(([key, member]) => [keyDigest(key), objectHash(member)] as const)
  return sha256('d', ...entries.sort(([left], [right]) => left.compare(right)).flat())
}

// Objects share most of their keys, and half of all digests are of keys. The bound keeps labels from filling it.
const keyDigests = new Map<string, Buffer>()
const maxKeyDigests = 1_000

function keyDigest(key: string): Buffer {
  const known = keyDigests.get(key)
  if (known !== undefined) return known
  const digest = objectHash(key)
  if (keyDigests.size < maxKeyDigests) keyDigests.set(key, digest)
  return digest
}

function sha256(...parts: (string | Buffer)[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/**
 * A double as sign, binary exponent and the bits of its fraction: `+2:011` is 3 = 0.11 (binary) · 2².
 * The fraction lies in (0.5, 1], so a power of two ends in a one before the point: 4 is `+2:1`.
 */
function normalForm(value: number): string {
  if (value === 0) return '+0:'
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no normal form.`)
  const sign = value < 0 ? '-' : '+'
  let fraction = Math.abs(value)
  let exponent = 0
  while (fraction > 1) {
    fraction /= 2
    exponent++
  }
  while (fraction <= 0.5) {
    fraction *= 2
    exponent--
  }
  let bits = ''
  while (fraction !== 0) {
    if (fraction >= 1) {
      bits += '1'
      fraction -= 1
    } else {
      bits += '0'
    }
    fraction *= 2
  }
  return `${sign}${exponent}:${bits}`
}
