import { RefusedError } from './errors.ts'

/** A job, trigger, vertex or application id; checked here because it becomes part of a path. */
export function hexId(what: string, id: string): string {
  if (/^[0-9a-fA-F]{32}$/.test(id)) return id
  throw badId(what, id, '32 hexadecimal digits')
}

/** A jar, file or TaskManager id: any text that stays one segment of a path. */
export function segment(what: string, id: string): string {
  if (id !== '' && id !== '.' && id !== '..' && !id.includes('\0')) return id
  throw badId(what, id, 'a name')
}

function badId(what: string, id: string, wanted: string): RefusedError {
  return new RefusedError(
    'badRequest',
    `The ${what} ${JSON.stringify(id)} is not ${wanted}.`,
    'Nothing was sent.',
    {
      request: `a request with this ${what}`,
    },
  )
}

/** A new id for `jobId` or `triggerId`: record it before it is sent, so that a repeat is recognised. */
export function newId(): string {
  return crypto.randomUUID().replaceAll('-', '')
}
