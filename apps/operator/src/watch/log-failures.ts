import { type Log } from '../log.ts'

/** At the longest pause between two attempts, about every quarter of an hour. */
const mostInARow = 64

/**
 * Warns of a watch that failed, ever more rarely while it fails in the same way: a namespace that may not be looked at
 * stays so for days. The rest is for who looks closely.
 */
export function logWatchFailures(log: Pick<Log, 'warn' | 'debug'>): (error: unknown, inARow: number) => void {
  return (error, inARow) => {
    const isTold = inARow % mostInARow === 0 || Number.isInteger(Math.log2(inARow))
    log[isTold ? 'warn' : 'debug']({ err: error, inARow }, 'A watch failed and is tried again')
  }
}
