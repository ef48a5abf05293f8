import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type TestApplication } from './test-application.ts'

const folder = join(import.meta.dirname, '../artifacts')

/** Keeps a figure that a test has measured, and prints it. */
export function recordFigure(
  { name, flinkVersion }: TestApplication,
  what: string,
  durationMs: number,
): void {
  mkdirSync(folder, { recursive: true })
  const seconds = Math.round(durationMs) / 1000
  const figure = { at: new Date().toISOString(), application: name, flinkVersion, what, seconds }
  appendFileSync(join(folder, 'figures.jsonl'), `${JSON.stringify(figure)}\n`)
  console.log(`${name}, Flink ${flinkVersion}: ${what}: ${seconds} s`)
}
