import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../artifacts')

/** Keeps a figure that a test has measured, and prints it. */
export function recordFigure(what: string, durationMs: number): void {
  mkdirSync(folder, { recursive: true })
  const figure = { at: new Date().toISOString(), what, seconds: Math.round(durationMs) / 1000 }
  appendFileSync(join(folder, 'figures.jsonl'), `${JSON.stringify(figure)}\n`)
  console.log(`${what}: ${figure.seconds} s`)
}
