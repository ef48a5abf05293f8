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
  return sourceJson.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== String(value) ? sourceJson.rawJSON(source) : value,
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
