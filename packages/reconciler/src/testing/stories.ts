import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type Story } from './simulation.ts'

const folder = new URL('../application/scenarios/', import.meta.url)

/** The stories of `application/scenarios`, by name. */
export function readStories(): [name: string, story: Story][] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => [file.replace('.yaml', ''), parse(readFileSync(new URL(file, folder), 'utf8')) as Story])
}

/** Where the decisions of a story are recorded. */
export function goldenOf(name: string): string {
  return new URL(`${name}.golden`, folder).pathname
}
