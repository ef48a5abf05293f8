import { createHash } from 'node:crypto'

/**
 * An id of 32 hexadecimal digits, the form of Flink's job and trigger ids. It follows from what it is for, so the
 * same intent has the same id on both sides of a crash, and another intent another one.
 */
export function deriveId(purpose: 'job' | 'savepoint', ...parts: readonly (string | number)[]): string {
  return digest([purpose, ...parts]).slice(0, 32)
}

/** A short fingerprint of plain data whose keys always come in the same order. */
export function fingerprint(value: unknown): string {
  return digest([JSON.stringify(value)]).slice(0, 8)
}

function digest(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}
