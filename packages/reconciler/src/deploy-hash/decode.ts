import { applicationTypes } from './application-types.ts'
import { printGoTime } from './go-time.ts'
import {
  isJsonObject,
  isRawNumber,
  type Json,
  type JsonObject,
  numberText,
  type RawNumber,
  rawInteger,
  toNumber,
} from './json.ts'
import { kubernetesTypes } from './kubernetes-types.ts'
import { parseQuantity } from './quantity.ts'

/**
 * What to do with a field that Kubernetes got after v1.24: the hash does not know it (`drop`), a pod that is
 * created today must have it (`keep`).
 */
export type UnknownFields = 'drop' | 'keep'

export interface DecodeOptions {
  readonly unknownFields: UnknownFields
  /** Collects the values of the wrong type, each with its path and what was expected. */
  readonly problems: string[]
}

/**
 * Reads a value as Go's typed client does and prints it as `encoding/json` does: unknown fields go, empty values
 * without a pointer go, quantities are respelled. Keys are case-sensitive, as in sigs.k8s.io/json.
 *
 * @param notation a type in the notation of `kubernetes-types.ts`.
 */
export function decode(
  notation: string,
  value: Json | undefined,
  path: string,
  options: DecodeOptions,
): Json {
  return codecFor(notation)(value, path, options)
}

type Codec = (value: Json | undefined, path: string, options: DecodeOptions) => Json

const structs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...kubernetesTypes,
  ...applicationTypes,
}

const codecs = new Map<string, Codec>()

function codecFor(notation: string): Codec {
  let codec = codecs.get(notation)
  if (codec === undefined) {
    codec = compile(notation)
    codecs.set(notation, codec)
  }
  return codec
}

function compile(notation: string): Codec {
  if (notation.startsWith('*')) return pointer(codecFor(notation.slice(1)))
  if (notation.startsWith('[]')) return list(codecFor(notation.slice(2)))
  if (notation.startsWith('{}')) return map(codecFor(notation.slice(2)))
  const scalar = scalars[notation]
  if (scalar !== undefined) return scalar
  const fields = structs[notation]
  if (fields === undefined) throw new Error(`No type is called ${notation}.`)
  return struct(Object.entries(fields).map(([name, type]) => fieldOf(name, type)))
}

interface Field {
  readonly name: string
  readonly codec: Codec
  readonly isOmitted: (input: Json | undefined, output: Json) => boolean
}

function fieldOf(name: string, type: string): Field {
  if (type.startsWith('!')) return { name, codec: codecFor(type.slice(1)), isOmitted: () => false }
  const codec = codecFor(type)
  // A pointer is empty only when it is nil: `optional: false` and `emptyDir: {}` are printed.
  if (type.startsWith('*')) return { name, codec, isOmitted: (input) => input == null }
  return { name, codec, isOmitted: (_input, output) => isEmpty(output) }
}

function isEmpty(output: Json): boolean {
  if (output === null || output === '' || output === false || output === 0) return true
  if (Array.isArray(output)) return output.length === 0
  return isJsonObject(output) && Object.keys(output).length === 0
}

function pointer(codec: Codec): Codec {
  return (value, path, options) => (value == null ? null : codec(value, path, options))
}

function list(codec: Codec): Codec {
  return (value, path, options) => {
    if (value == null) return null
    if (!Array.isArray(value)) return wrongType(value, 'a list', path, options)
    return value.map((element: Json, index) => codec(element, `${path}[${index}]`, options))
  }
}

function map(codec: Codec): Codec {
  return (value, path, options) => {
    if (value == null) return null
    if (!isJsonObject(value)) return wrongType(value, 'a map', path, options)
    const entries = Object.entries(value).map(([key, member]) => [
      key.toWellFormed(),
      codec(member, `${path}.${key}`, options),
    ])
    return Object.fromEntries(entries) as JsonObject
  }
}

function struct(fields: readonly Field[]): Codec {
  const names = new Set(fields.map(({ name }) => name))
  return (value, path, options) => {
    if (value != null && !isJsonObject(value)) return wrongType(value, 'an object', path, options)
    const entries: [string, Json][] = []
    for (const { name, codec, isOmitted } of fields) {
      const input = value != null && Object.hasOwn(value, name) ? value[name] : undefined
      const output = codec(input, path === '' ? name : `${path}.${name}`, options)
      if (!isOmitted(input, output)) entries.push([name, output])
    }
    if (options.unknownFields !== 'drop') {
      entries.push(...Object.entries(value ?? {}).filter(([name]) => !names.has(name)))
    }
    return Object.fromEntries(entries)
  }
}

const scalars: Readonly<Record<string, Codec>> = {
  string: (value, path, options) => {
    if (value == null) return ''
    // Half a surrogate pair becomes U+FFFD, as in Go.
    return typeof value === 'string' ? value.toWellFormed() : wrongType(value, 'a string', path, options)
  },
  bool: (value, path, options) => {
    if (value == null) return false
    return typeof value === 'boolean' ? value : wrongType(value, 'true or false', path, options)
  },
  int32: integer(32),
  int64: integer(64),
  float64: (value, path, options) => {
    if (value == null) return 0
    const number = isNumber(value) ? toNumber(value) : NaN
    return Number.isFinite(number) ? number : wrongType(value, 'a number', path, options)
  },
  quantity: (value, path, options) => {
    if (value == null) return '0'
    const quantity = parseQuantity(quantityText(value))
    return quantity?.text ?? wrongType(value, 'a quantity such as 100m or 2Gi', path, options)
  },
  time: (value, path, options) => {
    if (value == null) return null
    const time = typeof value === 'string' ? printGoTime(value) : undefined
    return time === undefined ? wrongType(value, 'a time such as 2025-01-31T12:00:00Z', path, options) : time
  },
  raw: (value) => value ?? null,
  any: anyValue,
}

/** What Go puts into an `interface{}`: the same, unless a number is beyond a double. */
function anyValue(value: Json | undefined, path: string, options: DecodeOptions): Json {
  if (typeof value === 'string') return value.toWellFormed()
  if (isNumber(value)) {
    return Number.isFinite(toNumber(value)) ? value : wrongType(value, 'a smaller number', path, options)
  }
  if (Array.isArray(value)) return list(anyValue)(value, path, options)
  return isJsonObject(value) ? map(anyValue)(value, path, options) : (value ?? null)
}

function integer(bits: 32 | 64): Codec {
  return (value, path, options) => {
    if (value == null) return 0
    const text = isNumber(value) ? exactText(value) : ''
    if (/^-?\d+$/.test(text)) {
      const integer = BigInt(text)
      if (BigInt.asIntN(bits, integer) === integer) {
        return Number.isSafeInteger(Number(integer)) ? Number(integer) : rawInteger(integer)
      }
    }
    return wrongType(value, `a whole number of ${bits} bits`, path, options)
  }
}

/** Plain `JSON.parse` gives the largest integer of 64 bits, as which "for ever" is written, as one that is one too large. */
function exactText(value: number | RawNumber): string {
  if (value === 2 ** 63) return String(2n ** 63n - 1n)
  return value === -(2 ** 63) ? String(-(2n ** 63n)) : numberText(value)
}

function isNumber(value: Json | undefined): value is number | RawNumber {
  return typeof value === 'number' || isRawNumber(value)
}

/**
 * The text that Go reads for a quantity: of a JSON number as it is written, of a string without unescaping it.
 *
 * @returns '' for what is neither; no quantity reads so.
 */
export function quantityText(value: Json | undefined): string {
  if (isNumber(value)) return numberText(value)
  if (typeof value !== 'string' || JSON.stringify(value) !== `"${value}"`) return ''
  return value.replace(goSpaceAround, '')
}

/** Without U+2028 and U+2029: an API server writes these as escapes. */
const goSpaceAround =
  /^[ \u0085\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+|[ \u0085\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+$/g

/** What is returned means nothing: a value with a problem is never used. */
function wrongType(value: Json, expected: string, path: string, { problems }: DecodeOptions): Json {
  problems.push(`${path} must be ${expected}, not ${describe(value)}.`)
  return null
}

function describe(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (isNumber(value)) return numberText(value)
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'boolean' ? String(value) : 'an object'
}
