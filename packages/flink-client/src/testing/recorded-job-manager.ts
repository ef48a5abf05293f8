import { readFileSync } from 'node:fs'
import { type Dispatcher } from 'undici'
import { systemClock } from '../clock.ts'
import { InMemoryDispatcher } from './in-memory-dispatcher.ts'
import { stepsOf } from './reply.ts'

export interface Recording {
  method: string
  path: string
  request?: unknown
  status: number
  type: string
  body: unknown
}

export const recordedVersions = ['1.13.6', '1.16.3', '1.20.5', '2.3.0'] as const

/** Exchanges with a real JobManager of one version, by name. @see fixtures/recordings/README.md */
export function readRecordings(version: string): Record<string, Recording> {
  const file = new URL(`../../fixtures/recordings/${version}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Recording>
}

/** The answer as it was on the wire. */
export function textOf({ body }: Recording): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/**
 * Answers from recordings, whatever the ids: each once, in order, and the last of a route again. `config` always answers.
 */
export function replay(recordings: Record<string, Recording>, names: readonly string[]): Dispatcher {
  const left = [...names, 'config'].flatMap((name) => recordings[name] ?? [])
  const last = new Map<string, Recording>()
  return new InMemoryDispatcher(({ method, path }) => {
    const route = `${method} ${routeOf(path)}`
    const at = left.findIndex((it) => `${it.method} ${routeOf(it.path)}` === route)
    const found = at === -1 ? last.get(route) : left.splice(at, 1)[0]
    if (found === undefined) throw new Error(`Nothing recorded for ${route} among ${names.join(', ')}.`)
    last.set(route, found)
    return stepsOf({ status: found.status, type: found.type, body: textOf(found) }, undefined)
  }, systemClock)
}

/** The route a path belongs to: ids made alike. */
export function routeOf(path: string): string {
  return (path.split('?')[0] ?? path)
    .replace(/\/[0-9a-f]{32}(?=\/|$)/g, '/{id}')
    .replace(/^\/jars\/(?!upload$)[^/]+/, '/jars/{jar}')
    .replace(/^\/taskmanagers\/(?!metrics$)[^/]+/, '/taskmanagers/{tm}')
    .replace(/\/details\/\d+/, '/details/{n}')
}
