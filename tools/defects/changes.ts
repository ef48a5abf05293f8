import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** A change of our code: `find`, which is there once, becomes `instead`. Line breaks and indentation do not count. */
export interface Change {
  /** From the root of the repository. */
  file: string
  find: string
  instead: string
}

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** What gives each defect of the original operator back, by the defect's number: `D1` to `D56`. */
export function readChanges(): Record<string, Change[]> {
  return parse(readFileSync(new URL('changes.yaml', import.meta.url), 'utf8')) as Record<string, Change[]>
}

/**
 * The text with the change made.
 *
 * @throws Error when what is to be replaced is not there, or more than once
 */
export function changed(text: string, { file, find, instead }: Change): string {
  const words = find.trim().split(/\s+/).map(escaped)
  const found = [...text.matchAll(new RegExp(words.join('\\s+'), 'g'))]
  const [match] = found
  if (match === undefined || found.length > 1) {
    throw new Error(`${file} has this ${found.length} times, and must have it once:\n${find}`)
  }
  return text.slice(0, match.index) + instead + text.slice(match.index + match[0].length)
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}

/** Finds the tests that are named after a defect. */
export function isNamedAfter(defect: string): RegExp {
  return new RegExp(`original operator defects? (?:[D\\d, and]* )?${defect}\\b`)
}
