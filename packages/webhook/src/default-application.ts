import { defaults } from './defaults/index.ts'

/** An operation of a JSON Patch (RFC 6902). */
export interface AddOperation {
  readonly op: 'add'
  readonly path: string
  readonly value: unknown
}

/**
 * The patch that fills in a new object. Applied to its own result it is empty. An object that exists already is never
 * filled in: its author would see changes that nobody made.
 */
export function defaultApplication(app: unknown): AddOperation[] {
  const spec = (app as { spec?: unknown } | null | undefined)?.spec
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return []
  return defaults
    .filter(({ field }) => !Object.hasOwn(spec, field))
    .map(({ field, value }) => ({ op: 'add', path: `/spec/${field}`, value }))
}
