/**
 * A number whose text in JSON says more than its double does: `1.0` is not `1` in a Flink configuration, and
 * 9007199254740993 is not 9007199254740992. `JSON.stringify` writes it as it was read.
 */
export interface RawNumber {
  readonly rawJSON: string
}

export type JsonObject = { readonly [key: string]: Json }

/** What `readJson` gives and the hash takes. Plain `JSON.parse` output fits too. */
export type Json = null | boolean | string | number | RawNumber | readonly Json[] | JsonObject

// Node has JSON.rawJSON and the reviver's third argument since version 21; the library types do not.
interface SourceJson {
  rawJSON(text: string): RawNumber
  isRawJSON(value: unknown): value is RawNumber
  parse(text: string, reviver: (key: string, value: unknown, context: { source: string }) => unknown): Json
}
const sourceJson = JSON as unknown as SourceJson

/**
 * Reads JSON without losing what a number looked like.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function readJson(text: string): Json {
  // V8 13.6, of Node.js 24, can take a key with an escape for another key that it has read before. It is shown none.
  const value = sourceJson.parse(text.replaceAll(escapes, hide), (_key, part, { source }) =>
    typeof part === 'number' && source !== String(part) ? sourceJson.rawJSON(source) : part,
  )
  return text.search(escapes) === -1 ? value : shown(value)
}

/** Four private characters stand for the backslash of an escape, for \", for \\ and for these four themselves. */
const escapes = /\\([^])|([\ue000-\ue003])/g
const hidden = /\ue000(u.{4}|[^])|[\ue001\ue002]|\ue003([0-3])/g

function hide(_: string, escaped: string | undefined, own: string): string {
  if (escaped === undefined) return `\ue003${own.charCodeAt(0) - 0xe000}`
  return escaped === '"' ? '\ue001' : escaped === '\\' ? '\ue002' : `\ue000${escaped}`
}

function show(found: string, escaped: string | undefined, own: string | undefined): string {
  if (own !== undefined) return String.fromCharCode(0xe000 + Number(own))
  if (escaped === undefined) return found === '\ue001' ? '"' : '\\'
  return JSON.parse(`"\\${escaped}"`) as string
}

function shown(value: Json): Json {
  if (typeof value === 'string') return value.replace(hidden, show)
  if (Array.isArray(value)) return value.map(shown)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key.replace(hidden, show), shown(part)]),
  )
}

/** An integer too large for a double to hold exactly, as JSON writes it. */
export function rawInteger(value: bigint): RawNumber {
  return sourceJson.rawJSON(value.toString())
}

export function isRawNumber(value: unknown): value is RawNumber {
  return sourceJson.isRawJSON(value)
}

export function toNumber(value: number | RawNumber): number {
  return typeof value === 'number' ? value : Number(value.rawJSON)
}

/** The text of a number as JSON writes it. */
export function numberText(value: number | RawNumber): string {
  return JSON.stringify(value)
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value)
}
